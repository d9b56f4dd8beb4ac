import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import { Refusal } from '#server/platform/refusal.ts'
import { reachOf } from './channel.ts'
import { type Claimed, claim, heldBack, messageOf, noteFailure, noteSent } from './outbox.ts'
import { routeNotices } from './route.ts'
import { sealPlain } from './seal-plain.ts'
import { NotTaken, type Receiver } from './send/message.ts'
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
  await sealOld(options)
  const route = async () => {
    await sayWhetherMailWorks(pool, sending)
    return routeNotices(pool, new Date())
  }
  const sendAll = (lane: number) => until(() => sendNext(options, busy), lane === 0 ? lookEveryMs : lookEveryMs * 5)
  await Promise.all([until(route), ...Array.from({ length: lanes }, (_, lane) => sendAll(lane))])
}

async function sealOld({ pool, log, sending }: NoticeOptions): Promise<void> {
  const sealed = await sealPlain(pool, sending.seal).catch((error: unknown) => {
    const why = error instanceof Refusal ? error.message : error
    log.warn({ err: why }, 'Addresses and secrets of channels stay unencrypted')
    return 0
  })
  if (sealed > 0) log.info({ channels: sealed }, 'Addresses and secrets of channels were encrypted')
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
      await send(receiverOf(claimed, sending), message, sending)
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

/** Whom a delivery goes to. Throws NotTaken when what is stored of it cannot be read. */
function receiverOf(claimed: Claimed, { seal }: Sending): Receiver {
  const { kind, channelId: id } = claimed
  const reach = reachOf({ ...claimed, id }, seal)
  if (!reach) throw new NotTaken('What is stored cannot be read with this FLEETWARDEN_SECRET: enter it again.')
  return { kind, ...reach }
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
