import type { Sql } from '#server/platform/db.ts'

/** Takes old reports away, each as a whole, and those that failed. What is being made is left alone. */
export async function pruneReports(connection: Sql, before: Date): Promise<void> {
  await connection.query(
    `delete from reports where (state = 'ready' and made_at < $1) or (state = 'failed' and requested_at < $1)`,
    [before],
  )
}
