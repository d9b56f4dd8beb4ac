import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Deployments that ended in 90 days and reached all they were for',
  path: links.deployments({ health: 'failed' }),
  reads: ['jobs', 'greengrass-deployments'],
  narrows: 'accounts',
  sql: (scope) => sql`select count(*) filter (where d.health = 'succeeded') as value, count(*) as of
    from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.health in ('succeeded', 'partly', 'failed') and d.completed_at >= ${daysBefore(scope, 90)}`,
})
