import { Brakes } from './brakes.ts'
import { confirm } from './confirm.ts'
import type { ReadTask } from './intend.ts'
import { Permissions } from './permissions.ts'
import { endEarly } from './stop.ts'
import type { Task } from './task.ts'
import type { Turn } from './turn.ts'
import { watch } from './watch.ts'
import { callWindow, type Executing, readWindow, type WindowEnd } from './window.ts'

// The first targets show whether the role may do this at all; the many come after.
const firstWindow = 5
// Looking must not hold up the calls of the window after next.
const proveMs = 20_000
const slowMs = 30_000

/**
 * Makes a run's calls. What an earlier worker may have sent comes first. While one window is called, the next is read
 * and the last one read back. Resolves to whether every target was dealt with; otherwise others go first.
 */
export async function execute(turn: Turn): Promise<boolean> {
  const brakes = new Brakes(turn)
  const executing: Executing = { turn, brakes, permissions: new Permissions() }
  await brakes.look()
  const windows = new Windows(executing)
  const confirming: Promise<void>[] = []
  let end: WindowEnd = { applied: [], unsent: [] }
  try {
    for (let tasks = await windows.next(); tasks.length > 0 && !brakes.on; tasks = await windows.next()) {
      windows.prepare()
      const begunAt = performance.now()
      end = await callWindow(executing, tasks)
      brakes.windowOver()
      const [last] = confirming.splice(0)
      await last
      const reading = prove(turn, end.applied, performance.now() - begunAt)
      // Whoever awaits it sees its failure; until then it must not end the process.
      reading.catch(() => undefined)
      confirming.push(reading)
    }
  } finally {
    await Promise.allSettled([...confirming, windows.abandon()])
  }
  await Promise.all(confirming)
  if (brakes.stop) {
    await endEarly(turn, brakes.stop, end.unsent)
    return true
  }
  return !brakes.on
}

/**
 * Reads a window back and, where windows take their time, looks at once whether it is out: the first of many must not
 * wait for the last.
 */
async function prove(turn: Turn, applied: Task[], tookMs: number): Promise<void> {
  await confirm(turn, applied)
  if (tookMs < slowMs) return
  const until = performance.now() + proveMs
  while (!turn.closing.aborted && performance.now() < until && (await watch(turn, 'sessions')));
}

/** A run's targets, a window at a time: first those in doubt, then the others in order. */
class Windows {
  #states: ('applying' | 'pending')[] = ['applying']
  #after = -1
  #limit = firstWindow
  #ahead: Promise<ReadTask[]> | undefined

  constructor(readonly executing: Executing) {}

  async next(): Promise<ReadTask[]> {
    const ahead = this.#ahead ?? this.#read()
    this.#ahead = undefined
    return ahead
  }

  /** Begins to read the next window. */
  prepare(): void {
    this.#ahead = this.#read()
    this.#ahead.catch(() => undefined)
  }

  async abandon(): Promise<void> {
    await this.#ahead?.catch(() => undefined)
  }

  async #read(): Promise<ReadTask[]> {
    const { window } = this.executing.turn.parts.settings
    const inDoubt = this.#states[0] === 'applying'
    const tasks = await readWindow(this.executing, {
      states: this.#states,
      after: this.#after,
      limit: inDoubt ? window : this.#limit,
    })
    const last = tasks.at(-1)
    if (last) {
      this.#after = last.task.n
      if (!inDoubt) this.#limit = window
      return tasks
    }
    if (!inDoubt) return tasks
    this.#states = ['pending']
    this.#after = -1
    return this.#read()
  }
}
