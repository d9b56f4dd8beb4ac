import type { Observation } from '#server/history/observation.ts'
import type { RunToRead } from './keep-findings.ts'
import { recordAuditResults } from './keep-results.ts'

/** Once all that a check found in an audit is kept: what it no longer finds is told as gone. */
export async function finishRun(seen: Observation, run: RunToRead): Promise<void> {
  const { tx, account } = seen
  await tx.query('UPDATE audit_check_runs SET read_at = now() WHERE id = $1 AND account_id = $2', [run.id, account.id])
  await recordAuditResults(seen)
}
