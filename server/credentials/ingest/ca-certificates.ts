import { contentHash } from '#server/history/content-hash.ts'
import { lastOfEach, type Observation, plainOrNull, type RowId } from '#server/history/observation.ts'
import { type HistoryEntry, recordHistory } from '#server/history/record-history.ts'
import { plainText } from '#server/platform/plain-text.ts'
import { readX509 } from './x509-facts.ts'

/** A CA certificate as listed and described. */
export type CaCertificateFacts = {
  id: string
  arn: string
  status: string
  mode: string | null
  autoRegistrationStatus: string | null
  createdAt: Date | null
  lastModifiedAt: Date | null
  customerVersion: number | null
  ownedBy: string | null
  generationId: string | null
  registrationConfig: object | null
  pem: string | null
  validity: { notBefore?: Date | undefined; notAfter?: Date | undefined } | null
}

type Old = {
  id: RowId
  certificate_id: string
  hash: string
  gone: boolean
  status: string
  mode: string | null
  auto_registration_status: string | null
  registration_config: unknown
}

/** Writes the CA certificates that are new or differ. Returns all row ids of the page. */
export async function recordCaCertificates(seen: Observation, certificates: CaCertificateFacts[]) {
  const { tx, account } = seen
  const page = lastOfEach(certificates, ({ id }) => id).map((ca) => ({ ...ca, hash: contentHash(ca) }))
  const { rows } = await tx.query<Old>(
    `SELECT id, certificate_id, content_hash::text AS hash, gone_at IS NOT NULL AS gone, status, mode,
       auto_registration_status, registration_config
     FROM ca_certificates WHERE account_id = $1 AND certificate_id = ANY($2::text[])`,
    [account.id, page.map(({ id }) => id)],
  )
  const known = new Map(rows.map((row) => [row.certificate_id, row]))
  const differing = page.filter(({ id, hash }) => known.get(id)?.hash !== hash || known.get(id)?.gone)
  if (differing.length === 0) return { ids: rows.map(({ id }) => id) }
  await recordHistory(
    seen,
    differing.flatMap((ca) => differences(ca, known.get(ca.id))),
  )
  const written = await write(seen, differing)
  const added = differing.filter(({ id }) => !known.has(id)).length
  return { ids: [...new Set([...rows, ...written].map(({ id }) => id))], added, changed: differing.length - added }
}

async function write({ tx, account }: Observation, page: (CaCertificateFacts & { hash: string })[]) {
  // CA certificates are few and mostly alike in shape: one JSON document each keeps the statement readable.
  const documents = page.map((ca) => {
    const { note, ...x509 } = readX509(ca)
    const parse_error = x509.subject === null ? note : null
    return plainText(JSON.stringify({ ...ca, ...x509, parse_error, pem: plainOrNull(ca.pem) }))
  })
  const { rows } = await tx.query<{ id: RowId }>(
    `INSERT INTO ca_certificates (account_id, certificate_id, arn, status, mode, auto_registration_status, created_at,
       last_modified_at, customer_version, owned_by, generation_id, registration_config, pem, subject, common_name, issuer,
       serial_number, fingerprint, not_before, not_after, key_algorithm, key_bits, signature_algorithm, parse_error,
       content_hash, described_at)
     SELECT $1, p.id, p.arn, p.status, p.mode, p."autoRegistrationStatus", p."createdAt", p."lastModifiedAt",
       p."customerVersion", p."ownedBy", p."generationId", p."registrationConfig", p.pem, p.subject, p."commonName",
       p.issuer, p."serialNumber", p.fingerprint, p."notBefore", p."notAfter", p."keyAlgorithm", p."keyBits",
       p."signatureAlgorithm", p.parse_error, p.hash::bigint, now()
     FROM unnest($2::jsonb[]) AS d(ca), jsonb_to_record(d.ca) AS p(id text, arn text, status text, mode text,
       "autoRegistrationStatus" text, "createdAt" timestamptz, "lastModifiedAt" timestamptz, "customerVersion" int,
       "ownedBy" text, "generationId" text, "registrationConfig" jsonb, pem text, subject text, "commonName" text,
       issuer text, "serialNumber" text, fingerprint text, "notBefore" timestamptz, "notAfter" timestamptz,
       "keyAlgorithm" text, "keyBits" int, "signatureAlgorithm" text, parse_error text, hash text)
     ON CONFLICT (account_id, certificate_id) DO UPDATE SET arn = excluded.arn, status = excluded.status,
       mode = excluded.mode, auto_registration_status = excluded.auto_registration_status,
       created_at = excluded.created_at, last_modified_at = excluded.last_modified_at,
       customer_version = excluded.customer_version, owned_by = excluded.owned_by,
       generation_id = excluded.generation_id, registration_config = excluded.registration_config, pem = excluded.pem,
       subject = excluded.subject, common_name = excluded.common_name, issuer = excluded.issuer,
       serial_number = excluded.serial_number, fingerprint = excluded.fingerprint, not_before = excluded.not_before,
       not_after = excluded.not_after, key_algorithm = excluded.key_algorithm, key_bits = excluded.key_bits,
       signature_algorithm = excluded.signature_algorithm, parse_error = excluded.parse_error,
       content_hash = excluded.content_hash, described_at = excluded.described_at, changed_at = now(), gone_at = NULL
     RETURNING id`,
    [account.id, documents],
  )
  return rows
}

function differences(ca: CaCertificateFacts, old: Old | undefined): HistoryEntry[] {
  if (!old) return []
  const subject = { kind: 'ca-certificate' as const, id: old.id, subject: ca.id }
  const fields = [
    { change: 'status', before: old.status, after: ca.status },
    { change: 'mode', before: old.mode, after: ca.mode },
    { change: 'auto-registration', before: old.auto_registration_status, after: ca.autoRegistrationStatus },
    { change: 'registration-config', before: old.registration_config, after: ca.registrationConfig },
  ]
  const changed = fields.filter(({ before, after }) => contentHash(before ?? null) !== contentHash(after ?? null))
  return [
    ...(old.gone ? [{ ...subject, change: 'returned' }] : []),
    ...changed.map((field) => ({ ...subject, ...field })),
  ]
}

/** Marks CA certificates gone. */
export async function recordCaCertificatesGone(seen: Observation, ids: RowId[]): Promise<void> {
  const { rows } = await seen.tx.query<{ id: RowId; name: string }>(
    `UPDATE ca_certificates SET gone_at = now() WHERE id = ANY($1::bigint[]) AND gone_at IS NULL
     RETURNING id, certificate_id AS name`,
    [ids],
  )
  await recordHistory(
    seen,
    rows.map(({ id, name }) => ({ kind: 'ca-certificate', id, subject: name, change: 'gone' })),
  )
}
