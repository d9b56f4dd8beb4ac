import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

// What is read every few seconds is not stale for one slow minute.
const leastMs = 15 * 60_000

// Stale as everywhere: after three of its periods. What an account does not offer is none of its feeds.
export default figure({
  title: 'Feeds of facts that arrive as they should',
  path: links.sync(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`with kind as (select * from unnest(${Object.keys(feedKinds)}::text[], ${Object.values(feedKinds).map(({ everyMs }) => everyMs)}::bigint[])
        as k (collector, every_ms)),
    feed as (select c.last_outcome, c.last_success_at > ${scope.now}::timestamptz
        - greatest(3 * k.every_ms, ${leastMs}::bigint) * interval '1 millisecond' as fresh
      from collections c join kind k using (collector) where ${accountIn(scope, sql`c.account_id`)} and c.last_outcome is distinct from 'unavailable')
    select count(*) filter (where fresh) as value, count(*) as of, ${scope.now}::timestamptz as at,
      count(*) filter (where fresh is not true) as failing from feed`,
})
