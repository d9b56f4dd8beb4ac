import { randomUUID } from 'node:crypto'
import type { QueryStatus } from '@aws-sdk/client-cloudwatch-logs'
import type { Fleet } from '../../fleet/fleet.ts'
import type { LogGroup } from '../../fleet/log-group.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { required } from '../check.ts'
import { pageToken, readPageToken } from '../page-token.ts'
import type { LookUp } from './condition.ts'
import { fieldsOf } from './events.ts'
import { findGroup } from './groups.ts'
import type { LogsHandlers } from './handlers.ts'
import { parseQuery } from './insights/parse.ts'
import type { Step } from './insights/query.ts'
import { type Result, runQuery } from './insights/run.ts'
import { invalidParameter } from './refuse.ts'

const maxConcurrent = 100
const maxRows = 100_000
const maxPage = 10_000
/** How long a query waits, and when it is done, in milliseconds after its start. */
const runsAfter = 150
const doneAfter = 800
/** Queries that an account keeps the results of. */
const keptQueries = 500

interface Query {
  steps: Step[]
  groups: LogGroup[]
  /** Epoch milliseconds, the end included. */
  from: number
  to: number
  limit: number | undefined
  startedAt: number
  isStopped: boolean
  result: (Result & { scanned: number }) | undefined
}

const queriesOf = new WeakMap<Fleet, Map<string, Query>>()

/** Queries of Logs Insights. They are run when their results are first asked for after their time. */
export const queries: LogsHandlers = {
  StartQuery({ logGroupName, logGroupNames, logGroupIdentifiers, ...input }, { fleet }) {
    const { queryString, startTime, endTime, limit, queryLanguage = 'CWLI' } = input
    if (queryLanguage !== 'CWLI') throw invalidParameter(`${queryLanguage} is not simulated`)
    if (limit !== undefined && (limit < 1 || limit > maxRows)) throw invalidParameter(`limit must be 1 to ${maxRows}`)
    const from = seconds(startTime, 'startTime')
    const to = seconds(endTime, 'endTime')
    if (from > to) throw invalidParameter('End time is before start time')
    const named = [logGroupName ?? [], logGroupNames ?? [], logGroupIdentifiers ?? []].flat()
    const groups = named.map((name) => findGroup(fleet, name))
    if (!groups.length) throw invalidParameter('A log group must be specified')
    const steps = parseQuery(required(queryString, 'queryString'))
    const known = queriesOf.get(fleet) ?? new Map<string, Query>()
    queriesOf.set(fleet, known)
    const running = [...known.values()].filter((query) => statusOf(fleet, query) !== 'Complete')
    if (running.length >= maxConcurrent) throw new AwsError('LimitExceededException', 'Too many concurrent queries')
    const queryId = randomUUID()
    const startedAt = fleet.clock.now()
    known.set(queryId, { steps, groups, from, to, limit, startedAt, isStopped: false, result: undefined })
    const [oldest = ''] = known.keys()
    if (known.size > keptQueries) known.delete(oldest)
    return { queryId }
  },

  GetQueryResults({ queryId, nextToken, maxItems = maxPage }, { fleet }) {
    const query = find(fleet, queryId)
    const status = statusOf(fleet, query)
    if (status === 'Complete') query.result ??= run(fleet, query)
    const { rows = [], matched = 0, scanned = 0 } = query.result ?? {}
    const question = `GetQueryResults${queryId}`
    const start = nextToken ? Number(readPageToken(question, nextToken)) : 0
    const end = start + Math.min(maxItems, maxPage)
    return {
      queryLanguage: 'CWLI' as const,
      status,
      results: rows.slice(start, end),
      statistics: { recordsMatched: matched, recordsScanned: scanned, bytesScanned: scanned * 450 },
      ...(end < rows.length && { nextToken: pageToken(question, String(end)) }),
    }
  },

  StopQuery({ queryId }, { fleet }) {
    const query = find(fleet, queryId)
    if (statusOf(fleet, query) === 'Complete') throw invalidParameter('The query has already ended')
    query.isStopped = true
    return { success: true }
  },
}

function statusOf(fleet: Fleet, { isStopped, startedAt }: Query): QueryStatus {
  if (isStopped) return 'Cancelled'
  const age = fleet.clock.now() - startedAt
  if (age < runsAfter) return 'Scheduled'
  return age < doneAfter ? 'Running' : 'Complete'
}

function run(fleet: Fleet, { steps, groups, from, to, limit }: Query) {
  const now = fleet.clock.now()
  const events: { at: number; fields: LookUp }[] = []
  for (const group of groups) {
    const end = group.positionOf(to + 1000)
    for (let index = group.positionOf(from); index < end; index++) {
      const event = group.at(index)
      if (event && event.readableAt <= now) events.push({ at: event.at, fields: fieldsOf(group, fleet.account, event) })
    }
  }
  events.sort((a, b) => b.at - a.at)
  const rows = events.map(({ fields }) => fields)
  return { ...runQuery(steps, rows, limit), scanned: rows.length }
}

function find(fleet: Fleet, queryId = '') {
  const query = queriesOf.get(fleet)?.get(queryId)
  if (!query) throw new AwsError('ResourceNotFoundException', 'Unknown query')
  return query
}

/** Query times are epoch seconds; who gives milliseconds is told so. */
function seconds(value: number | undefined, field: string): number {
  const given = required(value, field)
  if (given > 100_000_000_000) throw invalidParameter(`${field} must be in seconds`)
  return given * 1000
}
