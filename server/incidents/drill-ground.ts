import type { Sql } from '#server/platform/db.ts'

/** Whether a worker has reached a simulator lately, so that exercises can be held. */
export async function isThereGround(connection: Sql, now: Date): Promise<boolean> {
  const { rowCount } = await connection.query(
    `select from drill_ground where seen_at > $1::timestamptz - interval '5 minutes'`,
    [now],
  )
  return rowCount === 1
}
