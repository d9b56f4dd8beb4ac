import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import type { Context } from '#server/platform/context.ts'

/** Channels whose messages were given up, with nothing taken since. */
export async function silentChannels({ database: { pool }, now }: Context): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.name from notification_channels c where c.enabled and exists (
       select 1 from deliveries d where d.channel_id = c.id and d.state = 'failed' and d.notices <> '{}'
         and d.created_at > greatest(c.last_sent_at, $1::timestamptz - interval '7 days'))
     order by c.name`,
    [now],
  )
  return rows.map(({ name }) => name)
}

/** What needs a person about messages that nobody received. */
export function messageItems({ silent }: { silent: string[] }): AttentionItem[] {
  if (silent.length === 0) return []
  const title = 'Messages were given up'
  const detail = `Nothing was taken for a day by ${silent.join(', ')}.`
  return [{ id: 'messages-given-up', severity: 'high', title, detail, count: null, href: links.notifications() }]
}
