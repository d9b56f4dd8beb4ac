import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Alarms of 30 days that a person judged or that are over',
  path: links.behaviours(),
  reads: [],
  narrows: 'groups',
  sql: (
    scope,
  ) => sql`select count(*) filter (where v.verification <> 'UNKNOWN' or v.state <> 'in-alarm') as value, count(*) as of,
      count(*) filter (where v.verification = 'UNKNOWN' and v.state = 'in-alarm') as failing
    from violations v where ${accountIn(scope, sql`v.account_id`)} and v.last_at >= ${daysBefore(scope, 30)}
      and ${thingNamedIn(scope, sql`v.account_id`, sql`v.device`)}`,
})
