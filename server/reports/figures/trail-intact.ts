import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Self-checks of the console’s own activity log that found nothing changed',
  path: links.activity(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) => sql`with latest as (select distinct on (k.kind) k.checked_at, k.problems = '[]' as intact
      from activity_checks k order by k.kind, k.checked_at desc)
    select case when told then n end as value, case when told then kinds end as of, at, broken as failing,
      case when not told then 'The activity log was not checked in two days' end as why_not
    from (select count(*) filter (where intact) as n, count(*) as kinds, count(*) filter (where not intact) as broken,
      max(checked_at) as at, coalesce(max(checked_at) > ${daysBefore(scope, 2)}, false) as told from latest) checked`,
})
