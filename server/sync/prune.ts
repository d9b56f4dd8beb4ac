import type { Sql } from '#server/platform/db.ts'

/** Forgets old runs of collectors, and the notes of passes whose account is gone. */
export async function pruneRuns(sql: Sql, before: Date): Promise<void> {
  await sql.query(`DELETE FROM collection_runs WHERE finished_at < $1`, [before])
  await sql.query(`DELETE FROM pass_keys k WHERE NOT EXISTS (SELECT 1 FROM aws_accounts a WHERE a.id = k.account_id)`)
}
