import type { Sql } from '#server/platform/db.ts'

/** When policies and what they are attached to were last read in full: by the oldest of their feeds; null when never. */
export async function policiesReadAt(sql: Sql, account: number): Promise<Date | null> {
  const { rows } = await sql.query<{ oldest: Date | null; read: number }>(
    `select min(last_success_at) as oldest, count(last_success_at)::int as read from collections
     where account_id = $1 and collector in ('policies', 'policy-targets', 'thing-principals')`,
    [account],
  )
  return rows[0] && rows[0].read === 3 ? rows[0].oldest : null
}
