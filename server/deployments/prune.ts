import type { Sql } from '#server/platform/db.ts'
import { deleteInBatches } from '#server/platform/delete-in-batches.ts'
import { sql } from '#server/platform/sql.ts'

/** Forgets what came of each device in deployments that ended long ago. Their counts stay. */
export async function pruneExecutions(connection: Sql, before: Date): Promise<void> {
  const old = sql`deployment_id in (select id from deployments where completed_at < ${before})`
  await deleteInBatches(connection, sql`deployment_executions`, old)
  await deleteInBatches(connection, sql`deployment_progress`, old)
}
