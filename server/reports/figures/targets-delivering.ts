import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'

export default figure({
  title: 'Notification targets in use whose last message arrived',
  path: links.notifications(),
  reads: [],
  narrows: 'accounts',
  sql: () => sql`select count(*) filter (where c.last_sent_at is not null and c.last_error is null) as value, count(*) as of,
      max(c.last_sent_at) as at, count(*) filter (where c.last_error is not null) as failing
    from notification_channels c where c.enabled`,
})
