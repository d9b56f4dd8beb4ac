import type { RunState } from '#contract/response.ts'
import { notKnown } from './kicks.ts'
import type { Held } from './lease.ts'
import { ofRun, recordAll } from './trail.ts'
import type { ResponseParts } from './turn.ts'

/**
 * Ends a run whose account cannot be reached. What may have been sent and cannot be looked at has failed; what was
 * applied is watched once AWS answers again.
 */
export async function giveUp(
  held: Held,
  parts: ResponseParts,
  { state, words }: { state: 'stopped' | 'cancelled'; words: string },
): Promise<void> {
  const { run } = held
  const at = parts.now()
  const { rows } = await held.pool.query<{ called: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM response_targets WHERE run_id = $1 AND state = 'applied') AS called`,
    [run.id],
  )
  const next: RunState = rows[0]?.called ? 'watching' : state
  await held.move(next, async (tx) => {
    await tx.query(
      `UPDATE response_targets SET open = FALSE, look_at = NULL, state = CASE WHEN state = 'pending' THEN 'not-started' ELSE 'failed' END,
         error = CASE WHEN state = 'applying' THEN $2 ELSE error END
       WHERE run_id = $1 AND state IN ('pending', 'applying')`,
      [run.id, `It is not known what AWS received. ${words}`],
    )
    await tx.query(`UPDATE response_steps SET state = 'failed', error = $2 WHERE run_id = $1 AND state = 'intended'`, [
      run.id,
      notKnown,
    ])
    await tx.query(
      `UPDATE response_runs SET wake_at = NULL, finished_at = CASE WHEN $3 THEN NULL ELSE $4::timestamptz END,
         stop_reason = CASE WHEN cancel_wanted_at IS NULL THEN $2 ELSE stop_reason END WHERE id = $1`,
      [run.id, words, next === 'watching', at],
    )
    if (state === 'stopped') await recordAll(tx, [ofRun(run, 'stopped', { why: words })])
  })
  parts.metrics?.ended(run.action, state)
}
