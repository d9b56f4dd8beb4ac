import type { Readable } from 'node:stream'
import type { CertificateFilters } from '#contract/certificates.ts'
import { concern as concerns } from '#contract/health.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { inListOrder } from '#server/platform/list-statements.ts'
import { joined, sql } from '#server/platform/sql.ts'
import { concernCondition } from './queries/certificate-conditions.ts'
import { certificateList } from './queries/certificate-order.ts'
import { expiryWindows } from './rules.ts'

/** The certificates of the list, in its order, as CSV. The reader may leave at any time. */
export async function exportCertificates(context: Context, filters: CertificateFilters): Promise<Readable> {
  const accounts = await accountsInScope(context, filters.account)
  const list = certificateList(filters, context.now)
  const selects = list.stretches.map((stretch) => {
    const from = sql`${stretch.set.from} join aws_accounts w on w.id = c.account_id`
    return sql`select ${columns(context.now)} ${inListOrder(list, stretch, accounts, from)}`
  })
  return csvExport(context.database.pool, selects)
}

const columns = (now: Date) => sql`w.aws_account_id, w.region, ${plainCell(sql`c.certificate_id`)} as certificate_id,
  c.status, ${expiryAt(now)} as expiry, ${isoCell(sql`c.not_before`)} as not_before, ${isoCell(sql`c.not_after`)} as not_after,
  ${plainCell(sql`c.common_name`)} as common_name, ${plainCell(sql`c.subject`)} as subject,
  ${plainCell(sql`c.issuer`)} as issuer, ${plainCell(sql`c.serial_number`)} as serial_number,
  ${plainCell(sql`c.fingerprint`)} as fingerprint, ${plainCell(sql`c.ca_certificate_id`)} as ca_certificate_id,
  c.key_algorithm, c.key_bits, c.signature_algorithm, c.mode, ${plainCell(sql`c.arn`)} as arn,
  ${isoCell(sql`c.created_at`)} as created_at, ${isoCell(sql`c.last_modified_at`)} as last_modified_at,
  c.thing_count as things, c.policy_count as policies, c.has_policy,
  ${concernsOf(now)} as concerns, ${plainCell(sql`c.note`)} as note,
  ${isoCell(sql`c.described_at`)} as described_at, ${isoCell(sql`c.first_seen_at`)} as first_seen_at,
  ${isoCell(sql`c.changed_at`)} as changed_at, ${isoCell(sql`c.gone_at`)} as gone_at`

function concernsOf(now: Date) {
  const names = concerns.options.map((one) => sql`case when ${concernCondition(one, now)} then ${one} end`)
  return sql`concat_ws('; ', ${joined(names, ', ')})`
}

// expiryOf of rules.ts, in SQL; a test compares the export with the list row by row.
function expiryAt(now: Date) {
  const { expired, expiring } = expiryWindows(now)
  return sql`case when c.not_after is null then 'unknown' when c.not_after < ${expired.lt}::timestamptz then 'expired'
    when c.not_before > ${now}::timestamptz then 'not-yet-valid'
    when c.not_after < ${expiring.lt}::timestamptz then 'expiring' else 'valid' end`
}
