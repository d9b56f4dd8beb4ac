import { type Fragment, sql } from '#server/platform/sql.ts'

/**
 * Whether a device does not have what a deployment brings, and will not by itself: it failed or is stalled, and no later
 * deployment of the same document, packages or components succeeded there. Of `deployment_executions e` of `deployments d`.
 */
export const unreached: Fragment = sql`(e.status in ('FAILED', 'TIMED_OUT', 'REJECTED') or e.stall_counts) and not exists (
  select from deployment_executions o join deployments l on l.id = o.deployment_id
  where o.account_id = e.account_id and o.thing = e.thing and o.status = 'SUCCEEDED' and l.id <> d.id and l.created_at > d.created_at
    and (l.document_digest = d.document_digest or (d.packages <> '[]' and l.packages = d.packages)
      or (d.components <> '[]' and l.components = d.components)))`
