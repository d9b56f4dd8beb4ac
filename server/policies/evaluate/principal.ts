import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { holdersOf } from './attached.ts'
import { readCertificate } from './certificate.ts'
import type { Principal } from './may-do.ts'

/** A certificate with all that decides what it may do. Throws a Refusal when the account never had it. */
export async function principalOf(
  sql: Sql,
  account: number,
  certificateId: string,
): Promise<Principal & { status: string }> {
  const [holder] = await holdersOf(sql, account, [certificateId])
  const { rows } = await sql.query<{ awsAccountId: string; region: string; status: string; pem: string | null }>(
    `select a.aws_account_id as "awsAccountId", a.region, c.status, m.pem from aws_accounts a
     join certificates c on c.account_id = a.id and c.certificate_id = $2
     left join certificate_pems m on m.certificate_row_id = c.id where a.id = $1`,
    [account, certificateId],
  )
  const row = rows[0]
  if (!holder || !row) throw new Refusal('not-found', 'No certificate of this ID has been seen in this account.')
  return {
    awsAccountId: row.awsAccountId,
    region: row.region,
    status: row.status,
    things: holder.things,
    policies: holder.policies,
    certificate: row.pem === null ? undefined : readCertificate(row.pem),
  }
}
