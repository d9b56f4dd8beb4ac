import type pg from 'pg'
import type { Tally } from '#server/aws/call.ts'
import type { Aws } from '#server/aws/collecting.ts'
import { beginFacts, type Changes, type Observation } from '#server/history/observation.ts'
import { tell } from '#server/platform/events.ts'
import type { Remark, Source } from './collector.ts'
import { type Claim, LeaseLost, renewLease } from './lease.ts'
import type { SyncSettings } from './settings.ts'

/** What is stored with a commit, beside the facts. `cursor` undefined leaves it as it is. */
export type Step = { cursor?: unknown; callsExpected?: number | null; route?: string }

/** What a commit did; `seen` counts the objects the pass noted, `cursor` is where it stands if only the work can tell. */
export type Kept = Changes & { seen?: number; cursor?: unknown }

const tellEveryMs = 1_000
// Open pages read again what they show; a long first pass must be seen to fill, but not on every batch.
const tellFactsEveryMs = 5_000

/** A claimed collection being worked on: every write goes through `commit`, which fails once the lease is lost. */
export class Pass implements Source {
  readonly account: Source['account']
  readonly passNumber: number
  readonly passStartedAt: Date
  readonly recheckMs: number
  readonly batchItems: number
  route = ''
  seen: number
  added = 0
  changed = 0
  gone = 0
  remark: Remark | undefined
  /** How long there is nothing to be had, whatever the collector's cadence. */
  restMs = 0
  #stored = { calls: 0, throttled: 0, skipped: 0, failed: 0 }
  #toldAt = 0
  #busy = false
  #factsToldAt = 0
  #toldChanges = 0

  constructor(
    readonly claim: Claim,
    readonly sql: pg.Pool,
    readonly aws: Aws,
    readonly tally: Tally,
    readonly signal: AbortSignal,
    readonly settings: Pick<SyncSettings, 'leaseMs' | 'recheckMs' | 'batchItems'>,
  ) {
    this.account = claim.account
    this.passNumber = claim.passNumber
    this.passStartedAt = claim.passStartedAt
    this.seen = claim.seen
    this.recheckMs = settings.recheckMs
    this.batchItems = settings.batchItems
  }

  /**
   * Runs `work` and stores the pass's progress in one transaction, while the collection is still ours. Writers of one
   * account take turns. A crash of the database may lose the last commits but never half of one, and what is lost is
   * read again, so no commit waits for the disk.
   */
  async commit(work: (seen: Observation) => Promise<Kept>, step: Step = {}): Promise<void> {
    this.signal.throwIfAborted()
    const { account, claim } = this
    const client = await this.sql.connect()
    let broken: Error | undefined
    try {
      await client.query(beginFacts(account.id))
      const held = await client.query(
        'SELECT 1 FROM collections WHERE account_id = $1 AND collector = $2 AND holder = $3 FOR UPDATE',
        [account.id, claim.collector, claim.holder],
      )
      if (held.rowCount === 0) throw new LeaseLost(`${claim.collector} of account ${account.id} was taken over`)
      // From here the row is locked: nobody takes it over, however long the work.
      this.#busy = true
      const changes = await work({ tx: client, account, knownSince: claim.lastSuccessAt })
      const { stored, commit } = this.#progress(client, changes, step)
      await commit
      await client.query('COMMIT')
      this.#stored = stored
      this.seen += changes.seen ?? 0
      this.added += changes.added ?? 0
      this.changed += changes.changed ?? 0
      this.gone += changes.gone ?? 0
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: Error) => {
        broken = rollbackError
      })
      throw error
    } finally {
      this.#busy = false
      client.release(broken)
    }
    await this.#tellProgress()
  }

  /** Keeps the lease while calls are under way. Throws LeaseLost. */
  async renew(): Promise<void> {
    // A commit renews it too, and a second renewal would only wait for it.
    if (this.#busy) return
    this.#busy = true
    try {
      await this.#renewNow()
    } finally {
      this.#busy = false
    }
  }

  async #renewNow(): Promise<void> {
    const { calls, throttled } = this.tally
    const progress = { calls: calls - this.#stored.calls, throttled: throttled - this.#stored.throttled }
    this.#stored = { ...this.#stored, calls, throttled }
    await renewLease(this.sql, this.claim, this.settings.leaseMs, progress)
    await this.#tellProgress()
  }

  /** Calls and failures that no commit has stored yet. */
  unstored(): { calls: number; throttled: number; skipped: number; failed: number } {
    const { calls, throttled, skipped, failed } = this.tally
    const stored = this.#stored
    return {
      calls: calls - stored.calls,
      throttled: throttled - stored.throttled,
      skipped: skipped - stored.skipped,
      failed: failed - stored.failed,
    }
  }

  #progress(client: pg.PoolClient, { seen = 0, added = 0, changed = 0, gone = 0, ...kept }: Kept, step: Step) {
    const cursor = kept.cursor ?? step.cursor
    const { calls, throttled, skipped, failed } = this.tally
    const delta = this.unstored()
    const commit = client.query(
      `UPDATE collections SET lease_until = now() + $4::int * interval '1 millisecond', progress_at = now(),
         cursor = CASE WHEN $5 THEN $6::jsonb ELSE cursor END, calls_expected = coalesce($7, calls_expected),
         route = coalesce($8, route), seen = seen + $9, added = added + $10, changed = changed + $11, gone = gone + $12,
         calls = calls + $13, throttled = throttled + $14, skipped = skipped + $15, failed = failed + $16
       WHERE account_id = $1 AND collector = $2 AND holder = $3`,
      [
        ...[this.account.id, this.claim.collector, this.claim.holder, this.settings.leaseMs],
        ...[cursor !== undefined, cursor == null ? null : JSON.stringify(cursor)],
        ...[step.callsExpected ?? null, step.route ?? null, seen, added, changed, gone],
        ...[delta.calls, delta.throttled, delta.skipped, delta.failed],
      ],
    )
    return { stored: { calls, throttled, skipped, failed }, commit }
  }

  async #tellProgress() {
    if (Date.now() - this.#toldAt < tellEveryMs) return
    this.#toldAt = Date.now()
    const about = { account: this.account.id, collector: this.claim.collector }
    await tell(this.sql, { type: 'sync', ...about })
    const changed = this.added + this.changed + this.gone - this.#toldChanges
    if (changed === 0 || Date.now() - this.#factsToldAt < tellFactsEveryMs) return
    this.#factsToldAt = Date.now()
    this.#toldChanges += changed
    await tell(this.sql, { type: 'facts', ...about, changed })
  }
}
