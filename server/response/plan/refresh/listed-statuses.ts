import { recordCertificates } from '#server/credentials/ingest/certificates.ts'
import { iotArn } from '#server/history/arn.ts'
import type { FactAccount } from '#server/history/observation.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { Asked } from './asked.ts'
import { observe } from './observe.ts'

/** Lists every certificate with its status into the fact tables. Answers whether AWS told them all. */
export async function refreshListedStatuses(parts: AskingParts, asked: Asked, account: FactAccount): Promise<boolean> {
  const told = await asked.ask('statuses', 'iot:ListCertificates', async () => {
    for await (const { items } of parts.aws.listCertificates()) {
      await observe(parts, account, (seen) =>
        recordCertificates(
          seen('certificates'),
          items.map((certificate) => ({
            id: certificate.certificateId,
            arn: certificate.certificateArn ?? iotArn(account, `cert/${certificate.certificateId}`),
            status: certificate.status,
            mode: certificate.certificateMode ?? null,
            createdAt: certificate.creationDate ?? null,
          })),
        ),
      )
    }
    return true
  })
  return told ?? false
}
