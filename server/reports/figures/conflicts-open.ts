import { conflictCause } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

const causes = [...conflictCause.options, 'undecided']

export default figure({
  title: 'Open incidents of client IDs in conflict',
  path: links.incidents(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select coalesce(sum(t.count), 0)::bigint as value, null::bigint as of, ${scope.now}::timestamptz as at,
      coalesce(sum(t.count), 0)::bigint as failing,
      not exists (select from things o where ${accountIn(scope, sql`o.account_id`)} and o.gone_at is null) as nothing
    from incident_open_tally t where ${accountIn(scope, sql`t.account_id`)} and t.cause = any(${causes}::text[])`,
})
