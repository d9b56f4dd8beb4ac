import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

// Its cost is that of the agents: one row each.
export default figure({
  title: 'Agents that reported once and are silent for a day',
  path: links.silentAgents(),
  reads: ['device-reports'],
  narrows: 'groups',
  sql: (
    scope,
  ) => sql`select count(*) filter (where d.last_report_at <= ${daysBefore(scope, 1)}) as value, count(*) as of,
      count(*) filter (where d.last_report_at <= ${daysBefore(scope, 1)}) as failing
    from device_agents d where ${accountIn(scope, sql`d.account_id`)} and ${thingNamedIn(scope, sql`d.account_id`, sql`d.device`)}`,
})
