import type { Stop } from './brakes.ts'
import { Brakes } from './brakes.ts'
import type { ReadTask } from './intend.ts'
import { notKnown } from './kicks.ts'
import { Permissions } from './permissions.ts'
import { outcomeOf } from './send.ts'
import { storeSteps } from './settle.ts'
import { isInPlace, type Task } from './task.ts'
import { ofRun, ofTarget, recordAll } from './trail.ts'
import type { Turn } from './turn.ts'
import { readWindow } from './window.ts'

/**
 * Ends a run before all of its targets were called for: those are not started. What a worker that died may have sent
 * is looked at, and not sent again. What was done stays done, and is confirmed and watched.
 */
export async function endEarly(turn: Turn, stop: Stop, unsent: readonly Task[]): Promise<void> {
  const { held, parts, teller } = turn
  const { run } = held
  await held.commit(async (tx) => {
    const taken = unsent.map(({ n }) => n)
    await tx.query(
      `UPDATE response_steps SET state = 'planned', before = NULL, intended_at = NULL
       WHERE run_id = $1 AND n = ANY($2::int[]) AND state IN ('intended', 'skipped', 'failed')`,
      [run.id, taken],
    )
    const { rowCount } = await tx.query(
      `UPDATE response_targets SET state = 'not-started', open = FALSE,
         attempted_at = CASE WHEN state = 'pending' THEN attempted_at END
       WHERE run_id = $1 AND (state = 'pending' OR state = 'applying' AND n = ANY($2::int[]))`,
      [run.id, taken],
    )
    await tx.query(
      `UPDATE response_runs SET stop_reason = coalesce($2, stop_reason),
         cancel_wanted_at = CASE WHEN $3 THEN coalesce(cancel_wanted_at, now()) END WHERE id = $1`,
      [run.id, stop.words, stop.state === 'cancelled'],
    )
    const notStarted = rowCount ?? 0
    // Who cancelled it is in the trail already.
    if (stop.state === 'stopped') await recordAll(tx, [ofRun(run, 'stopped', { why: stop.words, notStarted })])
    parts.metrics?.targets(run.action, 'not-started', notStarted)
  })
  const doubtful = { turn, permissions: new Permissions(), brakes: new Brakes(turn) }
  for (let after = -1; ; ) {
    const tasks = await readWindow(doubtful, { states: ['applying'], after, limit: parts.settings.window })
    const last = tasks.at(-1)
    if (!last) break
    after = last.task.n
    await settleDoubt(turn, tasks, stop.words ?? 'It was cancelled')
  }
  teller.moved()
}

/** Says of targets in doubt what AWS says. */
async function settleDoubt(turn: Turn, tasks: readonly ReadTask[], why: string): Promise<void> {
  const { held, parts } = turn
  const { run } = held
  const at = parts.now()
  const ended = tasks.map(({ task, readings }) => {
    task.steps.forEach((step, index) => {
      if (step.state !== 'intended' && step.state !== 'planned') return
      const reading = readings[index]
      const isDone = reading && 'value' in reading && isInPlace(parts.steps, step, reading.value)
      if (step.state === 'intended' && isDone) Object.assign(step, { state: 'applied', at })
      else {
        const error = step.state === 'intended' && !reading ? notKnown : `Not sent, or not to the end: ${why}`
        Object.assign(step, { state: 'failed', error, at })
      }
    })
    const some = task.steps.some(({ state }) => state === 'applied' || state === 'confirmed')
    return { task, ...outcomeOf(turn, task), ...(some ? {} : { state: 'not-started' as const }) }
  })
  await held.commit(async (tx) => {
    await storeSteps(
      tx,
      run.id,
      tasks.map(({ task }) => task),
    )
    await tx.query(
      `UPDATE response_targets t SET state = o.state, error = o.error, open = t.open AND o.state = 'applied',
         applied_at = CASE WHEN o.state = 'applied' THEN $5 ELSE t.applied_at END,
         look_at = CASE WHEN o.state = 'applied' THEN $5::timestamptz END
       FROM unnest($2::int[], $3::text[], $4::text[]) o (n, state, error) WHERE t.run_id = $1 AND t.n = o.n`,
      [run.id, ended.map(({ task }) => task.n), ended.map(({ state }) => state), ended.map(({ error }) => error), at],
    )
    await recordAll(
      tx,
      ended.flatMap(({ task, state, error }) =>
        state === 'applied' ? [] : [ofTarget(run, parts.steps, task, { state, error, after: new Map() })],
      ),
    )
  })
}
