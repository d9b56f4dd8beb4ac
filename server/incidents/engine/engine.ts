import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import { foldTallies } from '../fold-tallies.ts'
import { correlate } from './correlate.ts'
import { quieten } from './quieten.ts'

const lookEveryMs = 2_000
const quietenEveryMs = 30_000

/**
 * Looks at client IDs with new records for as long as the worker lives, and notices which conflicts have gone quiet.
 * Nothing that goes wrong ends it: what was not looked at stays noted.
 */
export async function watchConflicts(
  { pool, log }: { pool: pg.Pool; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  let quietenedAt = 0
  while (!signal.aborted) {
    let looked = 0
    try {
      looked = (await correlate(pool, new Date())).looked
      if (Date.now() - quietenedAt > quietenEveryMs) {
        quietenedAt = Date.now()
        await quieten(pool, new Date())
        await foldTallies(pool)
      }
    } catch (error) {
      log.error({ err: error }, 'Conflicts of client IDs could not be judged')
    }
    if (looked === 0) await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
