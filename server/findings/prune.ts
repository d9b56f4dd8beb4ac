import type { Sql } from '#server/platform/db.ts'
import { deleteInBatches } from '#server/platform/delete-in-batches.ts'
import { sql } from '#server/platform/sql.ts'

/** Forgets findings that were resolved long ago, with their logs. What is open is never forgotten. */
export async function pruneResolved(connection: Sql, before: Date): Promise<void> {
  await deleteInBatches(connection, sql`findings`, sql`not open and resolved_at < ${before}`)
}

/** Forgets audits that were run long ago, with what each check said, and findings of AWS's that no audit since has confirmed. */
export async function pruneAudits(connection: Sql, before: Date): Promise<void> {
  await deleteInBatches(connection, sql`audits`, sql`started_at < ${before}`)
  await deleteInBatches(connection, sql`audit_findings`, sql`last_at < ${before}`)
  await deleteInBatches(connection, sql`mitigation_tasks`, sql`coalesce(ended_at, started_at) < ${before}`)
}

/** Forgets what Detect raised and took back long ago. What is in alarm still is kept. */
export async function pruneDetect(connection: Sql, before: Date): Promise<void> {
  await deleteInBatches(connection, sql`detect_violations`, sql`gone_at < ${before}`)
  await deleteInBatches(connection, sql`detect_events`, sql`at < ${before}`)
}
