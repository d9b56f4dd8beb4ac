import type { Observation, RowId } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import { askForJudgement } from './executions.ts'

/** An execution that failed or takes long, and whose device was not asked what it says of it. */
export type ToAsk = { deployment: RowId; thing: string; job: string; updatedAt: Date }

const untold = `e.told_at IS NULL AND e.status IN ('FAILED', 'REJECTED', 'TIMED_OUT', 'IN_PROGRESS')`
const updatedAt = `coalesce(e.updated_at, timestamptz 'epoch')`

/** The next executions to ask for, newest first, after one of them. What is in progress only when it is since `before`. */
export async function executionsToAsk(
  sql: Sql,
  accountId: number,
  before: Date,
  after: Omit<ToAsk, 'job'> | undefined,
  limit: number,
): Promise<ToAsk[]> {
  const { rows } = await sql.query<ToAsk>(
    `SELECT e.deployment_id AS deployment, e.thing, coalesce(d.carried_by, d.name) AS job, ${updatedAt} AS "updatedAt"
     FROM deployment_executions e JOIN deployments d ON d.id = e.deployment_id
     WHERE e.account_id = $1 AND ${untold} AND (e.status <> 'IN_PROGRESS' OR ${updatedAt} < $2)
       AND d.gone_at IS NULL AND (d.kind = 'job' OR d.carried_by IS NOT NULL)
       AND ($3::timestamptz IS NULL OR (${updatedAt}, e.deployment_id, e.thing) < ($3, $4::bigint, $5::text))
     ORDER BY ${updatedAt} DESC, e.deployment_id DESC, e.thing DESC LIMIT $6`,
    [accountId, before, after?.updatedAt ?? null, after?.deployment ?? null, after?.thing ?? null, limit],
  )
  return rows
}

/** How many there are to ask for, as far as one pass is concerned. */
export async function toAskCount(sql: Sql, accountId: number, before: Date, atMost: number): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM deployment_executions e
       WHERE e.account_id = $1 AND ${untold} AND (e.status <> 'IN_PROGRESS' OR ${updatedAt} < $2) LIMIT $3) AS few`,
    [accountId, before, atMost],
  )
  return rows[0]?.count ?? 0
}

/** What one device says. Null values: it said nothing. */
export type ToldFacts = {
  deployment: RowId
  thing: string
  /** Null: there is no such execution any more. */
  said: {
    status: string
    updatedAt: Date | null
    message: string | null
    details: Record<string, string> | null
    hasTimer: boolean | null
    timesOutAt: Date | null
  } | null
}

/** Keeps what devices said of themselves; one that moved on since is kept as it is now. Returns how many said something. */
export async function recordTold({ tx }: Observation, items: ToldFacts[]): Promise<number> {
  if (items.length === 0) return 0
  await tx.query(
    `UPDATE deployment_executions e SET told_at = now(), message = coalesce(n.message, e.message),
       details = coalesce(n.details, e.details),
       has_timer = n.has_timer, times_out_at = n.times_out_at, status = coalesce(n.status, e.status),
       updated_at = coalesce(n.updated_at, e.updated_at),
       changed_at = CASE WHEN n.status <> e.status THEN now() ELSE e.changed_at END
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::jsonb[], $7::bool[], $8::timestamptz[])
       AS n(deployment_id, thing, status, updated_at, message, details, has_timer, times_out_at)
     WHERE e.deployment_id = n.deployment_id AND e.thing = n.thing`,
    [
      items.map(({ deployment }) => deployment),
      items.map(({ thing }) => thing),
      items.map(({ said }) => said?.status ?? null),
      items.map(({ said }) => said?.updatedAt ?? null),
      items.map(({ said }) => said?.message ?? null),
      items.map(({ said }) => (said?.details ? JSON.stringify(said.details) : null)),
      items.map(({ said }) => said?.hasTimer ?? null),
      items.map(({ said }) => said?.timesOutAt ?? null),
    ],
  )
  await askForJudgement(tx, [...new Set(items.map(({ deployment }) => deployment))])
  return items.filter(({ said }) => said?.message).length
}
