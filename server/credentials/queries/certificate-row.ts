import type { Certificate } from '#contract/certificates.ts'
import { concern as concerns } from '#contract/health.ts'
import { expiryOf, statusIn } from '#server/credentials/rules.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { concernCondition } from './certificate-conditions.ts'

/** Columns of a listed certificate `c`. */
export const certificateColumns = (
  now: Date,
): Fragment => sql`c.id::text as id, c.account_id, c.certificate_id, c.status,
  c.common_name, c.subject, c.issuer, c.ca_certificate_id, c.created_at, c.not_before, c.not_after, c.key_algorithm,
  c.key_bits, c.signature_algorithm, c.thing_count, c.policy_count, c.described_at, c.first_seen_at, c.changed_at, c.gone_at,
  array(select t.name from thing_certificates l join things t on t.id = l.thing_row_id
    where l.certificate_row_id = c.id and t.gone_at is null order by l.thing_row_id limit 3) as things,
  array(select concern from (values ${concernRows(now)}) found(concern, holds) where holds) as concerns`

// `holds` is null where nothing is known, which is no reason to raise a concern.
function concernRows(now: Date): Fragment {
  const [first, ...others] = concerns.options.map((one) => sql`(${one}::text, ${concernCondition(one, now)})`)
  return others.reduce((rows, row) => sql`${rows}, ${row}`, first ?? sql``)
}

export type CertificateRow = {
  id: string
  account_id: number
  certificate_id: string
  status: string
  common_name: string | null
  subject: string | null
  issuer: string | null
  ca_certificate_id: string | null
  created_at: Date | null
  not_before: Date | null
  not_after: Date | null
  key_algorithm: string | null
  key_bits: number | null
  signature_algorithm: string | null
  thing_count: number | null
  policy_count: number | null
  described_at: Date | null
  first_seen_at: Date
  changed_at: Date
  gone_at: Date | null
  things: string[]
  concerns: Certificate['concerns']
}

export function toCertificate(row: CertificateRow, now: Date): Certificate {
  return {
    id: row.id,
    account: row.account_id,
    certificateId: row.certificate_id,
    status: statusIn(row.status),
    expiry: expiryOf({ notBefore: row.not_before, notAfter: row.not_after }, now),
    commonName: row.common_name,
    subject: row.subject,
    issuer: row.issuer,
    caCertificateId: row.ca_certificate_id,
    createdAt: row.created_at?.toISOString() ?? null,
    notBefore: row.not_before?.toISOString() ?? null,
    notAfter: row.not_after?.toISOString() ?? null,
    keyAlgorithm: row.key_algorithm,
    keyBits: row.key_bits,
    signatureAlgorithm: row.signature_algorithm,
    thingCount: row.thing_count,
    things: row.things,
    policyCount: row.policy_count,
    concerns: row.concerns,
    describedAt: row.described_at?.toISOString() ?? null,
    firstSeenAt: row.first_seen_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    goneAt: row.gone_at?.toISOString() ?? null,
  }
}
