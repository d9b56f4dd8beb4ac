import { notKnown } from './kicks.ts'
import { refreshTouched } from './refresh.ts'
import { ofRun, recordAll } from './trail.ts'
import type { Turn } from './turn.ts'

type Standing = {
  unsent: number
  applied: number
  watched: number
  pending: number
  contained: number
  not_started: number
  failed: number
  next_ms: number | null
  contained_in_s: number | null
  cancelled: boolean
  is_news: boolean
  was_contained: boolean
  confirmed_at: Date | null
  proving_since: Date | null
  decide_at: Date | null
}

/**
 * Sees where a watched run stands: stores when its calls were confirmed and how long containment took, and ends the run
 * when nothing is left to look at. Resolves to the milliseconds until the next look; null when the run is over.
 */
export async function advanceWatch(turn: Turn): Promise<number | null> {
  const { held, parts, teller } = turn
  const { run } = held
  const standing = await held.commit(async (tx) => {
    const { rows } = await tx.query<Standing>(
      `SELECT count(*) FILTER (WHERE t.state IN ('pending', 'applying')) AS unsent,
         count(*) FILTER (WHERE t.state = 'applied') AS applied, count(*) FILTER (WHERE t.look_at IS NOT NULL) AS watched,
         count(*) FILTER (WHERE t.state IN ('not-contained', 'proving') OR t.state = 'confirmed' AND t.look_at IS NOT NULL) AS pending,
         count(*) FILTER (WHERE t.state = 'contained') AS contained,
         count(*) FILTER (WHERE t.state = 'not-started') AS not_started, count(*) FILTER (WHERE t.state = 'failed') AS failed,
         1000 * extract(epoch FROM min(t.look_at) - $2::timestamptz)::float8 AS next_ms,
         extract(epoch FROM max(t.contained_at) - r.queued_at)::float8 AS contained_in_s,
         r.cancel_wanted_at IS NOT NULL AS cancelled, r.applied_at IS NULL AS is_news,
         r.contained_in_s IS NOT NULL AS was_contained, max(t.confirmed_at) AS confirmed_at,
         max(t.proving_since) FILTER (WHERE t.state = 'proving') AS proving_since,
         max(t.decide_at) FILTER (WHERE t.state = 'proving') AS decide_at
       FROM response_runs r LEFT JOIN response_targets t ON t.run_id = r.id WHERE r.id = $1 GROUP BY r.id`,
      [run.id, parts.now()],
    )
    const [row] = rows
    if (!row) throw new Error(`No run ${run.id}`)
    const isContained = row.contained > 0 && row.applied === 0 && row.pending === 0
    await tx.query(
      `UPDATE response_runs SET contained_in_s = $2, applied_at = CASE WHEN $3 THEN coalesce(applied_at, $4) END,
         proving_since = $5, decide_at = $6 WHERE id = $1`,
      [
        ...[run.id, isContained ? row.contained_in_s : null, row.applied === 0],
        ...[row.confirmed_at ?? parts.now(), row.proving_since, row.decide_at],
      ],
    )
    return { ...row, isContained }
  })
  if (standing.isContained && !standing.was_contained) {
    parts.metrics?.contained(run.action, standing.contained_in_s ?? 0)
  }
  if (standing.unsent > 0) throw new Error(`Run ${run.number} is watched with targets that were not called for`)
  if (standing.applied === 0 && standing.is_news) {
    await teller.flush()
    await refreshTouched(turn)
  }
  // What was stopped is over as soon as it is known what it did.
  const early = standing.not_started > 0 && standing.pending === 0 && standing.applied === 0
  if (standing.watched > 0 && !early) return Math.max(0, standing.next_ms ?? 0)
  await end(turn, standing)
  return null
}

async function end(turn: Turn, standing: Standing & { isContained: boolean }): Promise<void> {
  const { held, parts, teller } = turn
  const { run } = held
  const state = standing.not_started === 0 ? 'done' : standing.cancelled ? 'cancelled' : 'stopped'
  const at = parts.now()
  await held.move(state, async (tx) => {
    await tx.query(`UPDATE response_steps SET state = 'failed', error = $2 WHERE run_id = $1 AND state = 'intended'`, [
      run.id,
      notKnown,
    ])
    await tx.query(
      'UPDATE response_targets SET open = FALSE, look_at = NULL WHERE run_id = $1 AND (open OR look_at IS NOT NULL)',
      [run.id],
    )
    await tx.query('UPDATE response_runs SET finished_at = $2, wake_at = NULL WHERE id = $1', [run.id, at])
    const { contained, failed, not_started: notStarted, contained_in_s: seconds } = standing
    const detail = { state, contained, failed, notStarted, containedInS: standing.isContained ? seconds : null }
    await recordAll(tx, [ofRun(run, 'done', detail)])
  })
  parts.metrics?.ended(run.action, state)
  await teller.flush()
}
