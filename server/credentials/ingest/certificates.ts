import { lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'
import { recordHistory } from '#server/history/record-history.ts'
import { deriveAround } from './around.ts'

/** What every listing says of a certificate. */
export type CertificateFacts = { id: string; arn: string; status: string; mode: string | null; createdAt: Date | null }

type Known = {
  n: number
  id: RowId | null
  same: boolean | null
  status: string | null
  gone: boolean | null
}

/** Writes the certificates of a page that are new or differ, with their history. Returns all row ids of the page. */
export async function recordCertificates(seen: Observation, certificates: CertificateFacts[]) {
  const page = lastOfEach(certificates, ({ id }) => id)
  const { rows: known } = await seen.tx.query<Known>({
    name: 'certificates-compare',
    text: `SELECT p.n::int AS n, c.id, c.status, c.gone_at IS NOT NULL AS gone,
         c.gone_at IS NULL AND (c.status, c.mode, c.arn, c.created_at) IS NOT DISTINCT FROM
           (p.status, coalesce(p.mode, c.mode), p.arn, coalesce(p.created_at, c.created_at)) AS same
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz(3)[]) WITH ORDINALITY
         AS p(certificate_id, arn, status, mode, created_at, n)
       LEFT JOIN LATERAL (
         SELECT * FROM certificates c WHERE c.account_id = $1 AND c.certificate_id = p.certificate_id LIMIT 1
       ) c ON TRUE`,
    values: [seen.account.id, ...columns(page)],
  })
  const fresh: CertificateFacts[] = []
  const differing: Differing[] = []
  const ids: RowId[] = []
  for (const { n, id, same, status, gone } of known) {
    const facts = page[n - 1]
    if (!facts) continue
    if (id === null) fresh.push(facts)
    else ids.push(id)
    if (id !== null && !same) differing.push({ ...facts, row: id, before: status ?? '', gone: gone ?? false })
  }
  const added = await insert(seen, fresh)
  await update(seen, differing)
  return { ids: [...ids, ...added], added: added.length, changed: differing.length }
}

type Differing = CertificateFacts & { row: RowId; before: string; gone: boolean }

async function insert({ tx, account }: Observation, certificates: CertificateFacts[]): Promise<RowId[]> {
  if (certificates.length === 0) return []
  const { rows } = await tx.query<{ id: RowId }>({
    name: 'certificates-insert',
    text: `INSERT INTO certificates (account_id, certificate_id, arn, status, mode, created_at)
       SELECT $1, p.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz(3)[]) p RETURNING id`,
    values: [account.id, ...columns(certificates)],
  })
  return rows.map(({ id }) => id)
}

async function update(seen: Observation, certificates: Differing[]): Promise<void> {
  if (certificates.length === 0) return
  await recordHistory(
    seen,
    certificates.flatMap(({ row, id, status, before, gone }) => {
      const subject = { kind: 'certificate' as const, id: row, subject: id }
      return [
        ...(gone ? [{ ...subject, change: 'returned' }] : []),
        ...(before !== status ? [{ ...subject, change: 'status', before, after: status }] : []),
      ]
    }),
  )
  const rows = certificates.map(({ row }) => row)
  await seen.tx.query(
    `UPDATE certificates c SET arn = p.arn, status = p.status, mode = coalesce(p.mode, c.mode),
       created_at = coalesce(p.created_at, c.created_at), changed_at = now(), gone_at = NULL
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz(3)[])
       AS p(id, certificate_id, arn, status, mode, created_at)
     WHERE c.id = p.id`,
    [rows, ...columns(certificates)],
  )
  await deriveAround(seen, rows)
}

/** Marks certificates gone; their links stay for the record but count no more. */
export async function recordCertificatesGone(seen: Observation, ids: RowId[]): Promise<void> {
  const { rows } = await seen.tx.query<{ id: RowId; name: string }>(
    `UPDATE certificates SET gone_at = now() WHERE id = ANY($1::bigint[]) AND gone_at IS NULL
     RETURNING id, certificate_id AS name`,
    [ids],
  )
  await recordHistory(
    seen,
    rows.map(({ id, name }) => ({ kind: 'certificate', id, subject: name, change: 'gone' })),
  )
  await deriveAround(seen, ids)
}

function columns(certificates: CertificateFacts[]): unknown[][] {
  return [
    certificates.map(({ id }) => id),
    certificates.map(({ arn }) => arn),
    certificates.map(({ status }) => status),
    certificates.map(({ mode }) => mode),
    certificates.map(({ createdAt }) => createdAt),
  ]
}
