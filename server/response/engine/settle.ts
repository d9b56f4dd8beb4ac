import type pg from 'pg'
import type { Happening } from '#server/activity/record.ts'
import type { Permissions } from './permissions.ts'
import { outcomeOf } from './send.ts'
import type { Task, TaskStep } from './task.ts'
import { ofTarget, recordAll } from './trail.ts'
import type { Turn } from './turn.ts'

const flushEveryMs = 1_000

/** Stores results behind the calls, many in one transaction, together with what the trail says of them. */
export class Settler {
  #waiting: { task: Task; whole: boolean }[] = []
  #flushing: Promise<void> | undefined
  #flushedAt = Date.now()

  constructor(
    readonly turn: Turn,
    readonly permissions: Permissions,
  ) {}

  /** `whole`: all of the target's calls have their answers. Waits only when results come faster than they are stored. */
  async add(task: Task, whole: boolean): Promise<void> {
    this.#waiting.push({ task, whole })
    const { piece } = this.turn.parts.settings
    if (this.#waiting.length < piece && Date.now() - this.#flushedAt < flushEveryMs) return
    if (this.#flushing && this.#waiting.length < 2 * piece) return
    await this.flush()
  }

  /** Stores what waits. Throws LeaseLost: what was called then is in doubt, and whoever took over sees to it. */
  async flush(): Promise<void> {
    while (this.#flushing) await this.#flushing
    const batch = this.#waiting.splice(0)
    if (batch.length === 0) return
    this.#flushedAt = Date.now()
    this.#flushing = this.#store(batch).finally(() => {
      this.#flushing = undefined
    })
    await this.#flushing
  }

  async #store(batch: { task: Task; whole: boolean }[]): Promise<void> {
    const { held, parts, teller } = this.turn
    const { run } = held
    await held.commit(async (tx) => {
      await storeSteps(
        tx,
        run.id,
        batch.map(({ task }) => task),
      )
      const whole = batch.filter((one) => one.whole).map(({ task }) => ({ task, ...outcomeOf(this.turn, task) }))
      await storeOutcomes(tx, run.id, whole, parts.now())
      const failed: Happening[] = whole
        .filter(({ state }) => state === 'failed')
        .map(({ task, error }) => ofTarget(run, parts.steps, task, { state: 'failed', error, after: new Map() }))
      await recordAll(tx, failed)
      await this.permissions.store(tx, run.account.id)
      for (const { task, state, error, requestId } of whole) Object.assign(task, { state, error, requestId })
    })
    const failures = batch.filter(({ task, whole }) => whole && task.state === 'failed').length
    if (failures > 0) parts.metrics?.targets(run.action, 'failed', failures)
    teller.moved()
  }
}

/** Stores what became of steps in this turn. */
export async function storeSteps(tx: pg.PoolClient, runId: string, tasks: readonly Task[]): Promise<void> {
  const changed = tasks.flatMap(({ n, steps }) => steps.filter((step) => step.at).map((step) => ({ n, step })))
  if (changed.length === 0) return
  const column = <T>(value: (step: TaskStep) => T) => changed.map(({ step }) => value(step))
  await tx.query(
    `UPDATE response_steps s SET state = r.state, error = r.error, request_id = coalesce(r.request_id, s.request_id),
       applied_at = CASE WHEN r.state = 'applied' THEN coalesce(s.applied_at, r.at) ELSE s.applied_at END,
       confirmed_at = CASE WHEN r.state = 'confirmed' THEN coalesce(s.confirmed_at, r.at) ELSE s.confirmed_at END
     FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
       r (n, step, state, request_id, error, at)
     WHERE s.run_id = $1 AND s.n = r.n AND s.step = r.step`,
    [
      runId,
      changed.map(({ n }) => n),
      ...[column(({ step }) => step), column(({ state }) => state), column(({ requestId }) => requestId)],
      ...[column(({ error }) => error), column(({ at }) => at ?? null)],
    ],
  )
}

type Outcome = { task: Task; state: 'applied' | 'failed'; error: string | null; requestId: string | null }

async function storeOutcomes(tx: pg.PoolClient, runId: string, outcomes: Outcome[], now: Date): Promise<void> {
  if (outcomes.length === 0) return
  for (const { task, state } of outcomes) if (state === 'applied') task.appliedAt ??= now
  await tx.query(
    `UPDATE response_targets t SET state = o.state, error = o.error, request_id = coalesce(o.request_id, t.request_id),
       applied_at = CASE WHEN o.state = 'applied' THEN $6 ELSE t.applied_at END,
       look_at = CASE WHEN o.state = 'applied' THEN $6::timestamptz END,
       open = t.open AND o.state = 'applied'
     FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) o (n, state, error, request_id)
     WHERE t.run_id = $1 AND t.n = o.n`,
    [
      runId,
      outcomes.map(({ task }) => task.n),
      outcomes.map(({ state }) => state),
      outcomes.map(({ error }) => error),
      outcomes.map(({ requestId }) => requestId),
      now,
    ],
  )
}
