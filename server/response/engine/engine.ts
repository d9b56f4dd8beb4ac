import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Tally } from '#server/aws/call.ts'
import type { ResponderConnection } from '#server/aws/connect.ts'
import type { ResponderAws } from '#server/aws/responder.ts'
import { callFailure } from '../failure.ts'
import { noResponder } from '../guards/judge.ts'
import { expireRequests } from './expire.ts'
import { claimRun, type EngineRun, type Held, LeaseLost, nextWakeMs } from './lease.ts'
import { pause } from './pause.ts'
import { planTurn } from './plan-turn.ts'
import type { Lane } from './settings.ts'
import { takeTurn } from './take-turn.ts'
import { Teller } from './teller.ts'
import { Paused, type ResponseParts } from './turn.ts'

const lanes: Lane[] = ['planning', 'executing', 'watching']
// Calls under way when a shutdown begins have this long to come back; what does not is looked up by the next worker.
const graceMs = 8_000
const afterTroubleMs = 15_000
const countedForMs = 5 * 60_000

const tally = (): Tally => ({ calls: 0, throttled: 0, skipped: 0, failed: 0 })

/** Claims runs that have work, and does it: plans, executes, watches, several of each at a time. */
export class ResponseEngine {
  readonly #connections = new Map<string, ResponderConnection>()
  readonly #fleets = new Map<number, { certificates: number; until: number }>()
  readonly #running: Record<Lane, Set<Promise<void>>> = {
    planning: new Set(),
    executing: new Set(),
    watching: new Set(),
  }

  constructor(readonly parts: ResponseParts) {}

  get busy(): number {
    return lanes.reduce((sum, lane) => sum + this.#running[lane].size, 0)
  }

  /** Takes as many runs as there is room for. Resolves, when they are claimed, to how many. */
  async start(signal: AbortSignal): Promise<number> {
    const { pool, settings, now } = this.parts
    let started = 0
    for (const lane of lanes) {
      while (this.#running[lane].size < settings.lanes[lane] && !signal.aborted) {
        const held = await claimRun(pool, lane, settings.leaseMs)
        if (!held) break
        started++
        const running = this.#turn(lane, held, signal).finally(() => this.#running[lane].delete(running))
        this.#running[lane].add(running)
      }
    }
    if (!signal.aborted) await expireRequests(pool, now())
    return started
  }

  /** Resolves when a turn ends; at once when there is none. */
  async oneEnds(): Promise<void> {
    const running = lanes.flatMap((lane) => [...this.#running[lane]])
    if (running.length > 0) await Promise.race(running)
  }

  /** Resolves after `mostMs`, or when a run is due by itself. */
  async nextDue(mostMs: number, signal: AbortSignal): Promise<void> {
    const wakeMs = (await nextWakeMs(this.parts.pool)) ?? mostMs
    await sleep(Math.min(mostMs, wakeMs + 1), undefined, { signal }).catch(() => undefined)
  }

  /** Waits for what is in hand and closes the connections. */
  async close(): Promise<void> {
    while (this.busy > 0) await this.oneEnds()
    for (const connection of this.#connections.values()) connection.close()
  }

  async #turn(lane: Lane, held: Held, shutdown: AbortSignal): Promise<void> {
    const { log, pool, settings } = this.parts
    const { run } = held
    const lost = new AbortController()
    const late = new AbortController()
    const grace = () => setTimeout(() => late.abort(new Error('The worker is ending')), graceMs).unref()
    if (shutdown.aborted) grace()
    else shutdown.addEventListener('abort', grace, { once: true })
    const calling = AbortSignal.any([lost.signal, late.signal])
    const closing = AbortSignal.any([lost.signal, shutdown])
    for (const signal of [calling, closing]) setMaxListeners(0, signal)
    const heart = setInterval(
      () => {
        held.renew().catch((error: unknown) => {
          if (error instanceof LeaseLost) lost.abort(error)
          else log.warn({ err: error }, 'The lease of a run could not be renewed')
        })
      },
      Math.min(settings.leaseMs / 3, 2_000),
    )
    const teller = new Teller(pool, { account: run.account.id, run: run.id })
    try {
      const connection = await this.#connect(run, calling)
      if (lane === 'planning') {
        await planTurn(held, this.parts, 'whyNot' in connection ? connection : connection.open(tally(), closing))
        await held.release(0)
        teller.moved()
      } else if ('whyNot' in connection) throw new Paused(connection.whyNot, connection.final)
      else {
        const fleet = await this.#fleet(run)
        const aws: ResponderAws = connection.open(tally(), calling)
        const looking: ResponderAws = connection.open(tally(), closing)
        const crowded = () => this.#running[lane].size >= settings.lanes[lane]
        const turn = { held, parts: this.#partsFor(run), aws, looking, closing, fleet, teller, crowded }
        await held.release(await takeTurn(turn))
      }
    } catch (error) {
      await this.#leave(lane, held, error, { shutdown, lost: lost.signal })
    } finally {
      clearInterval(heart)
      shutdown.removeEventListener('abort', grace)
      await teller.close()
    }
  }

  async #leave(
    lane: Lane,
    held: Held,
    error: unknown,
    { shutdown, lost }: { shutdown: AbortSignal; lost: AbortSignal },
  ): Promise<void> {
    const { log } = this.parts
    const { run } = held
    try {
      if (error instanceof LeaseLost || lost.aborted) return log.info({ run: run.number }, 'A run moved on without us')
      if (shutdown.aborted) return await held.release(0)
      const failure = callFailure(error)
      if ((error instanceof Paused || failure) && lane !== 'planning') {
        const words = error instanceof Error ? error.message : String(error)
        return await pause(held, this.#partsFor(run), words, error instanceof Paused && error.final)
      }
      log.error({ err: error, run: run.number }, 'A run met with an unexpected error')
      await held.release(afterTroubleMs)
    } catch (leaveError) {
      // The lease runs out by itself.
      log.warn({ err: leaveError, run: run.number }, 'A run could not be given back')
    }
  }

  /** Exercises are in no figure, here as on the pages. */
  #partsFor({ drill }: EngineRun): ResponseParts {
    const { metrics, ...uncounted } = this.parts
    return metrics && !drill ? this.parts : uncounted
  }

  /** How large the account's fleet is, about: it decides between a listing and single reads, and takes long to count. */
  async #fleet({ account }: EngineRun): Promise<{ certificates: number }> {
    const known = this.#fleets.get(account.id)
    if (known && known.until > Date.now()) return known
    const { rows } = await this.parts.pool.query<{ certificates: number }>(
      'SELECT count(*) AS certificates FROM certificates WHERE account_id = $1 AND gone_at IS NULL',
      [account.id],
    )
    const counted = { certificates: rows[0]?.certificates ?? 0, until: Date.now() + countedForMs }
    this.#fleets.set(account.id, counted)
    return counted
  }

  /** The account's responder, whose identity is made sure of; or why there is none. */
  async #connect(
    { account }: EngineRun,
    signal: AbortSignal,
  ): Promise<ResponderConnection | { whyNot: string; final: boolean }> {
    const { awsAccountId, region, roleArn, externalId, enabled } = account
    if (!enabled) return { whyNot: 'This account is not watched any more.', final: true }
    if (!roleArn) return { whyNot: noResponder, final: true }
    const key = JSON.stringify([awsAccountId, region, roleArn, externalId])
    const connection = this.#connections.get(key) ?? this.parts.connect({ awsAccountId, region, roleArn, externalId })
    this.#connections.set(key, connection)
    try {
      await connection.verify(signal)
      return connection
    } catch (error) {
      const failure = callFailure(error)
      if (!failure) throw error
      return { whyNot: failure.message, final: false }
    }
  }
}
