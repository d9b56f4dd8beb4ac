import { type Execution, type ExecutionFilters, executionStatus, stallCause } from '#contract/deployments.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { escapeLike, every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { stallSays } from '../stall-says.ts'
import { requireDeployment } from './get.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }
type Row = {
  thing: string
  known: boolean
  status: string
  message: string | null
  queued_at: Date | null
  started_at: Date | null
  updated_at: Date | null
  times_out_at: Date | null
  attempt: number | null
  connected: boolean | null
  stall_cause: string | null
  stall_says: string | null
  stall_since: Date | null
  stall_counts: boolean
  seen_at: Date
}

/** One page of a deployment's devices by name. Throws a Refusal when there is no such deployment or page. */
export async function listExecutions(
  { database: { pool } }: Context,
  { id, cursor, limit = 100, ...filters }: ExecutionFilters & Paging & { id: string },
): Promise<{ items: Execution[]; nextCursor: string | null }> {
  await requireDeployment(pool, id)
  const key = decodeCursor(cursor, 1)
  const { rows } = await pool.query<Row>(
    toQuery(sql`select e.thing, t.id is not null as known, e.status, e.message, e.queued_at, e.started_at, e.updated_at, e.times_out_at,
        e.attempt, p.connected, e.stall_cause, e.stall_says, e.stall_since, e.stall_counts,
        greatest(d.executions_at, e.changed_at) as seen_at
      from (select e.* from deployment_executions e where e.deployment_id = ${id}::bigint and ${every(executionConditions(filters))}
          and ${key ? sql`e.thing > ${String(key[0])}` : sql`true`} order by e.thing limit ${limit + 1}) e
        join deployments d on d.id = e.deployment_id
        left join things t on t.account_id = e.account_id and t.name = e.thing and t.gone_at is null
        left join presence p on p.thing_row_id = t.id
      order by e.thing`),
  )
  return toPage(rows, limit, toExecution, ({ thing }) => [thing])
}

/** Held up by what is no stall, or none yet; that one refused is no waiting. Of `deployment_executions e`. */
const waits: Fragment = sql`e.stall_cause <> 'rejected' and not e.stall_counts`

/** What a filter says of `deployment_executions e`. */
export function executionConditions({ status, stall, standing, message, search }: ExecutionFilters): Fragment[] {
  return [
    ...(status ? [sql`e.status = ${status}`] : []),
    ...(stall ? [sql`e.stall_cause = ${stall}`] : []),
    ...(standing === 'stalled' ? [sql`e.stall_counts`] : []),
    ...(standing === 'waiting' ? [sql`${waits}`] : []),
    ...(message ? [sql`md5(e.message) = md5(${message}::text)`] : []),
    ...(search ? [sql`e.thing ilike ${`%${escapeLike(search)}%`}`] : []),
  ]
}

const iso = (at: Date | null) => at?.toISOString() ?? null

function toExecution(row: Row): Execution {
  const cause = row.stall_cause === null ? null : stallCause.catch('undecided').parse(row.stall_cause)
  return {
    thing: row.thing,
    known: row.known,
    status: executionStatus.catch('UNKNOWN').parse(row.status),
    message: row.message,
    queuedAt: iso(row.queued_at),
    startedAt: iso(row.started_at),
    lastUpdatedAt: iso(row.updated_at),
    timesOutAt: iso(row.times_out_at),
    attempt: row.attempt,
    connected: row.connected,
    stall: cause && {
      cause,
      says: row.stall_says ?? stallSays[cause],
      since: iso(row.stall_since),
      stalled: row.stall_counts,
    },
    seenAt: row.seen_at.toISOString(),
  }
}
