import type { Observation, RowId } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'

/** What is known of a listed job. A carried one is not a deployment of its own: the row is the Greengrass deployment's. */
export type KnownJob = {
  id: RowId
  name: string
  carried: boolean
  awsStatus: string
  createdAt: Date | null
  updatedAt: Date | null
  gone: boolean
  hasDocument: boolean
  counted: boolean
}

/** What is known of jobs, by name. */
export async function knownJobs(sql: Sql, accountId: number, names: string[]): Promise<Map<string, KnownJob>> {
  // Of a job and a Greengrass deployment that it carries, the latter.
  const { rows } = await sql.query<KnownJob>(
    `SELECT DISTINCT ON (n.name) d.id, n.name, d.kind = 'greengrass' AS carried, d.aws_status AS "awsStatus",
       d.created_at AS "createdAt", d.aws_updated_at AS "updatedAt", d.gone_at IS NOT NULL AS gone,
       d.document IS NOT NULL AS "hasDocument", d.counts_at IS NOT NULL AS counted
     FROM unnest($2::text[]) AS n(name)
     JOIN deployments d ON d.account_id = $1
       AND ((d.kind = 'job' AND d.name = n.name) OR (d.kind = 'greengrass' AND d.carried_by = n.name))
     ORDER BY n.name, d.kind`,
    [accountId, names],
  )
  return new Map(rows.map((row) => [row.name, row]))
}

export type CarriedFacts = { id: RowId; updatedAt: Date | null; completedAt: Date | null }

/** What the job that carries a Greengrass deployment tells of its time. Returns how many differed. */
export async function recordCarried({ tx }: Observation, items: CarriedFacts[]): Promise<number> {
  if (items.length === 0) return 0
  const { rowCount } = await tx.query(
    `UPDATE deployments d SET aws_updated_at = n.updated_at, completed_at = n.completed_at, judge_at = least(judge_at, now())
     FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) AS n(id, updated_at, completed_at)
     WHERE d.id = n.id AND (d.aws_updated_at, d.completed_at) IS DISTINCT FROM (n.updated_at, n.completed_at)`,
    [items.map(({ id }) => id), items.map(({ updatedAt }) => updatedAt), items.map(({ completedAt }) => completedAt)],
  )
  return rowCount ?? 0
}

/**
 * Jobs that were listed before it was known that they carry a Greengrass deployment: what they know of their devices
 * becomes that deployment's, and the job's own row goes.
 */
export async function mergeCarriers({ tx, account }: Observation): Promise<number> {
  const { rows } = await tx.query<{ job: RowId; deployment: RowId }>(
    `SELECT j.id AS job, g.id AS deployment FROM deployments g
     JOIN deployments j ON j.account_id = g.account_id AND j.kind = 'job' AND j.name = g.carried_by
     WHERE g.account_id = $1 AND g.kind = 'greengrass' AND g.carried_by IS NOT NULL`,
    [account.id],
  )
  for (const { job, deployment } of rows) {
    await tx.query(
      `DELETE FROM deployment_executions e USING deployment_executions j
       WHERE e.deployment_id = $2 AND j.deployment_id = $1 AND j.thing = e.thing`,
      [job, deployment],
    )
    await tx.query('UPDATE deployment_executions SET deployment_id = $2 WHERE deployment_id = $1', [job, deployment])
    await tx.query(
      `INSERT INTO deployment_progress SELECT $2, at, queued, in_progress, succeeded, failed, timed_out, rejected,
         removed, canceled FROM deployment_progress WHERE deployment_id = $1 ON CONFLICT DO NOTHING`,
      [job, deployment],
    )
    await tx.query(
      `UPDATE deployments g SET queued = j.queued, in_progress = j.in_progress, succeeded = j.succeeded,
         failed = j.failed, timed_out = j.timed_out, rejected = j.rejected, removed = j.removed, canceled = j.canceled,
         counts_at = j.counts_at, counts_changed_at = j.counts_changed_at, unchanged_polls = j.unchanged_polls,
         executions_at = j.executions_at, executions_of = j.executions_of, aws_updated_at = j.aws_updated_at,
         completed_at = j.completed_at, judge_at = least(g.judge_at, now())
       FROM deployments j WHERE g.id = $2 AND j.id = $1`,
      [job, deployment],
    )
    await tx.query('DELETE FROM deployments WHERE id = $1', [job])
  }
  return rows.length
}
