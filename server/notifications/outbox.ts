import type pg from 'pg'
import type { Sql } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { afterQuiet, worst } from './rules.ts'
import type { Message, NotTaken, Receiver, Told } from './send/message.ts'

/** A delivery in hand, until the worker says what became of it or its minute is over. */
export type Claimed = Receiver & {
  id: string
  channelId: string
  sealed: string | null
  attempts: number
  triedAt: Date
  key: string
  subject: string
  notices: string[]
  thread: string | null
  person: string | null
  quietFrom: string | null
  quietTo: string | null
}

const leaseMs = 60_000
const firstWaitMs = 15_000
const longestWaitMs = 3_600_000
const giveUpMs = 86_400_000
const mostTold = 20

/** Takes the delivery that is due longest, of a channel that is not `busy`; null when nothing is due. */
export async function claim(pool: pg.Pool, now: Date, busy: readonly string[]): Promise<Claimed | null> {
  // Of one incident a pager hears in order, or one that is over would be opened again.
  const { rows } = await pool.query<Claimed>(
    `with due as (
       select d.id from deliveries d join notification_channels c on c.id = d.channel_id
       where d.state = 'waiting' and d.next_at <= $1 and c.enabled and d.channel_id <> all($2::bigint[])
         and (d.thread is null or not exists (select 1 from deliveries e where e.channel_id = d.channel_id
           and e.thread = d.thread and e.id < d.id and e.state = 'waiting'))
       order by d.next_at, d.id limit 1 for update of d skip locked)
     update deliveries d set attempts = d.attempts + 1, tried_at = coalesce(d.tried_at, $1),
       next_at = $1::timestamptz + interval '${leaseMs} milliseconds'
     from due, notification_channels c
     where d.id = due.id and c.id = d.channel_id
     returning d.id::text, d.channel_id::text as "channelId", d.attempts, d.tried_at as "triedAt", d.key, d.subject,
       d.notices::text[], d.thread, d.person_id as person, c.kind, c.secret, c.sealed,
       case when d.person_id is null then c.target
         else (select u.email from users u where u.id = d.person_id and not u.banned) end as target,
       (select r.quiet_from from notification_rules r where r.id = d.rule_id) as "quietFrom",
       (select r.quiet_to from notification_rules r where r.id = d.rule_id) as "quietTo"`,
    [now, busy],
  )
  return rows[0] ?? null
}

/** The message of a delivery, as it reads in every attempt. */
export async function messageOf(sql: Sql, claimed: Claimed, baseUrl: string): Promise<Message> {
  const { rows } = await sql.query<Omit<Told, 'url' | 'at'> & { at: Date; path: string; ends: boolean }>(
    `select id::text, about, severity, title, body, path, at, drill, ends from notices where id = any($1::bigint[])
     order by array_position(array['critical', 'high', 'medium', 'low', 'info'], severity), id`,
    [claimed.notices],
  )
  const told = rows.map(({ path, at, ends: _, ...one }) => ({ ...one, at: at.toISOString(), url: `${baseUrl}${path}` }))
  const { key, subject, thread } = claimed
  const ends = rows.some((row) => row.ends)
  return {
    key,
    subject,
    thread,
    ends,
    baseUrl,
    told: told.slice(0, mostTold),
    more: Math.max(0, told.length - mostTold),
  }
}

/** Puts a delivery back until the quiet hours end that it fell into, after a pause, say. Returns whether it did. */
export async function heldBack(pool: pg.Pool, claimed: Claimed, message: Message, now: Date): Promise<boolean> {
  const until = afterQuiet(claimed, now)
  const severity = worst(message.told.map((one) => one.severity))
  if (until <= now || message.told.length === 0 || severity === 'critical' || message.ends) return false
  await pool.query(
    `update deliveries set attempts = attempts - 1, next_at = $2, tried_at = case when attempts = 1 then null else tried_at end
     where id = $1 and state = 'waiting' and attempts = $3`,
    [claimed.id, until, claimed.attempts],
  )
  return true
}

/** Notes that the receiver took it. Even when the minute was over: it did arrive. */
export async function noteSent(pool: pg.Pool, { id, channelId }: Claimed, now: Date): Promise<void> {
  await pool.query(
    `with d as (update deliveries set state = 'sent', sent_at = $2, next_at = null, error = null where id = $1)
     update notification_channels set last_sent_at = $2, last_error = null where id = $3`,
    [id, now, channelId],
  )
  await tell(pool, { type: 'notifications' })
}

/**
 * Notes why it was not taken and when to try again: after a wait that doubles to an hour, longer when the receiver asked
 * for it, and not after a day. A test is not tried again.
 */
export async function noteFailure(
  pool: pg.Pool,
  claimed: Claimed,
  { message, retryAfterMs }: NotTaken,
  { now, random }: { now: Date; random: () => number },
): Promise<void> {
  const backoffMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(claimed.attempts - 1, 20))
  const next = new Date(now.getTime() + Math.max(retryAfterMs, backoffMs * (0.5 + random() / 2)))
  const over = claimed.notices.length === 0 || next.getTime() - claimed.triedAt.getTime() > giveUpMs
  await pool.query(
    `with d as (update deliveries set state = $2, next_at = $3, error = $4 where id = $1 and state = 'waiting' and attempts = $5)
     update notification_channels set last_error = $4 where id = $6`,
    [claimed.id, over ? 'failed' : 'waiting', over ? null : next, message, claimed.attempts, claimed.channelId],
  )
  await tell(pool, { type: 'notifications' })
}
