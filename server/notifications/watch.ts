import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import { claim, heldBack, messageOf, noteFailure, noteSent } from './outbox.ts'
import { routeNotices } from './route.ts'
import { NotTaken } from './send/message.ts'
import { send } from './send/send.ts'
import { type Sending, smtpMissing } from './settings.ts'

/** `lookEveryMs` between looks when there is nothing to do. */
export type NoticeOptions = { pool: pg.Pool; log: Logger; sending: Sending; lookEveryMs?: number }

// A receiver that lets us wait holds up its own messages alone, as long as there is another lane. Idle ones look rarely.
const lanes = 6

/** Routes notices and sends messages for as long as the worker lives. Nothing that goes wrong ends it. */
export async function watchNotices(options: NoticeOptions, signal: AbortSignal): Promise<void> {
  const { pool, log, sending, lookEveryMs = 1_000 } = options
  const busy = new Set<string>()
  const until = async (work: () => Promise<number>, pauseMs = lookEveryMs) => {
    while (!signal.aborted) {
      const done = await work().catch((error: unknown) => {
        if (!signal.aborted) log.error({ err: error }, 'Notifications were interrupted')
        return 0
      })
      if (done === 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const route = async () => {
    await sayWhetherMailWorks(pool, sending)
    return routeNotices(pool, new Date())
  }
  const sendAll = (lane: number) => until(() => sendNext(options, busy), lane === 0 ? lookEveryMs : lookEveryMs * 5)
  await Promise.all([until(route), ...Array.from({ length: lanes }, (_, lane) => sendAll(lane))])
}

/** Sends what is due longest, if anything. Returns how many messages it looked at. */
export async function sendNext(
  { pool, log, sending }: NoticeOptions,
  busy: Set<string>,
  { now = () => new Date(), random = Math.random }: { now?: () => Date; random?: () => number } = {},
): Promise<number> {
  const claimed = await claim(pool, now(), [...busy])
  if (!claimed) return 0
  busy.add(claimed.channelId)
  try {
    const message = await messageOf(pool, claimed, sending.baseUrl)
    if (await heldBack(pool, claimed, message, now())) return 1
    try {
      await send(claimed, message, sending)
    } catch (error) {
      const failure = error instanceof NotTaken ? error : new NotTaken('It could not be sent; the log says why.')
      if (failure === error) log.warn({ delivery: claimed.id, reason: failure.message }, 'A message was not taken')
      else log.error({ delivery: claimed.id, err: error }, 'A message could not be sent')
      await noteFailure(pool, claimed, failure, { now: now(), random })
      return 1
    }
    await noteSent(pool, claimed, now())
    return 1
  } finally {
    busy.delete(claimed.channelId)
  }
}

/** Only the worker knows the mail server: the channel says so on the page. */
async function sayWhetherMailWorks(pool: pg.Pool, { smtpUrl }: Sending): Promise<void> {
  if (smtpUrl === null) {
    await pool.query(
      `update notification_channels set last_error = $1 where kind = 'email' and last_error is distinct from $1`,
      [smtpMissing],
    )
  } else await pool.query('update notification_channels set last_error = null where last_error = $1', [smtpMissing])
}
