import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'

export default figure({
  title: 'Places that the console’s own activity is relayed to, without a failure now',
  path: links.activity(),
  reads: [],
  narrows: 'accounts',
  sql: () => sql`select count(*) filter (where t.delivered_at is not null and t.failing_since is null) as value, count(*) as of,
      max(t.delivered_at) as at, count(*) filter (where t.failing_since is not null) as failing
    from activity_targets t where not t.retired`,
})
