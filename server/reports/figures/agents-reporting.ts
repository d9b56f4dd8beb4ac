import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'
import { thingsIn } from './parts/things.ts'

export default figure({
  title: 'Things whose agent reported within a day',
  path: links.silentAgents(),
  reads: ['device-reports'],
  narrows: 'groups',
  sql: (
    scope,
  ) => sql`with agent as (select count(*) as n from device_agents d where ${accountIn(scope, sql`d.account_id`)}
      and d.last_report_at > ${daysBefore(scope, 1)} and ${thingNamedIn(scope, sql`d.account_id`, sql`d.device`)})
    select agent.n as value, ${thingsIn(scope)} as of from agent`,
})
