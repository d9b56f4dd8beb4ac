import { randomUUID } from 'node:crypto'
import type { Delivery } from '#contract/notifications.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type DeliveryRow, deliveryById, toDelivery } from '../queries.ts'
import { lockChannel } from './rows.ts'

/** Has the worker send a test message, once. Its delivery says what came of it. Throws a Refusal for a channel that is off. */
export async function testChannel(context: Context, { id }: { id: string }): Promise<Delivery> {
  const action = 'notification.channel-tested'
  return attempt(context, { action, subject: id }, async (tx) => {
    const channel = await lockChannel(tx, id)
    if (!channel.enabled) throw new Refusal('conflict', 'Turn the channel on first.')
    const { rows } = await tx.query<{ id: string }>(
      `insert into deliveries (channel_id, key, notices, subject, next_at, created_at) values ($1, $2, '{}', $3, $4, $4)
       returning id::text`,
      [id, `test-${randomUUID()}`, 'Test message', context.now],
    )
    await recordMany(tx, context, [{ action, object: { kind: 'channel', id, name: channel.name } }])
    await tell(tx, { type: 'notifications' })
    return toDelivery((await deliveryById(tx, rows[0]?.id ?? '0')) as DeliveryRow)
  })
}
