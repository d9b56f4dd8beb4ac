import type { Observation, RowId } from '#server/history/observation.ts'
import { recordHistory } from '#server/history/record-history.ts'
import type { Sql } from '#server/platform/db.ts'
import type { TargetedPolicy } from './targets.ts'

/** The policy with the next higher row id that is not gone. */
export async function nextPolicy(sql: Sql, accountId: number, after: RowId): Promise<TargetedPolicy | null> {
  const { rows } = await sql.query<TargetedPolicy>(
    'SELECT id, name FROM policies WHERE account_id = $1 AND gone_at IS NULL AND id > $2 ORDER BY id LIMIT 1',
    [accountId, after],
  )
  return rows[0] ?? null
}

/** Brings the target counts of these policies up to their attachments; all of the account's when none are named. */
export async function countTargets({ tx, account }: Observation, policies?: RowId[]): Promise<void> {
  await tx.query(
    `UPDATE policies p SET target_count = n.targets, targets_checked_at = now()
     FROM (SELECT p.id, count(t.policy_row_id)::int AS targets
       FROM policies p LEFT JOIN policy_targets t ON t.policy_row_id = p.id
       WHERE p.account_id = $1 AND p.gone_at IS NULL AND ($2::bigint[] IS NULL OR p.id = ANY($2)) GROUP BY 1) n
     WHERE p.id = n.id AND p.target_count IS DISTINCT FROM n.targets`,
    [account.id, policies ?? null],
  )
}

/** Marks policies gone. Returns the certificates and groups they were attached to. */
export async function recordPoliciesGone(seen: Observation, ids: RowId[]) {
  const { rows } = await seen.tx.query<{ id: RowId; name: string }>(
    'UPDATE policies SET gone_at = now() WHERE id = ANY($1::bigint[]) AND gone_at IS NULL RETURNING id, name',
    [ids],
  )
  await recordHistory(
    seen,
    rows.map(({ id, name }) => ({ kind: 'policy', id, subject: name, change: 'gone' })),
  )
  return attachedTo(seen, ids)
}

/** The certificates and groups that these policies are attached to. */
export async function attachedTo({ tx }: Observation, policies: RowId[]) {
  const { rows } = await tx.query<{ certificate: RowId | null; group: RowId | null }>(
    `SELECT certificate_row_id AS certificate, group_row_id AS group FROM policy_targets
     WHERE policy_row_id = ANY($1::bigint[])`,
    [policies],
  )
  return {
    certificates: rows.flatMap(({ certificate }) => (certificate === null ? [] : [certificate])),
    groups: rows.flatMap(({ group }) => (group === null ? [] : [group])),
  }
}
