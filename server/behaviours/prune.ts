import type { Sql } from '#server/platform/db.ts'
import { metrics } from './metrics.ts'

/** Forgets windows and reports that no habit is made of any more. Run daily, it deletes about a day of them. */
export async function pruneBehaviours(sql: Sql, before: Date): Promise<void> {
  const { rows: accounts } = await sql.query<{ id: number }>('SELECT id FROM aws_accounts ORDER BY id')
  // By account and metric, as the table's key begins: what is kept is not read.
  for (const { id } of accounts)
    for (const metric of Object.keys(metrics))
      await sql.query('DELETE FROM metric_windows WHERE account_id = $1 AND metric = $2 AND at < $3', [
        id,
        metric,
        before,
      ])
  await sql.query('DELETE FROM device_reports WHERE at < $1', [before])
  await sql.query('DELETE FROM behaviour_streaks WHERE at < $1', [before])
}

/** Forgets alarms that ended long ago, Detect's and ours. One that is on is never forgotten. */
export async function pruneAlarms(sql: Sql, before: Date): Promise<void> {
  await sql.query(
    `DELETE FROM violations WHERE state <> 'in-alarm' AND last_at < $1 AND (cleared_at IS NULL OR cleared_at < $1)`,
    [before],
  )
}
