import type { Sql } from '#server/platform/db.ts'

const keepRuns = '30 days'

/** Forgets the runs of collectors after thirty days, and the notes of passes whose account is gone. */
export async function pruneRuns(sql: Sql): Promise<void> {
  await sql.query(`DELETE FROM collection_runs WHERE finished_at < now() - $1::interval`, [keepRuns])
  await sql.query(`DELETE FROM pass_keys k WHERE NOT EXISTS (SELECT 1 FROM aws_accounts a WHERE a.id = k.account_id)`)
}
