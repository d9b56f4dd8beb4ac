import type { Sql } from '#server/platform/db.ts'

const keepDays = 90

/** Forgets what was told long ago. What still waits is kept. */
export async function pruneNotices(sql: Sql, now: Date): Promise<void> {
  const before = `$1::timestamptz - interval '${keepDays} days'`
  await sql.query(`delete from deliveries where state <> 'waiting' and created_at < ${before}`, [now])
  await sql.query(
    `delete from notices n where routed_at < ${before} and not exists (
       select 1 from deliveries d where d.state = 'waiting' and n.id = any(d.notices))`,
    [now],
  )
}
