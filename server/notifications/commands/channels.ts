import type pg from 'pg'
import type { Channel, ChannelKind } from '#contract/notifications.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type ChannelRow, channelColumns, reachOf, requireUsable, shown, toChannel } from '../channel.ts'
import { type Seal, type Sealed, sealFromEnvironment } from '../seal.ts'
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
    const seal = sealFromEnvironment()
    const { rows } = await tx
      .query<{ id: string }>(
        'insert into notification_channels (kind, name, enabled) values ($1, $2, $3) returning id::text',
        [kind, name, enabled],
      )
      .catch(nameTaken)
    const row = await storeReach(tx, rows[0]?.id ?? '', { kind, target, secret }, seal)
    const object = channelObject(row.id, name)
    const after = told({ kind, name, enabled, target })
    await recordMany(tx, context, [{ action: 'notification.channel-added', object, after }])
    await tell(tx, { type: 'notifications' })
    return toChannel(row, seal)
  })
}

type ChannelChange = { id: string } & { [Name in keyof NewChannel]?: NewChannel[Name] | undefined }

/**
 * Changes a channel; a secret or an address that is left out stays. What waits for it is tried again at once, and given
 * up when it is turned off. Throws a Refusal for half of what cannot be read any more: it has to be entered whole.
 */
export async function updateChannel(context: Context, { id, ...change }: ChannelChange): Promise<Channel> {
  return attempt(context, { action: 'notification.channel-changed', subject: change.name ?? id }, async (tx) => {
    const seal = sealFromEnvironment()
    const before = await lockChannel(tx, id)
    const { kind } = before
    if (change.kind && change.kind !== kind)
      throw new Refusal('invalid', 'A channel stays of its kind. Add another one.')
    const was = reachOf(before, seal)
    const given = {
      target: (kind !== 'pagerduty' && change.to) || null,
      secret: ((kind === 'webhook' || kind === 'pagerduty') && change.secret) || null,
    }
    const reach = { target: given.target ?? was?.target ?? null, secret: given.secret ?? was?.secret ?? null }
    const { name = before.name, enabled = before.enabled } = change
    const entered = given.target !== null || given.secret !== null
    if (was || entered) requireUsable({ kind, ...reach })
    const { rows } = await tx
      .query<ChannelRow>(
        `update notification_channels set name = $2, enabled = $3, last_error = null where id = $1 returning ${channelColumns}`,
        [id, name, enabled],
      )
      .catch(nameTaken)
    const after = entered ? await storeReach(tx, id, { kind, ...reach }, seal) : (rows[0] as ChannelRow)
    await moveWaiting(tx, id, enabled, context.now)
    const object = channelObject(id, name)
    const detail = {
      addressReplaced: given.target !== null && given.target !== was?.target,
      secretReplaced: given.secret !== null && given.secret !== was?.secret,
    }
    const target = was?.target ?? null
    const changes = {
      before: told({ kind, name: before.name, enabled: before.enabled, target }),
      after: told({ kind, name, enabled, target: reach.target }),
    }
    await recordMany(tx, context, [{ action: 'notification.channel-changed', object, ...changes, detail }])
    await tell(tx, { type: 'notifications' })
    return toChannel(after, seal)
  })
}

/** Keeps where a channel leads: e-mail addresses as they are, everything else encrypted. */
async function storeReach(
  tx: pg.PoolClient,
  id: string,
  { kind, ...reach }: Sealed & { kind: ChannelKind },
  seal: Seal,
): Promise<ChannelRow> {
  const plain = kind === 'email'
  const { rows } = await tx.query<ChannelRow>(
    `update notification_channels set target = $2, secret = null, sealed = $3 where id = $1 returning ${channelColumns}`,
    [id, plain ? reach.target : null, plain ? null : seal.close(id, reach)],
  )
  return rows[0] as ChannelRow
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
    await recordMany(tx, context, [
      {
        action: 'notification.channel-removed',
        object,
        before: told({ ...row, target: reachOf(row, sealFromEnvironment())?.target ?? null }),
      },
    ])
    await tell(tx, { type: 'notifications' })
  })
}

// Never the secret, nor a webhook's whole address: the trail is read by everyone and kept for good.
const told = ({ kind, name, target, enabled }: Pick<ChannelRow, 'kind' | 'name' | 'target' | 'enabled'>) => ({
  ...{ kind, name, enabled },
  to: target === null ? null : shown(kind, target),
})
