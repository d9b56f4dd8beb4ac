import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { z } from 'zod'
import type { Call, Tally } from './call.ts'
import { AwsFailure } from './failure.ts'
import { optionalTimestamp, text } from './fields.ts'
import { orNull, parseAnswer, parseItems } from './pages.ts'

const event = z.object({ eventId: text, timestamp: optionalTimestamp, message: text })

/** One log event; `id` is CloudWatch's own, `at` the time the writer gave it. */
export type LogEvent = { id: string; at: number | undefined; message: string }

/** From and to are epoch milliseconds, both included. */
export type LogRange = { group: string; from: number; to: number }

// Empty pages with a token are documented; so many in a row are a server that never ends.
const mostEmptyPages = 500
/** Rows that one query answers at most. */
const mostRows = 10_000
const queryLookMs = 1_000
const queryPatienceMs = 120_000

/** Reads of CloudWatch Logs. */
export function logOperations(client: () => CloudWatchLogsClient, call: Call, tally: Tally, signal: AbortSignal) {
  return {
    /** Pages of the events a filter pattern lets through. A page may be empty and go on. */
    async *events({ group, from, to }: LogRange, filterPattern: string): AsyncGenerator<LogEvent[]> {
      let nextToken: string | undefined
      const seen = new Set<string>()
      let empty = 0
      do {
        const input = { logGroupName: group, startTime: from, endTime: to, filterPattern, nextToken }
        const answer = await orNull(
          call('FilterLogEvents', (s) => client().send(new FilterLogEventsCommand(input), { abortSignal: s })),
        )
        // AWS makes the group with its first record: before that, nothing has happened.
        if (!answer) return
        const events = parseItems(event, answer.events ?? [], tally)
        if (events.length > 0)
          yield events.map(({ eventId, timestamp, message }) => ({ id: eventId, at: timestamp, message }))
        empty = events.length > 0 ? 0 : empty + 1
        nextToken = answer.nextToken
        if (nextToken && (seen.has(nextToken) || empty > mostEmptyPages))
          throw new AwsFailure('malformed', 'FilterLogEvents', 'FilterLogEvents goes on without an end.')
        if (nextToken) seen.add(nextToken)
      } while (nextToken)
    },

    /**
     * The messages a Logs Insights query finds: cheaper than walking when days are asked for. The query must select
     * @message. `cut` says that there may be more than one answer holds.
     */
    async query({ group, from, to }: LogRange, queryString: string): Promise<{ messages: string[]; cut: boolean }> {
      const input = {
        logGroupName: group,
        startTime: Math.floor(from / 1000),
        endTime: Math.ceil(to / 1000),
        queryString,
        limit: mostRows,
      }
      const started = await orNull(
        call('StartQuery', (s) => client().send(new StartQueryCommand(input), { abortSignal: s })),
      )
      if (!started) return { messages: [], cut: false }
      const { queryId } = parseAnswer(z.object({ queryId: text }), 'StartQuery', started)
      const until = Date.now() + queryPatienceMs
      while (Date.now() < until) {
        const answer = await call('GetQueryResults', (s) =>
          client().send(new GetQueryResultsCommand({ queryId }), { abortSignal: s }),
        )
        if (answer.status === 'Complete') {
          const rows = answer.results ?? []
          const messages = rows.flatMap((row) => row.find(({ field }) => field === '@message')?.value ?? [])
          return { messages, cut: rows.length >= mostRows }
        }
        if (answer.status && !['Scheduled', 'Running', 'Unknown'].includes(answer.status))
          throw new AwsFailure('transient', 'GetQueryResults', `The query ended as ${answer.status}.`)
        await sleep(queryLookMs, undefined, { signal })
      }
      throw new AwsFailure('transient', 'GetQueryResults', 'The query did not end in time.')
    },
  }
}
