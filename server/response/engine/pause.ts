import { readGuards } from '../guards/settings.ts'
import { readOnlyWords } from './brakes.ts'
import { giveUp } from './give-up.ts'
import type { Held } from './lease.ts'
import { lookInVain } from './look-in-vain.ts'
import type { ResponseParts } from './turn.ts'

const againMs = 15_000

/** How the words of a run begin that waits; they go when it goes on. */
export const waiting = 'Waiting: '

/**
 * A run that cannot go on, because AWS does not take our credentials, say, waits and says so; people can still cancel
 * it. When nothing could be done for an hour it is given up: what was wanted then may not be what is wanted now.
 */
export async function pause(held: Held, parts: ResponseParts, words: string, final: boolean): Promise<void> {
  const { run, pool } = held
  // A watch goes on by itself, and a stopped run keeps its reason.
  if (run.state === 'watching') {
    await lookInVain(held, parts, words)
    return held.release(againMs)
  }
  const { rows } = await pool.query<{ at: Date | null; cancel: boolean }>(
    `SELECT greatest(r.queued_at, (SELECT max(t.attempted_at) FROM response_targets t WHERE t.run_id = r.id)) AS at,
       r.cancel_wanted_at IS NOT NULL AS cancel FROM response_runs r WHERE r.id = $1`,
    [run.id],
  )
  const lastAt = rows[0]?.at ?? parts.now()
  const givenUp = final || parts.now().getTime() - lastAt.getTime() > parts.settings.pausedForMs
  const { readOnly } = await readGuards(pool)
  if (rows[0]?.cancel) await giveUp(held, parts, { state: 'cancelled', words })
  else if (readOnly || givenUp) await giveUp(held, parts, { state: 'stopped', words: readOnly ? readOnlyWords : words })
  else {
    await held.commit(async (tx) => {
      await tx.query('UPDATE response_runs SET stop_reason = $2 WHERE id = $1', [run.id, `${waiting}${words}`])
    })
    return held.release(againMs)
  }
  await held.release(0)
}
