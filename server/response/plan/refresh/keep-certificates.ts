import { recordCertificates, recordCertificatesGone } from '#server/credentials/ingest/certificates.ts'
import { recordCertificateThings } from '#server/credentials/ingest/principals.ts'
import { iotArn } from '#server/history/arn.ts'
import type { FactAccount, Observation } from '#server/history/observation.ts'
import type { CertificateRead } from './read-certificates.ts'

/** Writes the status of these certificates, and that some are gone. */
export async function keepStatuses(seen: Observation, read: CertificateRead[]): Promise<void> {
  const found = read.flatMap(({ certificate }) => (certificate ? [certificate] : []))
  if (found.length > 0) {
    await recordCertificates(
      seen,
      found.map((certificate) => ({
        id: certificate.certificateId,
        arn: certificate.certificateArn ?? arnOf(seen.account, certificate.certificateId),
        status: certificate.status ?? 'UNKNOWN',
        mode: certificate.certificateMode ?? null,
        createdAt: null,
      })),
    )
  }
  const gone = await rowsOf(
    seen,
    read.filter(({ certificate }) => certificate === null).map(({ id }) => id),
  )
  if (gone.size > 0) await recordCertificatesGone(seen, [...gone.values()])
}

/** Notes certificates that are attached somewhere and were never collected, when AWS does not tell their status. */
export async function keepUntold(
  seen: Observation,
  read: CertificateRead[],
  known: ReadonlySet<string>,
): Promise<void> {
  const untold = read.filter(({ id, certificate }) => certificate === undefined && !known.has(id))
  if (untold.length === 0) return
  await recordCertificates(
    seen,
    untold.map(({ id }) => ({ id, arn: arnOf(seen.account, id), status: 'UNKNOWN', mode: null, createdAt: null })),
  )
}

/** Writes which things use these certificates, as read at `asOf`. */
export async function keepSharing(seen: Observation, read: CertificateRead[], asOf: Date): Promise<void> {
  const rows = await rowsOf(
    seen,
    read.map(({ id }) => id),
  )
  const known = read.flatMap(({ id, things }) => {
    const certificate = rows.get(id)
    if (certificate === undefined || !things) return []
    return [{ certificate, asOf, things: things.map(({ thingName, exclusive }) => ({ name: thingName, exclusive })) }]
  })
  if (known.length > 0) await recordCertificateThings(seen, known)
}

const arnOf = (account: FactAccount, id: string) => iotArn(account, `cert/${id}`)

async function rowsOf({ tx, account }: Observation, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<{ id: number; certificate: string }>(
    'SELECT id, certificate_id AS certificate FROM certificates WHERE account_id = $1 AND certificate_id = ANY($2::text[])',
    [account.id, ids],
  )
  return new Map(rows.map(({ id, certificate }) => [certificate, id]))
}
