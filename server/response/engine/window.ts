import type { Brakes } from './brakes.ts'
import { inFlight } from './in-flight.ts'
import type { ReadTask } from './intend.ts'
import { IntentQueue } from './intent-queue.ts'
import { LeaseLost } from './lease.ts'
import type { Permissions } from './permissions.ts'
import { readGroups } from './read.ts'
import { outcomeOf, sendTask } from './send.ts'
import { Settler } from './settle.ts'
import { loadTasks, type Task } from './task.ts'
import type { Turn } from './turn.ts'

/** What a turn has in hand while it executes a run. */
export type Executing = { turn: Turn; brakes: Brakes; permissions: Permissions }

/** Reads what is now of everything the next targets change. */
export async function readWindow(
  { turn, permissions }: Executing,
  which: { states: ('applying' | 'pending')[]; after: number; limit: number },
): Promise<ReadTask[]> {
  const tasks = await loadTasks(turn.held.pool, turn.held.run.id, which)
  const readings = await readGroups(
    turn,
    tasks.map(({ steps }) => steps.map(({ params }) => params)),
  )
  for (const reading of readings.flat()) {
    if (reading && 'failure' in reading) permissions.denied(reading.failure)
  }
  return tasks.map((task, index) => ({ task, readings: readings[index] ?? [] }))
}

/** What a window left behind: targets whose calls were made, and those for which nothing was sent. */
export type WindowEnd = { applied: Task[]; unsent: Task[] }

/** Makes the calls for these targets, several at a time, until they are done or the brakes are on. */
export async function callWindow({ turn, brakes, permissions }: Executing, tasks: ReadTask[]): Promise<WindowEnd> {
  const { parts } = turn
  const queue = new IntentQueue(turn, brakes, tasks)
  const settler = new Settler(turn, permissions)
  const sending = { ...turn, permissions, brakes }
  const called: Task[] = []
  const caller = async () => {
    for (let task = await queue.take(); task; task = await queue.take()) {
      try {
        await sendTask(sending, task)
      } catch (error) {
        // How far it got is stored; the rest of it is in doubt until somebody looks.
        queue.fail(error)
        await settler.add(task, false)
        throw error
      }
      called.push(task)
      const { state, error } = outcomeOf(turn, task)
      brakes.ended(state === 'failed' ? (error ?? 'Failed') : null)
      await settler.add(task, true)
    }
  }
  try {
    await inFlight(Array.from({ length: parts.settings.inFlight }), parts.settings.inFlight, caller)
  } catch (error) {
    if (!(error instanceof LeaseLost)) await settler.flush()
    throw error
  } finally {
    await queue.settled()
  }
  await settler.flush()
  return {
    applied: called.filter(({ state }) => state === 'applied'),
    unsent: queue.unsent.filter(({ steps }) => !steps.some(({ inDoubt }) => inDoubt)),
  }
}
