import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'
import { askForJudgement, type ExecutionFacts, recordExecutions } from './executions.ts'

const twice = '23505'

/**
 * Keeps devices of a deployment that had none before, by COPY: nothing is there to be compared. A list is not a snapshot,
 * so a device may come again on a later page; that page is compared then. Returns how many were written.
 */
export async function copyExecutions(seen: Observation, deployment: RowId, facts: ExecutionFacts[]): Promise<number> {
  const items = lastOfEach(facts, ({ thing }) => thing)
  if (items.length === 0) return 0
  await seen.tx.query('SAVEPOINT copied')
  try {
    await copy(seen, deployment, items)
    await askForJudgement(seen.tx, [deployment])
    return items.length
  } catch (error) {
    if ((error as { code?: unknown }).code !== twice) throw error
    await seen.tx.query('ROLLBACK TO SAVEPOINT copied')
    return recordExecutions(seen, deployment, items)
  }
}

async function copy({ tx, account }: Observation, deployment: RowId, items: ExecutionFacts[]): Promise<void> {
  const stream = tx.query(
    copyFrom(`COPY deployment_executions (deployment_id, account_id, thing, status, queued_at, started_at, updated_at,
      execution_number, attempt) FROM STDIN`),
  )
  const done = finished(stream)
  const instant = instants()
  let lines = ''
  for (const { thing, status, queuedAt, startedAt, updatedAt, number, attempt } of items) {
    const times = `${instant(queuedAt)}\t${instant(startedAt)}\t${instant(updatedAt)}`
    lines += `${deployment}\t${account.id}\t${cell(thing)}\t${cell(status)}\t${times}\t${number ?? nothing}\t${attempt ?? nothing}\n`
  }
  stream.end(lines)
  await done
}

/** Writes instants as COPY reads them; devices of a rollout share many, and to write one takes longer than to find it. */
function instants() {
  const known = new Map<number, string>()
  return (at: Date | null): string => {
    if (!at) return nothing
    const ms = at.getTime()
    const text = known.get(ms) ?? at.toISOString()
    known.set(ms, text)
    return text
  }
}

const nothing = '\\N'
const special = /[\\\t\n\r]/
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A text as COPY reads it ("COPY", text format). */
const cell = (value: string) =>
  special.test(value) ? value.replace(/[\\\t\n\r]/g, (one) => escapes[one] ?? one) : value
