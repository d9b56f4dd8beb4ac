import type { Sql } from '#server/platform/db.ts'
import type { CaCertificateFacts } from '../facts.ts'
import { chosen, type Of, type Which } from './which.ts'

/** What is known of certificate authorities, with how many active certificates came from each. */
export async function loadCaCertificates(sql: Sql, of: Of, which: Which): Promise<CaCertificateFacts[]> {
  const { where, limit, value } = chosen(which)
  const { rows } = await sql.query<CaCertificateFacts>(
    `SELECT c.id::text AS "rowId", c.certificate_id AS name, c.status, c.auto_registration_status AS "autoRegistration",
       c.not_before AS "notBefore", c.not_after AS "notAfter", c.key_algorithm AS "keyAlgorithm", c.key_bits AS "keyBits",
       c.signature_algorithm AS "signatureAlgorithm", coalesce(r.certificates, 0)::int AS "activeChildren"
     FROM (SELECT * FROM ca_certificates WHERE account_id = $1 AND gone_at IS NULL AND ${where} ORDER BY id ${limit}) c
     LEFT JOIN certificate_rollup r ON r.account_id = $1 AND r.dimension = 'ca' AND r.value = c.certificate_id AND r.status = 'ACTIVE'
     ORDER BY c.id`,
    [of.id, value],
  )
  return rows
}
