import type { ListedCaCertificate } from '#server/aws/iot-certificates.ts'
import {
  type CaCertificateFacts,
  recordCaCertificates,
  recordCaCertificatesGone,
} from '#server/credentials/ingest/ca-certificates.ts'
import { iotArn } from '#server/history/arn.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { collector, listing, minutes, type Source } from '../collector.ts'

export default collector({
  title: 'CA certificates',
  brings: 'certificate authorities',
  everyMs: minutes(15),
  needs: ['iot:ListCACertificates', 'iot:DescribeCACertificate'],
  ways: {
    list: listing<ListedCaCertificate, CaCertificateFacts>({
      pages: ({ aws }, token) => aws.iot.caCertificates(token),
      // There are few, and whether they register devices by themselves is told nowhere else.
      enrich: async (source, items) => (await inParallel(items, 8, (item) => describe(source, item))).flat(),
      keep: recordCaCertificates,
      gone: {
        table: 'ca_certificates',
        name: 'certificate_id',
        exists: async ({ aws }, id) => (await aws.iot.caCertificate(id)) !== null,
        keep: recordCaCertificatesGone,
      },
    }),
  },
})

async function describe({ aws, account }: Source, listed: ListedCaCertificate): Promise<CaCertificateFacts[]> {
  const answer = await aws.iot.caCertificate(listed.certificateId)
  if (!answer) return []
  const { certificateDescription: said, registrationConfig } = answer
  return [
    {
      id: listed.certificateId,
      arn: said.certificateArn ?? iotArn(account, `cacert/${listed.certificateId}`),
      status: said.status ?? listed.status,
      mode: said.certificateMode ?? null,
      autoRegistrationStatus: said.autoRegistrationStatus ?? null,
      createdAt: said.creationDate ?? listed.creationDate ?? null,
      lastModifiedAt: said.lastModifiedDate ?? null,
      customerVersion: said.customerVersion ?? null,
      ownedBy: said.ownedBy ?? null,
      generationId: said.generationId ?? null,
      registrationConfig: registrationConfig ?? null,
      pem: said.certificatePem ?? null,
      validity: said.validity ?? null,
    },
  ]
}
