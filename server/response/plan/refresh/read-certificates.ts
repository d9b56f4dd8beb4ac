import type { DescribedCertificate, PrincipalThing } from '#server/aws/iot-certificates.ts'
import { iotArn } from '#server/history/arn.ts'
import type { FactAccount } from '#server/history/observation.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { Asked } from './asked.ts'
import type { Depth } from './depth.ts'

/** What AWS says of one certificate. Null: it has none; undefined: not asked, or not told. */
export type CertificateRead = {
  id: string
  certificate: DescribedCertificate | null | undefined
  things: PrincipalThing[] | null | undefined
}

const atOnce = 16

export function readCertificates(
  { aws }: AskingParts,
  asked: Asked,
  account: FactAccount,
  ids: string[],
  depth: Depth,
): Promise<CertificateRead[]> {
  return inParallel(ids, atOnce, async (id) => {
    const arn = iotArn(account, `cert/${id}`)
    const [certificate, things] = await Promise.all([
      depth.statuses === 'each'
        ? asked.ask('statuses', 'iot:DescribeCertificate', () => aws.describeCertificate(id))
        : undefined,
      depth.sharing ? asked.ask('attachments', 'iot:ListPrincipalThingsV2', () => aws.principalThings(arn)) : undefined,
    ])
    return { id, certificate, things }
  })
}
