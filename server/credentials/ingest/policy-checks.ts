import type { Observation, RowId } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'

/** Certificates whose policies were never read, or before this time. `asOf` is the database's time of asking. */
export async function certificatesToCheck(
  sql: Sql,
  accountId: number,
  before: Date,
  after: RowId,
  limit: number,
): Promise<{ id: RowId; name: string; asOf: Date }[]> {
  const { rows } = await sql.query<{ id: RowId; name: string; asOf: Date }>(
    `SELECT c.id, c.certificate_id AS name, now() AS "asOf"
     FROM certificates c LEFT JOIN certificate_checks k ON k.certificate_row_id = c.id
     WHERE c.account_id = $1 AND c.gone_at IS NULL AND c.id > $3
       AND (k.policies_checked_at IS NULL OR k.policies_checked_at < $2::timestamptz)
     ORDER BY c.id LIMIT $4`,
    [accountId, before, after, limit],
  )
  return rows
}

/** Notes that the policies of these certificates were read. */
export async function recordPolicyChecks(
  { tx, account }: Observation,
  read: { certificate: RowId; asOf: Date }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO certificate_checks (account_id, certificate_row_id, policies_checked_at)
     SELECT $1, p.* FROM unnest($2::bigint[], $3::timestamptz[]) p
     ON CONFLICT (certificate_row_id) DO UPDATE SET policies_checked_at = excluded.policies_checked_at`,
    [account.id, read.map(({ certificate }) => certificate), read.map(({ asOf }) => asOf)],
  )
}

/** Certificates first seen before this time whose policies are not known. */
export async function certificatesWithoutPolicyCount({ tx, account }: Observation, before: Date): Promise<RowId[]> {
  const { rows } = await tx.query<{ id: RowId }>(
    `SELECT id FROM certificates
     WHERE account_id = $1 AND policy_count IS NULL AND gone_at IS NULL AND first_seen_at < $2 ORDER BY id`,
    [account.id, before],
  )
  return rows.map(({ id }) => id)
}
