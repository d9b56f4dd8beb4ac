import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Reports made in 90 days',
  path: links.reports(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) => sql`select count(*) as value, null::bigint as of, max(r.made_at) as at
    from reports r where r.state = 'ready' and r.made_at >= ${daysBefore(scope, 90)}`,
})
