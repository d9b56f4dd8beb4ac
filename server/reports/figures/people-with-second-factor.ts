import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'

export default figure({
  title: 'People who sign in with a second factor',
  path: links.people(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) filter (where u.two_factor_enabled) as value, count(*) as of, ${scope.now}::timestamptz as at,
      count(*) filter (where not u.two_factor_enabled) as failing
    from users u where not coalesce(u.banned, false)`,
})
