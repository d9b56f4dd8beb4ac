import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'

export default figure({
  title: 'API tokens in use that end by themselves',
  path: links.tokens(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) filter (where t.expires_at is not null) as value, count(*) as of, ${scope.now}::timestamptz as at,
      count(*) filter (where t.expires_at is null) as failing
    from api_tokens t where t.revoked_at is null and coalesce(t.expires_at > ${scope.now}, true)`,
})
