import type { Sql } from '#server/platform/db.ts'
import { metrics } from './metrics.ts'

/** Habits are of 14 days; a day more, so that none is judged by half. */
const kept = '15 days'

/** Forgets windows and reports that no habit is made of any more. Run daily, it deletes about a day of them. */
export async function pruneBehaviours(sql: Sql, now: Date): Promise<void> {
  const { rows: accounts } = await sql.query<{ id: number }>('SELECT id FROM aws_accounts ORDER BY id')
  // By account and metric, as the table's key begins: what is kept is not read.
  for (const { id } of accounts)
    for (const metric of Object.keys(metrics))
      await sql.query(
        'DELETE FROM metric_windows WHERE account_id = $1 AND metric = $2 AND at < $3::timestamptz - $4::interval',
        [id, metric, now, kept],
      )
  await sql.query('DELETE FROM device_reports WHERE at < $1::timestamptz - $2::interval', [now, kept])
  await sql.query('DELETE FROM behaviour_streaks WHERE at < $1::timestamptz - $2::interval', [now, kept])
}
