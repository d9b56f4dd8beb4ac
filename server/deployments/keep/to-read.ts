import type { DeploymentCounts } from '#contract/deployments.ts'
import type { Observation, RowId } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import { countColumns, hashOfCounts, thingKeySql } from './facts.ts'
import { planReading, type ReadingPlan } from './reading-plan.ts'

/** A deployment whose devices moved since they were read: the job to ask, what to read of it, and of which counts. */
export type ToRead = {
  id: RowId
  job: string
  counts: DeploymentCounts
  of: string
  plan: ReadingPlan
  changed: number
}

/** Executions of jobs that ended longer ago than this are not read. */
const longestAgo = '90 days'
/** What is in progress tells of itself without moving a count. */
const progressEvery = '15 minutes'

// By AWS's own states, or while devices are on their way.
const running = `(d.queued + d.in_progress > 0 OR d.aws_status = 'ACTIVE'
  OR (d.kind = 'job' AND d.aws_status NOT IN ('COMPLETED', 'CANCELED')))`

const due = `d.account_id = $1 AND d.gone_at IS NULL AND d.counts_at IS NOT NULL AND (d.kind = 'job' OR d.carried_by IS NOT NULL)
  AND d.aws_updated_at IS NOT NULL
  AND ((d.executions_of IS DISTINCT FROM ${hashOfCounts('d')}
      AND (${running} OR coalesce(d.completed_at, d.aws_updated_at) > now() - interval '${longestAgo}'))
    OR (d.in_progress > 0 AND ${running} AND d.executions_at < now() - interval '${progressEvery}'))`

type Row = {
  id: RowId
  job: string
  of: string
  before: boolean
  over: boolean
  counts: number[]
  kept: Record<string, number>
}

/** The next deployment to read, by row id. */
export async function nextToRead(sql: Sql, accountId: number, after: RowId): Promise<ToRead | null> {
  const { rows } = await sql.query<Row>(
    `SELECT d.id, coalesce(d.carried_by, d.name) AS job, ${hashOfCounts('d')}::text AS of,
       d.executions_at IS NOT NULL AS before, NOT ${running} AS over,
       ARRAY[${countColumns.map((column) => `d.${column}`).join(', ')}] AS counts,
       coalesce((SELECT jsonb_object_agg(status, n) FROM (SELECT e.status, count(*) AS n
         FROM deployment_executions e WHERE e.deployment_id = d.id GROUP BY e.status) c), '{}') AS kept
     FROM deployments d WHERE ${due} AND d.id > $2 ORDER BY d.id LIMIT 1`,
    [accountId, after],
  )
  const [row] = rows
  if (!row) return null
  const { id, job, of, before, over, kept } = row
  const counts = countsOf(row.counts)
  return { id, job, of, counts, plan: planReading(counts, kept, { before, over }), changed: 0 }
}

/** Pages that reading everything that is due would take, at most. */
export async function pagesToRead(sql: Sql, accountId: number): Promise<number> {
  const { rows } = await sql.query<{ pages: number }>(
    `SELECT coalesce(sum(ceil(greatest(1, ${countColumns.map((column) => `d.${column}`).join(' + ')}) / 250.0)), 0)::int AS pages
     FROM deployments d WHERE ${due}`,
    [accountId],
  )
  return rows[0]?.pages ?? 0
}

/** Takes away the devices that a list of all of them did not hold. Returns how many. */
export async function sweepExecutions(
  { tx }: Observation,
  { id }: Pick<ToRead, 'id'>,
  unseen: (key: string) => string,
): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM deployment_executions e WHERE e.deployment_id = $1 AND ${unseen(thingKeySql('e.thing'))}`,
    [id],
  )
  return rowCount ?? 0
}

/**
 * Notes of which counts the devices were read. Some states that brought nothing and still do not add up are answered by
 * reading all of them next time.
 */
export async function settleReading({ tx }: Observation, { id, of, plan, changed }: ToRead): Promise<void> {
  if (plan.whole) {
    await tx.query('UPDATE deployments SET executions_of = $2, executions_at = now() WHERE id = $1', [id, of])
    return
  }
  await tx.query(
    `WITH kept AS (
       SELECT status, count(*) AS n FROM deployment_executions WHERE deployment_id = $1 GROUP BY status
     ), adds_up AS (
       SELECT d.id, ${columnsAddUp} AS yes FROM deployments d WHERE d.id = $1
     )
     UPDATE deployments d SET executions_of = CASE WHEN a.yes THEN $2 ELSE d.executions_of END,
       executions_at = CASE WHEN a.yes OR $3 THEN now() END
     FROM adds_up a WHERE d.id = a.id`,
    [id, of, changed > 0],
  )
}

const columnsAddUp = countColumns
  .map((column) => `d.${column} = coalesce((SELECT n FROM kept WHERE status = '${column.toUpperCase()}'), 0)`)
  .join(' AND ')

function countsOf(numbers: number[]): DeploymentCounts {
  const [queued = 0, inProgress = 0, succeeded = 0, failed = 0, timedOut = 0, rejected = 0, removed = 0, canceled = 0] =
    numbers
  return { queued, inProgress, succeeded, failed, timedOut, rejected, removed, canceled }
}
