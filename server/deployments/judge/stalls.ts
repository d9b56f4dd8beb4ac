import type { Sql } from '#server/platform/db.ts'
import { type Rollout, type Stall, type Standing, stallOf } from '../stall.ts'
import { type Thresholds, thresholdsOf } from '../thresholds.ts'

type Row = {
  thing: string
  status: string
  queued_at: Date | null
  started_at: Date | null
  updated_at: Date | null
  has_timer: boolean | null
  times_out_at: Date | null
  stall_cause: string | null
  stall_says: string | null
  stall_since: Date | null
  stall_counts: boolean
  type: string | null
  connected: boolean | null
  presence_since: Date | null
  core: boolean
  core_at: Date | null
  behind: string | null
  acted_at: Date | null
}

/** `live`: whether its devices are still meant to get on at all. */
export type Whose = { id: string; account: number; live: boolean; rollout: Rollout }

const batch = 5_000

/** Says of each device of a deployment why it does not get on, and writes what changed. Returns how many count as stalled. */
export async function judgeStalls(connection: Sql, of: Whose, thresholds: Thresholds, now: Date): Promise<number> {
  let stalled = 0
  for (let after: string | null = ''; after !== null; ) {
    const rows = await standings(connection, of, after)
    const judged = rows.map((row) => ({
      row,
      stall: of.live
        ? stallOf(toStanding(row), { rollout: of.rollout, thresholds: thresholdsOf(thresholds, row.type), now })
        : null,
    }))
    stalled += judged.filter(({ stall }) => stall?.counts).length
    await write(
      connection,
      of.id,
      judged.filter(({ row, stall }) => differs(row, stall)),
    )
    after = rows.length === batch ? (rows.at(-1)?.thing ?? null) : null
  }
  return stalled
}

/** What is open, refused or was said to be stalled, with what is known of each device. */
async function standings(connection: Sql, { id, account }: Whose, after: string): Promise<Row[]> {
  const { rows } = await connection.query<Row>(
    `WITH e AS MATERIALIZED (
       SELECT * FROM deployment_executions WHERE deployment_id = $1 AND thing > $3
         AND (status IN ('QUEUED', 'IN_PROGRESS', 'REJECTED') OR stall_cause IS NOT NULL) ORDER BY thing LIMIT ${batch})
     SELECT e.thing, e.status, e.queued_at, e.started_at, e.updated_at, e.has_timer, e.times_out_at, e.stall_cause, e.stall_says,
       e.stall_since, e.stall_counts, t.type_name AS type, p.connected, p.since AS presence_since,
       c.thing IS NOT NULL AS core, c.status_at AS core_at, b.title AS behind, a.at AS acted_at
     FROM e
       LEFT JOIN things t ON t.account_id = $2 AND t.name = e.thing AND t.gone_at IS NULL
       LEFT JOIN presence p ON p.thing_row_id = t.id
       LEFT JOIN greengrass_cores c ON c.account_id = $2 AND c.thing = e.thing AND c.gone_at IS NULL
       LEFT JOIN LATERAL (
         SELECT d.title FROM deployment_executions o JOIN deployments d ON d.id = o.deployment_id
         WHERE o.account_id = $2 AND o.thing = e.thing AND o.deployment_id <> $1 AND d.gone_at IS NULL AND NOT d.superseded
           AND (o.status = 'IN_PROGRESS' OR (o.status = 'QUEUED' AND o.queued_at < e.queued_at))
         ORDER BY o.status, o.queued_at LIMIT 1) b ON e.status = 'QUEUED'
       LEFT JOIN LATERAL (
         SELECT max(coalesce(o.updated_at, o.started_at)) AS at FROM deployment_executions o
         WHERE o.account_id = $2 AND o.thing = e.thing AND o.deployment_id <> $1
           AND o.status IN ('IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'REJECTED')) a ON e.status IN ('QUEUED', 'IN_PROGRESS')
     ORDER BY e.thing`,
    [id, account, after],
  )
  return rows
}

const toStanding = (row: Row): Standing => ({
  status: row.status,
  queuedAt: row.queued_at,
  startedAt: row.started_at,
  updatedAt: row.updated_at,
  hasTimer: row.has_timer,
  timesOutAt: row.times_out_at,
  connected: row.connected,
  presenceSince: row.presence_since,
  coreReportedAt: row.core ? row.core_at : undefined,
  behind: row.behind,
  agentActedAt: row.acted_at,
})

const differs = (row: Row, stall: Stall | null) =>
  row.stall_cause !== (stall?.cause ?? null) ||
  row.stall_says !== (stall?.says ?? null) ||
  row.stall_since?.getTime() !== stall?.since?.getTime() ||
  row.stall_counts !== (stall?.counts ?? false)

// Rows that somebody is writing are left to them: what is written is judged again, and nobody waits for anybody.
async function write(connection: Sql, id: string, changed: readonly { row: Row; stall: Stall | null }[]) {
  if (changed.length === 0) return
  await connection.query(
    `WITH free AS (SELECT thing FROM deployment_executions WHERE deployment_id = $1 AND thing = ANY ($2::text[]) FOR UPDATE SKIP LOCKED)
     UPDATE deployment_executions e SET stall_cause = n.cause, stall_says = n.says, stall_since = n.since, stall_counts = n.counts
     FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::boolean[]) n (thing, cause, says, since, counts)
       JOIN free ON free.thing = n.thing
     WHERE e.deployment_id = $1 AND e.thing = n.thing`,
    [
      id,
      changed.map(({ row }) => row.thing),
      changed.map(({ stall }) => stall?.cause ?? null),
      changed.map(({ stall }) => stall?.says ?? null),
      changed.map(({ stall }) => stall?.since ?? null),
      changed.map(({ stall }) => stall?.counts ?? false),
    ],
  )
}
