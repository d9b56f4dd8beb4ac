import { certificateStatus, concern as concerns } from '#contract/health.ts'
import { expiryWindows } from '#server/credentials/rules.ts'
import { type Fragment, instantText, sql } from '#server/platform/sql.ts'
import { concernCondition } from './certificate-conditions.ts'

/** A listed certificate `c`, field by field as the contract has it. */
export const certificateFields = (
  now: Date,
): Fragment => sql`c.id::text as id, c.account_id as account, c.certificate_id as "certificateId", ${statusShown} as status,
  ${expiryAt(now)} as expiry, c.common_name as "commonName", c.subject, c.issuer, c.ca_certificate_id as "caCertificateId",
  ${instantText(sql`c.created_at`)} as "createdAt", ${instantText(sql`c.not_before`)} as "notBefore",
  ${instantText(sql`c.not_after`)} as "notAfter", c.key_algorithm as "keyAlgorithm", c.key_bits as "keyBits",
  c.signature_algorithm as "signatureAlgorithm", c.thing_count as "thingCount",
  array(select t.name from thing_certificates l join things t on t.id = l.thing_row_id
    where l.certificate_row_id = c.id and t.gone_at is null order by l.thing_row_id limit 3) as things,
  c.policy_count as "policyCount",
  array(select concern from (values ${concernRows(now)}) found(concern, holds) where holds) as concerns,
  ${instantText(sql`c.described_at`)} as "describedAt", ${instantText(sql`c.first_seen_at`)} as "firstSeenAt",
  ${instantText(sql`c.changed_at`)} as "changedAt", ${instantText(sql`c.gone_at`)} as "goneAt"`

// statusIn of rules.ts, in SQL.
const statusShown = sql`case when c.status = any(${[...certificateStatus.options]}::text[]) then c.status else 'UNKNOWN' end`

// expiryOf of rules.ts, in SQL.
function expiryAt(now: Date): Fragment {
  const { expired, expiring } = expiryWindows(now)
  return sql`case when c.not_after is null then 'unknown' when c.not_after < ${expired.lt}::timestamptz then 'expired'
    when c.not_before > ${now}::timestamptz then 'not-yet-valid'
    when c.not_after < ${expiring.lt}::timestamptz then 'expiring' else 'valid' end`
}

// `holds` is null where nothing is known, which is no reason to raise a concern.
function concernRows(now: Date): Fragment {
  const [first, ...others] = concerns.options.map((one) => sql`(${one}::text, ${concernCondition(one, now)})`)
  return others.reduce((rows, row) => sql`${rows}, ${row}`, first ?? sql``)
}
