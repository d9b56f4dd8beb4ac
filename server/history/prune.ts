import type { Sql } from '#server/platform/db.ts'
import { deleteInBatches } from '#server/platform/delete-in-batches.ts'
import { sql } from '#server/platform/sql.ts'

/** Forgets what facts were long ago. Which they are now is not history. */
export async function pruneHistory(connection: Sql, before: Date): Promise<void> {
  // Rows are numbered as they come: the newest that is old enough bounds them all, and no index of times is needed.
  const { rows } = await connection.query<{ last: string | null }>(
    `select id::text as last from fact_history where observed_at < $1 order by id desc limit 1`,
    [before],
  )
  const last = rows[0]?.last
  if (last) await deleteInBatches(connection, sql`fact_history`, sql`id <= ${last}::bigint and observed_at < ${before}`)
}
