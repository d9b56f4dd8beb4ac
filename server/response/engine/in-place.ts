import { readAll } from './read.ts'
import { isInPlace, lasts, type Task } from './task.ts'
import type { Turn } from './turn.ts'

/** What somebody made of a target's changes since: the words for it, and whether it may connect by that. */
export type ChangedSince = { words: string; letIn: boolean }

/** Targets whose changes are not as they were made any more, read from AWS now. What cannot be read is left out. */
export async function noLongerInPlace(turn: Turn, tasks: readonly Task[]): Promise<Map<number, ChangedSince>> {
  const lasting = tasks.flatMap((task) =>
    task.steps
      .filter((step) => step.state === 'confirmed' && lasts(turn.parts.steps, step))
      .map((step) => ({ task, step })),
  )
  const readings = await readAll(
    turn,
    lasting.map(({ step }) => step.params),
  )
  const changed = new Map<number, ChangedSince>()
  lasting.forEach(({ task, step }, index) => {
    const reading = readings[index]
    if (!reading || 'failure' in reading || isInPlace(turn.parts.steps, step, reading.value)) return
    if (changed.get(task.n)?.letIn) return
    const { subject } = turn.parts.steps[step.params.kind].describe(step.params)
    // What was revoked or deleted since lets nobody in.
    const letIn = reading.value !== null && reading.value !== 'REVOKED'
    changed.set(task.n, { words: `Somebody changed ${subject} since: it is ${reading.value ?? 'gone'} now.`, letIn })
  })
  return changed
}
