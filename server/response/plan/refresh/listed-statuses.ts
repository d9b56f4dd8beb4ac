import { recordCertificates } from '#server/credentials/ingest/certificates.ts'
import { iotArn } from '#server/history/arn.ts'
import type { FactAccount } from '#server/history/observation.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { Asked } from './asked.ts'
import { observe } from './observe.ts'

/**
 * Lists every certificate with its status into the fact tables. Answers which of the `wanted` the list did not hold:
 * lists are not snapshots, so whether those are gone has to be asked. Undefined when AWS did not tell the whole list.
 */
export async function refreshListedStatuses(
  parts: AskingParts,
  asked: Asked,
  account: FactAccount,
  wanted: Iterable<string>,
): Promise<ReadonlySet<string> | undefined> {
  return asked.ask('statuses', 'iot:ListCertificates', async () => {
    const missing = new Set(wanted)
    for await (const { items } of parts.aws.listCertificates()) {
      for (const { certificateId } of items) missing.delete(certificateId)
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
    return missing
  })
}
