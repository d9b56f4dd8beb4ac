import type { Context } from '#server/platform/context.ts'

// A worker starts jobs at every full minute and notes which minute that was: one missed, and a bit of delay.
const silentAfterMs = 130_000

/**
 * Since when no worker has been at work; null while one is, and as long as nothing tells. Right after a start of our
 * own nothing does: web and worker come up together. `upMs`: how long this process has run.
 */
export async function workerSilentSince(
  { database: { pool }, now }: Pick<Context, 'database' | 'now'>,
  upMs = process.uptime() * 1000,
): Promise<Date | null> {
  if (upMs < silentAfterMs) return null
  const { rows: found } = await pool.query<{ there: boolean }>(
    "select to_regclass('graphile_worker._private_known_crontabs') is not null as there",
  )
  if (!found[0]?.there) return null
  const { rows } = await pool.query<{ at: Date | null }>(
    'select max(coalesce(last_execution, known_since)) as at from graphile_worker._private_known_crontabs',
  )
  const at = rows[0]?.at ?? null
  return at && now.getTime() - at.getTime() > silentAfterMs ? at : null
}
