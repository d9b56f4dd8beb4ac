import type { ListedCertificate } from '#server/aws/iot-certificates.ts'
import { recordCertificates, recordCertificatesGone } from '#server/credentials/ingest/certificates.ts'
import { iotArn } from '#server/history/arn.ts'
import { collector, listing, minutes } from '../collector.ts'

export default collector({
  title: 'Certificates',
  brings: 'certificates and their status',
  everyMs: minutes(15),
  needs: ['iot:ListCertificates', 'iot:DescribeCertificate'],
  ways: {
    list: listing<ListedCertificate>({
      pages: ({ aws }, token) => aws.iot.certificates(token),
      keep(seen, items) {
        const facts = items.map(({ certificateId, certificateArn, status, certificateMode, creationDate }) => ({
          id: certificateId,
          arn: certificateArn ?? iotArn(seen.account, `cert/${certificateId}`),
          status,
          mode: certificateMode ?? null,
          createdAt: creationDate ?? null,
        }))
        return recordCertificates(seen, facts)
      },
      async expected({ sql, account }) {
        const { rows } = await sql.query<{ count: number }>(
          `SELECT coalesce(sum(certificates), 0)::int8 AS count FROM certificate_rollup
           WHERE account_id = $1 AND dimension = 'expires-on'`,
          [account.id],
        )
        return Math.ceil((rows[0]?.count ?? 0) / 250) || null
      },
      gone: {
        table: 'certificates',
        name: 'certificate_id',
        exists: async ({ aws }, id) => (await aws.iot.certificate(id)) !== null,
        keep: recordCertificatesGone,
      },
    }),
  },
})
