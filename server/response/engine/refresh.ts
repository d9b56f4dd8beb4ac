import { tell } from '#server/platform/events.ts'
import type { Turn } from './turn.ts'

/** Brings the facts that a run touched up to date. What cannot be read now comes with the next collection. */
export async function refreshTouched({ held, parts, looking }: Turn): Promise<void> {
  const { run } = held
  const { rows } = await held.pool.query<{ kind: string; names: string[] }>(
    `SELECT kind, array_agg(DISTINCT name) AS names FROM (
       SELECT kind, name FROM response_targets WHERE run_id = $1 AND attempted_at IS NOT NULL
       UNION SELECT x.kind, x.name FROM response_touched x JOIN response_targets t USING (run_id, n)
         WHERE x.run_id = $1 AND t.attempted_at IS NOT NULL
     ) touched WHERE kind IN ('thing', 'certificate', 'deployment') GROUP BY kind`,
    [run.id],
  )
  const named = (kind: string) => rows.find((row) => row.kind === kind)?.names ?? []
  const touched = { things: named('thing'), certificates: named('certificate') }
  if (rows.some(({ kind }) => kind === 'deployment')) await readDeployments(held.pool, run.account.id)
  try {
    const { pool, now } = parts
    await parts.planner.refresh({ pool, now, aws: looking }, run.account.id, touched)
  } catch (error) {
    parts.log.warn({ err: error, run: run.number }, 'The facts that a run changed could not be read again')
  }
}

/** Has the lists of rollouts read at once: what was made stands in them, and what was called off, too. */
async function readDeployments(pool: Turn['held']['pool'], account: number) {
  const { rowCount } = await pool.query(
    `UPDATE collections SET requested_at = now()
     WHERE account_id = $1 AND collector IN ('jobs', 'greengrass-deployments') AND requested_at IS NULL`,
    [account],
  )
  if (rowCount) await tell(pool, { type: 'wake' })
}
