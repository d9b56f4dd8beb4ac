import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Self-checks of the console’s own activity log that found nothing changed',
  path: links.activity(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`with latest as (select distinct on (k.kind) k.checked_at, k.problems = '[]' as intact from activity_checks k
      order by k.kind, k.checked_at desc)
    select case when max(checked_at) > ${daysBefore(scope, 2)} then count(*) filter (where intact) end as value, count(*) as of,
      max(checked_at) as at, count(*) filter (where not intact) as failing,
      'The activity log was not checked in two days' as why_not from latest having count(*) > 0
    union all select null, null, null, null, 'The activity log was never checked' where not exists (select from latest)`,
})
