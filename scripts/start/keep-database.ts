import { setTimeout as sleep } from 'node:timers/promises'
import type { Parts } from './parts.ts'
import type { Progress } from './progress.ts'

const restarts = 5
const steadyMs = 60_000

/** A database server of ours: whether it runs, and how it is started again. Resolves to its address. */
export type KeptDatabase = { runs(): boolean; again(): Promise<string> }

/**
 * Looks after a database that was started: its server belongs to nobody's child, so one that was killed (memory runs out)
 * would leave web and worker to wait for ever. It is started again, five times without a steady minute between. Settles with a
 * sentence when it gives up, or when the server comes back where nobody looks for it.
 */
export async function keepDatabase(
  url: string,
  { runs, again }: KeptDatabase,
  parts: Pick<Parts, 'stopping'>,
  progress: Progress,
  lookEveryMs = 1_000,
): Promise<string> {
  let failures = 0
  let from = Date.now()
  while (true) {
    await sleep(lookEveryMs)
    if (parts.stopping) return 'stopped'
    if (runs()) continue
    if (Date.now() - from > steadyMs) failures = 0
    failures += 1
    if (failures > restarts) return `The database ended ${failures} times. Its log is in logs/postgres.log.`
    progress.note('The database ended, starting it again')
    try {
      if ((await again()) !== url) return 'The database came back at another address. Start again.'
    } catch (error) {
      return `The database ended and does not start again: ${error instanceof Error ? error.message : String(error)}`
    }
    from = Date.now()
  }
}
