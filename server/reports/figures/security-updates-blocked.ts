import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { onceWorkedOut } from './parts/deployments.ts'

export default figure({
  title: 'Things that a security update does not reach',
  path: links.deployments(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'judged',
      sql`select coalesce(sum(d.blocked), 0)::bigint as value, null::bigint as of, coalesce(sum(d.blocked), 0)::bigint as failing
    from deployment_figures d where ${accountIn(scope, sql`d.account_id`)}`,
    ),
})
