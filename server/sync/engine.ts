import { setMaxListeners } from 'node:events'
import type pg from 'pg'
import type { Logger } from 'pino'
import { emptyTally, type Tally } from '#server/aws/call.ts'
import { type AwsConnection, type AwsTarget, connect } from '#server/aws/connect.ts'
import type { Collector } from './collector.ts'
import { type Ending, finishPass } from './finish.ts'
import { type Claim, type Claimable, claimNext, ensureCollections, LeaseLost, releaseLease } from './lease.ts'
import { Pass } from './pass.ts'
import { PassKeysLost } from './pass-keys.ts'
import { runPass } from './run-pass.ts'
import type { SyncSettings } from './settings.ts'

/** What the engine needs. `ended` hears of every pass, for metrics and progress. */
export type EngineParts = {
  pool: pg.Pool
  log: Logger
  settings: SyncSettings
  collectors: Record<string, Collector>
  ended?: (claim: Claim, ending: Ending, tally: Tally, durationMs: number) => void
}

/** Claims what is due and runs it, several passes at a time. */
export class Engine {
  readonly #order: string[]
  readonly #connections = new Map<string, AwsConnection>()
  readonly #running = new Set<Promise<void>>()
  /** Accounts whose credentials failed, so that it is logged once and not by each collector. */
  readonly #lockedOut = new Set<number>()

  constructor(readonly parts: EngineParts) {
    this.#order = inOrder(parts.collectors)
  }

  get busy(): number {
    return this.#running.size
  }

  /**
   * Starts as many due passes as there is room for. Resolves, when the claims are made, to how many it started.
   * `signal` ends them after the page in hand.
   */
  async start(signal: AbortSignal, only: Partial<Pick<Claimable, 'collectors' | 'accounts'>> = {}): Promise<number> {
    const { pool, settings, collectors } = this.parts
    const after = Object.fromEntries(this.#order.map((id) => [id, collectors[id]?.after ?? []]))
    const wanted = this.#order.filter((id) => !only.collectors || only.collectors.includes(id))
    await ensureCollections(pool, this.#order)
    let started = 0
    while (this.#running.size < settings.passes && !signal.aborted) {
      const claim = await claimNext(
        pool,
        { collectors: wanted, after, accounts: only.accounts ?? null },
        settings.leaseMs,
      )
      if (!claim) break
      started++
      const running = this.#run(claim, signal).finally(() => this.#running.delete(running))
      this.#running.add(running)
    }
    return started
  }

  /** Resolves when a running pass ends; at once when none runs. */
  async oneEnds(): Promise<void> {
    if (this.#running.size > 0) await Promise.race(this.#running)
  }

  /** Waits for the passes in hand and closes the connections. */
  async close(): Promise<void> {
    await Promise.all(this.#running)
    for (const connection of this.#connections.values()) connection.close()
  }

  async #run(claim: Claim, shutdown: AbortSignal): Promise<void> {
    const { pool, log, settings, collectors } = this.parts
    const collector = collectors[claim.collector]
    if (!collector) throw new Error(`No collector ${claim.collector}`)
    const lost = new AbortController()
    const signal = AbortSignal.any([shutdown, lost.signal])
    // Every call under way listens to it.
    setMaxListeners(0, signal)
    const tally = emptyTally()
    const startedAt = performance.now()
    const connection = this.#connect(claim.account)
    const aws = connection.open(tally, signal)
    const pass = new Pass(claim, pool, aws, tally, signal, settings)
    const heart = setInterval(
      () => {
        pass.renew().catch((error: unknown) => {
          if (error instanceof LeaseLost) lost.abort(error)
          else log.warn({ err: error }, 'The lease could not be renewed')
        })
      },
      Math.min(settings.leaseMs / 3, 2_000),
    )
    try {
      const ending = await runPass(pass, collector, () => connection.verify(signal), log)
      clearInterval(heart)
      await finishPass(pool, pass, ending, this.#wakenedBy(claim.collector))
      this.#report(claim, ending)
      this.parts.ended?.(claim, ending, tally, performance.now() - startedAt)
    } catch (error) {
      clearInterval(heart)
      await this.#leave(claim, error, shutdown)
    }
  }

  async #leave(claim: Claim, error: unknown, shutdown: AbortSignal): Promise<void> {
    const { pool, log } = this.parts
    if (error instanceof LeaseLost) return log.warn({ collector: claim.collector }, error.message)
    try {
      if (error instanceof PassKeysLost) {
        log.warn({ collector: claim.collector }, 'The database lost the notes of a pass; it begins again')
        await pool.query(
          'UPDATE collections SET cursor = NULL WHERE account_id = $1 AND collector = $2 AND holder = $3',
          [claim.account.id, claim.collector, claim.holder],
        )
      } else if (!shutdown.aborted) log.error({ err: error, collector: claim.collector }, 'A pass ended unexpectedly')
      await releaseLease(pool, claim)
    } catch (releaseError) {
      // The lease runs out by itself.
      log.warn({ err: releaseError, collector: claim.collector }, 'A lease could not be given back')
    }
  }

  #report({ account, collector }: Claim, { outcome, error }: Ending) {
    const { log } = this.parts
    if (outcome === 'ok') this.#lockedOut.delete(account.id)
    if (outcome === 'ok' || outcome === 'partial') return
    if (outcome === 'credentials') {
      if (this.#lockedOut.has(account.id)) return
      this.#lockedOut.add(account.id)
    }
    log.warn({ account: account.id, collector, outcome, error }, 'A collector did not bring its facts')
  }

  #connect(target: AwsTarget): AwsConnection {
    const { awsAccountId, region, roleArn, externalId } = target
    const key = JSON.stringify([awsAccountId, region, roleArn, externalId])
    const known = this.#connections.get(key)
    if (known) return known
    const connection = connect(this.parts.pool, target, this.parts.settings)
    this.#connections.set(key, connection)
    return connection
  }

  #wakenedBy(id: string): string[] {
    return this.#order.filter((other) => this.parts.collectors[other]?.after?.includes(id))
  }
}

/** Collector ids, each after those it comes after. */
function inOrder(collectors: Record<string, Collector>): string[] {
  const order: string[] = []
  const visit = (id: string) => {
    if (order.includes(id) || !collectors[id]) return
    for (const before of collectors[id].after ?? []) visit(before)
    order.push(id)
  }
  for (const id of Object.keys(collectors)) visit(id)
  return order
}
