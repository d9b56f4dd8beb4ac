import type { Certificate, CertificateDetail } from '#contract/certificates.ts'
import { factHistory } from '#server/history/queries.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { instantText, sql, toQuery } from '#server/platform/sql.ts'
import { chainOf } from './certificate-chain.ts'
import { policiesOfCertificate, thingsOfCertificate } from './certificate-links.ts'
import { certificateFields } from './certificate-row.ts'

type OneCertificate = { account: number; certificateId: string }

type DetailRow = {
  certificate: Certificate
  account_id: number
  ca_certificate_id: string | null
  issuer: string | null
  not_after: Date | null
  arn: string | null
  mode: string | null
  serial_number: string | null
  fingerprint: string | null
  last_modified_at: string | null
  customer_version: number | null
  owned_by: string | null
  previous_owned_by: string | null
  generation_id: string | null
  transfer: unknown
  note: string | null
  pem: string | null
  raw: Record<string, unknown>
}

/** One certificate with its chain, things and policies. Throws a Refusal when the account never had it. */
export async function getCertificate(
  context: Context,
  { account, certificateId }: OneCertificate,
): Promise<CertificateDetail> {
  const { now, database } = context
  const { rows } = await database.pool.query<DetailRow>(
    toQuery(sql`select (select row_to_json(f) from (select ${certificateFields(now)}) f) as certificate, c.account_id,
        c.ca_certificate_id, c.issuer, c.not_after, c.arn, c.mode, c.serial_number, c.fingerprint,
        ${instantText(sql`c.last_modified_at`)} as last_modified_at, c.customer_version, c.owned_by, c.previous_owned_by, c.generation_id, c.transfer, c.note, pem.pem, to_jsonb(c) as raw
      from certificates c left join certificate_pems pem on pem.certificate_row_id = c.id
      where c.account_id = ${account} and c.certificate_id = ${certificateId}`),
  )
  const row = rows[0]
  if (!row) throw notKnown(certificateId)
  const [chain, attachedThings, attachedPolicies] = await Promise.all([
    chainOf(context, row),
    thingsOfCertificate(context, { id: row.certificate.id, not_after: row.not_after }),
    policiesOfCertificate(context, row.certificate.id),
  ])
  return {
    ...row.certificate,
    arn: row.arn,
    mode: row.mode,
    serialNumber: row.serial_number,
    fingerprint: row.fingerprint,
    lastModifiedAt: row.last_modified_at,
    customerVersion: row.customer_version,
    ownedBy: row.owned_by,
    previousOwnedBy: row.previous_owned_by,
    generationId: row.generation_id,
    transfer: row.transfer,
    note: row.note,
    pem: row.pem,
    chain,
    attachedThings,
    attachedPolicies,
    raw: row.raw,
  }
}

/** Observed changes of a certificate, newest first. */
export async function certificateHistory(
  context: Context,
  { account, certificateId, ...paging }: OneCertificate & { cursor?: string | undefined; limit?: number | undefined },
) {
  const { rows } = await context.database.pool.query<{ id: string }>(
    'select id::text from certificates where account_id = $1 and certificate_id = $2',
    [account, certificateId],
  )
  const rowId = rows[0]?.id
  if (!rowId) throw notKnown(certificateId)
  return factHistory(context, { kind: 'certificate', rowId }, paging)
}

const notKnown = (id: string) => new Refusal('not-found', `No certificate “${id}” has been seen in this account.`)
