import { type Deployment, deploymentHealth } from '#contract/deployments.ts'
import type { Sql } from '#server/platform/db.ts'

type Retried = { id: string; account_id: number; kind: string; name: string; failed: number; timed_out: number }

/** Jobs that runs made to retry a job, the first first. */
export async function retriesOf(connection: Sql, { account_id, kind, name }: Retried): Promise<Deployment['retries']> {
  const { rows } = await connection.query<Deployment['retries'][number] & { health: string }>(
    `select d.id::text as id, d.title, d.health, d.succeeded,
       d.queued + d.in_progress + d.succeeded + d.failed + d.timed_out + d.rejected + d.removed + d.canceled as total
     from deployments d where d.account_id = $1 and d.kind = 'job' and d.name in (
       select s.params ->> 'job' from response_targets t join response_steps s on s.run_id = t.run_id and s.n = t.n
       where t.account_id = $1 and t.kind = 'deployment' and t.name = $2 and s.params ->> 'kind' = 'create-job')
     order by d.created_at nulls last, d.id`,
    [account_id, `${kind}/${name}`],
  )
  return rows.map((row) => ({ ...row, health: deploymentHealth.catch('unknown').parse(row.health) }))
}

/** How many devices of a job a retry would take: what failed, without what went well since or is under way (the plan's rule). */
export async function retryableOf(connection: Sql, row: Retried): Promise<number> {
  const failed = row.failed + row.timed_out
  if (row.kind !== 'job' || failed === 0) return 0
  const { rows } = await connection.query<{ settled: number }>(
    `with later as materialized (
       select l.id from deployments d join deployments l on l.account_id = d.account_id and l.id <> d.id and l.created_at > d.created_at
         and (l.document_digest = d.document_digest or (d.packages <> '[]' and l.packages = d.packages)) where d.id = $1)
     select count(distinct e.thing)::int as settled from later
       join deployment_executions e on e.deployment_id = later.id and e.status in ('SUCCEEDED', 'QUEUED', 'IN_PROGRESS')
       join deployment_executions f on f.deployment_id = $1 and f.thing = e.thing and f.status in ('FAILED', 'TIMED_OUT')`,
    [row.id],
  )
  return Math.max(0, failed - (rows[0]?.settled ?? 0))
}
