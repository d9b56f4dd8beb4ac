import { type Fragment, sql } from '#server/platform/sql.ts'
import type { FactScope } from '../../scope.ts'
import { accountsThat } from './accounts.ts'

/** Accounts whose incidents, findings or lost feeds reach somebody: a rule in force sends them to a target whose last message arrived. */
export const accountsTelling = (scope: FactScope, about: 'incident' | 'finding' | 'feed'): Fragment =>
  accountsThat(
    scope,
    sql`exists (select from notification_rules r join notification_channels c on c.id = r.channel_id
      where r.enabled and c.enabled and c.last_sent_at is not null and c.last_error is null and ${about} = any(r.about)
        and (cardinality(r.accounts) = 0 or a.id = any(r.accounts)))`,
  )
