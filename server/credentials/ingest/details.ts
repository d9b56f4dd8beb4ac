import { lastOfEach, type Observation, plainOrNull, type RowId } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import { plainText } from '#server/platform/plain-text.ts'
import { deriveThings, thingsOf } from '../derive-things.ts'
import { readX509 } from './x509-facts.ts'

/** What AWS tells once about a certificate, and its PEM. */
export type CertificateDetails = {
  row: RowId
  pem: string | null
  validity: { notBefore?: Date | undefined; notAfter?: Date | undefined } | null
  caCertificateId: string | null
  mode: string | null
  lastModifiedAt: Date | null
  customerVersion: number | null
  ownedBy: string | null
  previousOwnedBy: string | null
  generationId: string | null
  transfer: object | null
}

/** Certificates still to be described, in the order of their rows. */
export async function undescribedCertificates(
  { sql, account }: { sql: Sql; account: { id: number } },
  after: RowId,
  limit: number,
): Promise<{ row: RowId; id: string }[]> {
  const { rows } = await sql.query<{ row: RowId; id: string }>(
    `SELECT id AS row, certificate_id AS id FROM certificates
     WHERE account_id = $1 AND described_at IS NULL AND gone_at IS NULL AND certificates.id > $2
     ORDER BY certificates.account_id, certificates.id LIMIT $3`,
    [account.id, after, limit],
  )
  return rows
}

/** Stores what the certificates say; what their PEM says wins over what AWS says about it. */
export async function recordCertificateDetails(seen: Observation, details: CertificateDetails[]): Promise<void> {
  const batch = lastOfEach(details, ({ row }) => String(row)).map((facts) => ({ told: facts, says: readX509(facts) }))
  if (batch.length === 0) return
  const column = <T>(pick: (facts: (typeof batch)[number]) => T) => batch.map(pick)
  const rows = column(({ told }) => told.row)
  await seen.tx.query({
    name: 'certificate-details',
    text: `UPDATE certificates c SET ca_certificate_id = p.ca, mode = coalesce(p.mode, c.mode), last_modified_at = p.modified,
         customer_version = p.version, owned_by = p.owned_by, previous_owned_by = p.previous, generation_id = p.generation,
         transfer = p.transfer, subject = p.subject, common_name = p.common_name, issuer = p.issuer,
         serial_number = p.serial, fingerprint = p.fingerprint, not_before = p.not_before, not_after = p.not_after,
         key_algorithm = p.key_algorithm, key_bits = p.key_bits, signature_algorithm = p.signature, note = p.note,
         described_at = now()
       FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz(3)[], $5::int[], $6::text[], $7::text[],
         $8::text[], $9::jsonb[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
         $15::timestamptz(3)[], $16::timestamptz(3)[], $17::text[], $18::int[], $19::text[], $20::text[])
         AS p(id, ca, mode, modified, version, owned_by, previous, generation, transfer, subject, common_name, issuer,
           serial, fingerprint, not_before, not_after, key_algorithm, key_bits, signature, note)
       WHERE c.id = p.id`,
    values: [
      rows,
      column(({ told }) => plainOrNull(told.caCertificateId)),
      column(({ told }) => told.mode),
      column(({ told }) => told.lastModifiedAt),
      column(({ told }) => told.customerVersion),
      column(({ told }) => told.ownedBy),
      column(({ told }) => told.previousOwnedBy),
      column(({ told }) => told.generationId),
      column(({ told }) => (told.transfer ? plainText(JSON.stringify(told.transfer)) : null)),
      column(({ says }) => says.subject),
      column(({ says }) => says.commonName),
      column(({ says }) => says.issuer),
      column(({ says }) => says.serialNumber),
      column(({ says }) => says.fingerprint),
      column(({ says }) => says.notBefore),
      column(({ says }) => says.notAfter),
      column(({ says }) => says.keyAlgorithm),
      column(({ says }) => says.keyBits),
      column(({ says }) => says.signatureAlgorithm),
      column(({ says }) => says.note),
    ],
  })
  const withPem = batch.filter(({ told }) => told.pem)
  await seen.tx.query({
    name: 'certificate-pems',
    text: `INSERT INTO certificate_pems (certificate_row_id, pem) SELECT * FROM unnest($1::bigint[], $2::text[])
       ON CONFLICT (certificate_row_id) DO UPDATE SET pem = excluded.pem`,
    values: [withPem.map(({ told }) => told.row), withPem.map(({ told }) => plainOrNull(told.pem))],
  })
  await deriveThings(seen, await thingsOf(seen, rows))
}
