import type { Guards } from '#contract/response-settings.ts'
import type { AwsFailure } from '#server/aws/failure.ts'
import { readGuards } from '../guards/settings.ts'
import { someoneWaits } from './lease.ts'
import { breakerWords, deniedWords, type Reception } from './rules.ts'
import type { Turn } from './turn.ts'

/** Why no more targets are started: people said so, or the guards. */
export type Stop = { state: 'cancelled' | 'stopped'; words: string | null }

const lookEveryMs = 500

/** What is asked before every further target: may this run go on, and should it let others go first? */
export class Brakes {
  stop: Stop | null = null
  yields = false
  #tried = 0
  #failed = 0
  #guards: Guards | undefined
  #lookedAt = 0
  #looking: Promise<void> | undefined
  readonly #errors = new Map<string, number>()
  #begunAt: number | undefined
  readonly #receptions = new Map<string, Reception>()

  constructor(readonly turn: Pick<Turn, 'held' | 'parts' | 'closing' | 'crowded'>) {}

  /** Whether nothing more may be begun. */
  get on(): boolean {
    return this.stop !== null || this.yields || this.turn.closing.aborted
  }

  /** A target was begun: from then on the turn counts, so that each gets something done before others go first. */
  begin(): void {
    this.#begunAt ??= performance.now()
  }

  /** Looks for what people and guards say, at most twice a second. */
  async look(): Promise<void> {
    if (Date.now() - this.#lookedAt < lookEveryMs) return
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    await this.#looking
  }

  /** What a call of an operation that matters met with. */
  called(operation: string, failure: AwsFailure | null): void {
    const known = this.#receptions.get(operation) ?? { ok: 0, denied: 0, action: null }
    if (failure?.kind === 'denied') {
      known.denied++
      known.action ??= failure.details.action ?? null
    } else known.ok++
    this.#receptions.set(operation, known)
    this.#judge(false)
  }

  /** How a target's calls ended: with which error, if any. */
  ended(error: string | null): void {
    this.#tried++
    if (error !== null) {
      this.#failed++
      this.#errors.set(error, (this.#errors.get(error) ?? 0) + 1)
    }
    this.#judge(false)
  }

  /** The first few targets are done: what was denied without exception is denied for good. */
  windowOver(): void {
    this.#judge(true)
  }

  #judge(windowOver: boolean): void {
    if (this.stop || !this.#guards) return
    const words =
      deniedWords(this.#receptions, windowOver) ??
      breakerWords({ tried: this.#tried, failed: this.#failed, mostly: this.#mostly() }, this.#guards)
    if (words) this.stop = { state: 'stopped', words }
  }

  #mostly(): string | undefined {
    return [...this.#errors].sort(([, a], [, b]) => b - a)[0]?.[0]
  }

  async #look(): Promise<void> {
    const { held, parts, crowded } = this.turn
    const first = this.#guards === undefined
    this.#guards = await readGuards(held.pool)
    const { rows } = await held.pool.query<{ cancel: boolean; tried: number; failed: number }>(
      `SELECT cancel_wanted_at IS NOT NULL AS cancel,
         ${
           first
             ? `(SELECT count(*) FROM response_targets t WHERE t.run_id = r.id AND t.attempted_at IS NOT NULL
           AND t.state <> 'applying')`
             : '0'
         } AS tried,
         ${first ? `(SELECT count(*) FROM response_targets t WHERE t.run_id = r.id AND t.state = 'failed')` : '0'} AS failed
       FROM response_runs r WHERE id = $1`,
      [held.run.id],
    )
    const [row] = rows
    this.#tried += row?.tried ?? 0
    this.#failed += row?.failed ?? 0
    if (!this.stop && row?.cancel) this.stop = { state: 'cancelled', words: null }
    if (!this.stop && this.#guards.readOnly) this.stop = { state: 'stopped', words: readOnlyWords }
    this.#judge(false)
    const isLong = this.#begunAt !== undefined && performance.now() - this.#begunAt > parts.settings.sliceMs
    this.yields = isLong && crowded() && (await someoneWaits(parts.pool, 'executing'))
    this.#lookedAt = Date.now()
  }
}

/** The sentence for a run that an admin's switch ended. */
export const readOnlyWords = 'Response was switched to read-only.'
