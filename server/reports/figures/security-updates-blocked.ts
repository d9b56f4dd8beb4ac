import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

export default figure({
  title: 'Things that a security update does not reach',
  path: links.deployments(),
  reads: ['jobs', 'greengrass-deployments'],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select case when told then blocked end as value, null::bigint as of, case when told then blocked end as failing,
      case when not told then 'A security update was not judged yet' end as why_not,
      not exists (select from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.gone_at is null and d.security) as nothing
    from (select not exists (select from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.gone_at is null and d.security and d.judged_at is null) as told,
      (select coalesce(sum(f.blocked), 0)::bigint from deployment_figures f where ${accountIn(scope, sql`f.account_id`)}) as blocked) j`,
})
