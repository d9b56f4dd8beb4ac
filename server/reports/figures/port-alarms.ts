import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'

export default figure({
  title: 'Devices whose open ports are in alarm',
  path: links.behaviours(),
  reads: ['device-reports'],
  narrows: 'groups',
  sql: (
    scope,
  ) => sql`select count(distinct (v.account_id, v.device)) as value, null::bigint as of, count(distinct (v.account_id, v.device)) as failing,
      not exists (select from device_agents d where ${accountIn(scope, sql`d.account_id`)}) as nothing
    from violations v where ${accountIn(scope, sql`v.account_id`)} and v.state = 'in-alarm' and v.metric like 'aws:%listening%ports'
      and ${thingNamedIn(scope, sql`v.account_id`, sql`v.device`)}`,
})
