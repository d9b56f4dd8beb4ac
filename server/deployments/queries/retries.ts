import { type Deployment, deploymentHealth } from '#contract/deployments.ts'
import { amongTargets } from '#server/fleet/among-targets.ts'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'

type Retried = {
  id: string
  account_id: number
  kind: string
  name: string
  failed: number
  timed_out: number
  rejected: number
  removed: number
}

/** Jobs that runs made to retry a job, and to retry these in turn, each once, the first first. */
export async function retriesOf(connection: Sql, { account_id, kind, name }: Retried): Promise<Deployment['retries']> {
  const { rows } = await connection.query<Deployment['retries'][number] & { health: string }>(
    `with recursive chain (name) as (
       select $2::text
       union select s.params ->> 'job' from chain c
         join response_targets t on t.account_id = $1 and t.kind = 'deployment' and t.name = $3 || '/' || c.name
         join response_steps s on s.run_id = t.run_id and s.n = t.n and s.params ->> 'kind' = 'create-job')
     select d.id::text as id, d.title, d.health, d.succeeded,
       d.queued + d.in_progress + d.succeeded + d.failed + d.timed_out + d.rejected + d.removed + d.canceled as total
     from deployments d where d.account_id = $1 and d.kind = 'job' and d.name in (select name from chain) and d.name <> $2
     order by d.created_at nulls last, d.id`,
    [account_id, name, kind],
  )
  return rows.map((row) => ({ ...row, health: deploymentHealth.catch('unknown').parse(row.health) }))
}

/**
 * How many devices of a job a retry would take (the plan's rule): what failed, ran out of time or refused, and what AWS took
 * out of the job and is meant by it again, without what went well since, is under way, or was deleted.
 */
export async function retryableOf(connection: Sql, row: Retried): Promise<number> {
  const failed = row.failed + row.timed_out + row.rejected
  if (row.kind !== 'job' || failed + row.removed === 0) return 0
  const { rows } = await connection.query<{ left_out: number; taken_in: number }>(
    toQuery(sql`with later as materialized (
       select l.id from deployments d join deployments l on l.account_id = d.account_id and l.id <> d.id and l.created_at > d.created_at
         and (l.document_digest = d.document_digest or (d.packages <> '[]' and l.packages = d.packages)) where d.id = ${row.id}::bigint),
     own as (
       select e.status, exists (select from later join deployment_executions o on o.deployment_id = later.id and o.thing = e.thing
           and o.status in ('SUCCEEDED', 'QUEUED', 'IN_PROGRESS')) as settled,
         e.status = 'REMOVED' and ${amongTargets(sql`d.account_id`, sql`e.thing`, sql`d.targets`)} as meant,
         exists (select from things g where g.account_id = d.account_id and g.name = e.thing and g.gone_at is not null) as gone
       from deployment_executions e join deployments d on d.id = e.deployment_id
       where d.id = ${row.id}::bigint and e.status in ('FAILED', 'TIMED_OUT', 'REJECTED', 'REMOVED'))
     select (count(*) filter (where status <> 'REMOVED' and (settled or gone)))::int as left_out,
       (count(*) filter (where meant and not settled))::int as taken_in from own`),
  )
  const { left_out = 0, taken_in = 0 } = rows[0] ?? {}
  return Math.max(0, failed - left_out) + taken_in
}
