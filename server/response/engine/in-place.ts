import { readAll } from './read.ts'
import { isInPlace, lasts, type Task } from './task.ts'
import type { Turn } from './turn.ts'

/** What somebody made of a target's changes since: the words for it, and whether it may connect by that. */
export type ChangedSince = { words: string; letIn: boolean }

/** Why AWS did not tell, in a sentence, and whether it said that we may not ask. */
export type Unread = { words: string; denied: boolean }

/** By target, what became of what keeps it out; one that is as the run left it is in neither. */
export type InPlace = { changed: Map<number, ChangedSince>; unread: Map<number, Unread> }

/** Whether these targets' changes are still as they were made, read from AWS now. */
export async function lookInPlace(turn: Turn, tasks: readonly Task[]): Promise<InPlace> {
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
  const unread = new Map<number, Unread>()
  lasting.forEach(({ task, step }, index) => {
    const reading = readings[index]
    const { subject } = turn.parts.steps[step.params.kind].describe(step.params)
    if (!reading || 'failure' in reading) {
      const why = reading ? ` ${reading.failure.message}` : ''
      const words = `Whether ${subject} is still as the run left it could not be read.${why}`
      const denied = reading?.failure.kind === 'denied'
      if (denied || !unread.has(task.n)) unread.set(task.n, { words, denied })
      return
    }
    if (isInPlace(turn.parts.steps, step, reading.value)) return
    if (changed.get(task.n)?.letIn) return
    // What was revoked or deleted since lets nobody in.
    const letIn = reading.value !== null && reading.value !== 'REVOKED'
    changed.set(task.n, { words: `Somebody changed ${subject} since: it is ${reading.value ?? 'gone'} now.`, letIn })
  })
  return { changed, unread }
}
