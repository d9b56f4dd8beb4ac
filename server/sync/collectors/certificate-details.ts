import type { DescribedCertificate } from '#server/aws/iot-certificates.ts'
import {
  type CertificateDetails,
  recordCertificateDetails,
  undescribedCertificates,
} from '#server/credentials/ingest/details.ts'
import { collector, minutes, type Source, worklist } from '../collector.ts'

type Item = { at: number; id: string }

export default collector({
  title: 'Certificate details',
  brings: 'what each certificate says',
  everyMs: minutes(1),
  after: ['certificates'],
  needs: ['iot:DescribeCertificate'],
  ways: {
    describe: worklist<Item, DescribedCertificate>({
      next: undescribed,
      ahead: undescribed,
      read: ({ aws }, { id }) => aws.iot.certificate(id),
      async keep(seen, read) {
        const details = read.flatMap(({ item, answer }) => (answer ? [toDetails(item.at, answer)] : []))
        await recordCertificateDetails(seen, details)
        return { changed: details.length }
      },
      async expected({ sql, account }) {
        const { rows } = await sql.query<{ count: number }>(
          `SELECT count(*) AS count FROM certificates WHERE account_id = $1 AND described_at IS NULL AND gone_at IS NULL`,
          [account.id],
        )
        return rows[0]?.count ?? null
      },
    }),
  },
})

async function undescribed(source: Source, after = 0, limit: number): Promise<Item[]> {
  const rows = await undescribedCertificates(source, after, limit)
  return rows.map(({ row, id }) => ({ at: row, id }))
}

function toDetails(row: number, certificate: DescribedCertificate): CertificateDetails {
  return {
    row,
    pem: certificate.certificatePem ?? null,
    validity: certificate.validity ?? null,
    caCertificateId: certificate.caCertificateId ?? null,
    mode: certificate.certificateMode ?? null,
    lastModifiedAt: certificate.lastModifiedDate ?? null,
    customerVersion: certificate.customerVersion ?? null,
    ownedBy: certificate.ownedBy ?? null,
    previousOwnedBy: certificate.previousOwnedBy ?? null,
    generationId: certificate.generationId ?? null,
    transfer: certificate.transferData ?? null,
  }
}
