import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { onceWorkedOut } from './parts/deployments.ts'

export default figure({
  title: 'Deployments under way that neither stall nor fail',
  path: links.deployments({ health: 'stalled' }),
  reads: [],
  narrows: 'accounts',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'judged',
      sql`select count(*) filter (where d.health in ('scheduled', 'running')) as value, count(*) as of,
      count(*) filter (where d.health in ('stalled', 'failing')) as failing
    from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.gone_at is null and d.health in ('scheduled', 'running', 'stalled', 'failing')`,
    ),
})
