import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

// Both kinds are named so that the index of odd changes serves.
export default figure({
  title: 'Changes of software in 90 days that no deployment announced',
  path: links.drift({ kind: 'unannounced' }),
  reads: ['jobs', 'package-shadow'],
  narrows: 'groups',
  sql: (scope) => sql`select count(*) as value, null::bigint as of, count(*) as failing,
      not exists (select from thing_software t where ${accountIn(scope, sql`t.account_id`)}) as nothing from software_changes s
    where ${accountIn(scope, sql`s.account_id`)} and s.at >= ${daysBefore(scope, 90)} and s.kind in ('unannounced', 'downgrade')
      and s.kind = 'unannounced' and ${thingNamedIn(scope, sql`s.account_id`, sql`s.thing`)}`,
})
