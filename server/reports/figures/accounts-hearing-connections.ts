import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountsThat, minutesBefore } from './parts/accounts.ts'

// Either will do: the log of AWS IoT, or presence events in a queue. Both are read every few seconds.
export default figure({
  title: 'Accounts whose connects and disconnects arrived within 15 minutes',
  path: links.sync(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) =>
    accountsThat(
      scope,
      sql`exists (select from collections c where c.account_id = a.id and c.collector in ('connection-log', 'lifecycle-events')
        and c.last_outcome in ('ok', 'partial') and c.last_success_at > ${minutesBefore(scope, 15)})`,
    ),
})
