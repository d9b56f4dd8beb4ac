import type { Happening } from '#server/activity/record.ts'
import { readGroups } from './read.ts'
import { nextPauseMs } from './rules.ts'
import { storeSteps } from './settle.ts'
import { isEssential, isInPlace, lasts, type Reading, type Task } from './task.ts'
import { ofTarget, recordAll, type Values } from './trail.ts'
import type { Turn } from './turn.ts'

type Read = { task: Task; state: 'confirmed' | 'applied' | 'failed'; error: string | null; after: Values }

/**
 * Reads back what was applied. A target is confirmed when AWS says of every step what it should; until then it is
 * looked at again, and has failed when AWS keeps saying something else.
 */
export async function confirm(turn: Turn, tasks: readonly Task[]): Promise<void> {
  if (tasks.length === 0) return
  const { held, parts, teller } = turn
  const { run } = held
  const readings = await readGroups(
    turn,
    tasks.map(({ steps }) => steps.filter(({ state }) => state === 'applied').map(({ params }) => params)),
  )
  const read = tasks.map((task, index) => judge(turn, task, readings[index] ?? []))
  const now = parts.now()
  await held.commit(async (tx) => {
    await storeSteps(tx, run.id, tasks)
    const watched = run.contains || run.action === 'disconnect-client'
    const { rows } = await tx.query<{ n: number }>(
      `UPDATE response_targets t SET state = c.state, error = c.error,
         confirmed_at = CASE WHEN c.state = 'confirmed' THEN $5 ELSE t.confirmed_at END, look_at = c.look_at,
         open = t.open AND (c.state = 'applied' OR c.state = 'confirmed' AND $7)
       FROM unnest($2::int[], $3::text[], $4::text[], $6::timestamptz[]) c (n, state, error, look_at)
       WHERE t.run_id = $1 AND t.n = c.n AND t.state = 'applied' RETURNING t.n`,
      [
        run.id,
        read.map(({ task }) => task.n),
        read.map(({ state }) => state),
        read.map(({ error }) => error),
        now,
        read.map(({ task, state }) => lookAt(turn, task, state, now, watched)),
        run.contains,
      ],
    )
    const stored = new Set(rows.map(({ n }) => n))
    const outcomes = read.flatMap(({ task, state, error, after }): Happening[] =>
      state === 'applied' || !stored.has(task.n) ? [] : [ofTarget(run, parts.steps, task, { state, error, after })],
    )
    await recordAll(tx, outcomes)
  })
  for (const { task, state } of read) {
    task.state = state
    if (state === 'confirmed') task.confirmedAt = now
  }
  const count = (wanted: string) => read.filter(({ state }) => state === wanted).length
  for (const state of ['confirmed', 'failed'] as const) {
    if (count(state) > 0) parts.metrics?.targets(run.action, state, count(state))
  }
  teller.moved()
}

const mostPatience = 12

function lookAt({ parts }: Turn, task: Task, state: Read['state'], now: Date, watched: boolean): Date | null {
  if (state === 'failed') return null
  if (state === 'confirmed') return watched ? now : null
  const since = now.getTime() - (task.appliedAt ?? now).getTime()
  return new Date(now.getTime() + nextPauseMs(since, parts.settings.pauseMs))
}

function judge({ parts }: Turn, task: Task, readings: (Reading | undefined)[]): Read {
  const now = parts.now()
  const waitedMs = now.getTime() - (task.appliedAt ?? now).getTime()
  const given = waitedMs > parts.settings.confirmForMs
  // What AWS says it is still at is waited for, though not for ever.
  const patient = waitedMs <= mostPatience * parts.settings.confirmForMs
  let waiting = false
  const after = new Map<number, string | null>()
  const missing: string[] = []
  const applied = task.steps.filter((step) => step.state === 'applied')
  applied.forEach((step, index) => {
    const reading = readings[index]
    if (!lasts(parts.steps, step)) {
      Object.assign(step, { state: 'confirmed', at: now })
      return
    }
    if (reading && 'value' in reading) {
      after.set(step.step, reading.value)
      if (isInPlace(parts.steps, step, reading.value)) {
        Object.assign(step, { state: 'confirmed', at: now })
        return
      }
    }
    const { operation } = parts.steps[step.params.kind]
    const says =
      reading && 'failure' in reading ? reading.failure.message : `AWS says ${reading?.value ?? 'that it is gone'}.`
    missing.push(`${operation} was accepted but is not confirmed: ${says}`)
    const value = reading && 'value' in reading ? reading.value : undefined
    const standing = value === undefined ? undefined : parts.steps[step.params.kind].standing?.(value)
    if (standing === 'given-up' || (given && !(standing === 'under-way' && patient))) {
      Object.assign(step, { state: 'failed', error: missing.at(-1), at: now })
    } else waiting = true
  })
  if (missing.length === 0) return { task, state: 'confirmed', error: task.error, after }
  const fatal = task.steps.some((step) => step.state === 'failed' && isEssential(parts.steps, step, task))
  const state = waiting ? 'applied' : fatal ? 'failed' : 'confirmed'
  return { task, state, error: missing.join(' '), after }
}
