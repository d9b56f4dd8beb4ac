import type { Sql } from '#server/platform/db.ts'

/** Forgets what was told long ago. What still waits is kept. */
export async function pruneNotices(sql: Sql, before: Date): Promise<void> {
  await sql.query(`delete from deliveries where state <> 'waiting' and created_at < $1`, [before])
  await sql.query(
    `delete from notices n where routed_at < $1 and not exists (
       select 1 from deliveries d where d.state = 'waiting' and n.id = any(d.notices))`,
    [before],
  )
}
