import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

export default figure({
  title: 'Deployments under way that neither stall nor fail',
  path: links.deployments({ health: 'stalled' }),
  reads: ['jobs', 'greengrass-deployments'],
  narrows: 'accounts',
  sql: (scope) => sql`select count(*) filter (where d.health in ('scheduled', 'running')) as value, count(*) as of,
      count(*) filter (where d.health in ('stalled', 'failing')) as failing
    from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.gone_at is null and d.health in ('scheduled', 'running', 'stalled', 'failing')`,
})
