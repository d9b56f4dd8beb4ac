import type pg from 'pg'
import type { Channel, ChannelKind } from '#contract/notifications.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type ChannelRow, channelColumns, requireUsable, shown, toChannel } from '../channel.ts'
import { lockChannel, nameTaken } from './rows.ts'

type NewChannel = {
  kind: ChannelKind
  name: string
  to?: string | undefined
  secret?: string | undefined
  enabled: boolean
}

/** A channel as the trail names it. */
const channelObject = (id: string, name: string) => ({ kind: 'channel', id, name })

/** Adds a place where messages go. Throws a Refusal when nothing could be sent there, or the name is taken. */
export async function createChannel(context: Context, input: NewChannel): Promise<Channel> {
  const { kind, name, enabled } = input
  const target = (kind !== 'pagerduty' && input.to) || null
  const secret = (kind === 'webhook' || kind === 'pagerduty') && input.secret ? input.secret : null
  return attempt(context, { action: 'notification.channel-added', subject: name }, async (tx) => {
    requireUsable({ kind, target, secret })
    const { rows } = await tx
      .query<ChannelRow>(
        `insert into notification_channels (kind, name, target, secret, enabled) values ($1, $2, $3, $4, $5)
         returning ${channelColumns}`,
        [kind, name, target, secret, enabled],
      )
      .catch(nameTaken)
    const row = rows[0] as ChannelRow
    const object = channelObject(row.id, name)
    await recordMany(tx, context, [{ action: 'notification.channel-added', object, after: told(row) }])
    await tell(tx, { type: 'notifications' })
    return toChannel(row)
  })
}

type ChannelChange = { id: string } & { [Name in keyof NewChannel]?: NewChannel[Name] | undefined }

/**
 * Changes a channel; a secret or an address that is left out stays. What waits for it is tried again at once, and given
 * up when it is turned off.
 */
export async function updateChannel(context: Context, { id, ...change }: ChannelChange): Promise<Channel> {
  return attempt(context, { action: 'notification.channel-changed', subject: change.name ?? id }, async (tx) => {
    const before = await lockChannel(tx, id)
    if (change.kind && change.kind !== before.kind)
      throw new Refusal('invalid', 'A channel stays of its kind. Add another one.')
    const after = {
      ...before,
      name: change.name ?? before.name,
      enabled: change.enabled ?? before.enabled,
      target: (before.kind !== 'pagerduty' && change.to) || before.target,
      secret: ((before.kind === 'webhook' || before.kind === 'pagerduty') && change.secret) || before.secret,
    }
    requireUsable(after)
    const { rows } = await tx
      .query<ChannelRow>(
        `update notification_channels set name = $2, target = $3, secret = $4, enabled = $5, last_error = null where id = $1
         returning ${channelColumns}`,
        [id, after.name, after.target, after.secret, after.enabled],
      )
      .catch(nameTaken)
    await moveWaiting(tx, id, after.enabled, context.now)
    const object = channelObject(id, after.name)
    const replaced = { addressReplaced: after.target !== before.target, secretReplaced: after.secret !== before.secret }
    const changes = { before: told(before), after: told(after), detail: replaced }
    await recordMany(tx, context, [{ action: 'notification.channel-changed', object, ...changes }])
    await tell(tx, { type: 'notifications' })
    return toChannel(rows[0] as ChannelRow)
  })
}

async function moveWaiting(tx: pg.PoolClient, id: string, enabled: boolean, now: Date): Promise<void> {
  await tx.query(
    enabled
      ? `update deliveries set next_at = least(next_at, $2) where channel_id = $1 and state = 'waiting' and attempts > 0
           and error is not null`
      : `update deliveries set state = 'failed', next_at = null, error = 'The channel was turned off.'
         where channel_id = $1 and state = 'waiting' and $2::timestamptz is not null`,
    [id, now],
  )
}

/** Removes a channel with its rules and what it sent. */
export async function removeChannel(context: Context, { id }: { id: string }): Promise<void> {
  return attempt(context, { action: 'notification.channel-removed', subject: id }, async (tx) => {
    const row = await lockChannel(tx, id)
    await tx.query('delete from notification_channels where id = $1', [id])
    const object = channelObject(id, row.name)
    await recordMany(tx, context, [{ action: 'notification.channel-removed', object, before: told(row) }])
    await tell(tx, { type: 'notifications' })
  })
}

// Never the secret, nor a webhook's whole address: the trail is read by everyone and kept for good.
const told = ({ kind, name, target, enabled }: Pick<ChannelRow, 'kind' | 'name' | 'target' | 'enabled'>) => ({
  ...{ kind, name, enabled },
  to: target === null ? null : shown(kind, target),
})
