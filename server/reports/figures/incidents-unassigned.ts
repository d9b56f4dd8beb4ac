import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

export default figure({
  title: 'Open incidents that nobody has taken',
  path: links.incidents(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select coalesce(sum(t.count) filter (where t.unassigned), 0)::bigint as value, coalesce(sum(t.count), 0)::bigint as of,
      coalesce(sum(t.count) filter (where t.unassigned), 0)::bigint as failing
    from incident_open_tally t where ${accountIn(scope, sql`t.account_id`)}`,
})
