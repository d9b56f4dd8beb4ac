import type { ThingDetail } from '#contract/things.ts'

type Read = Pick<ThingDetail, 'principalsReadAt' | 'attachedCertificates'>

/** Which of a thing's findings cannot be named, for want of knowing what is attached; undefined when all can. */
export function unknownFindings({ principalsReadAt, attachedCertificates }: Read): string | undefined {
  if (principalsReadAt === null)
    return 'What is attached to it has not been read yet: findings on its certificates and their policies are unknown.'
  if (attachedCertificates.some(({ policiesRead }) => !policiesRead))
    return 'Its policies have not been read yet: findings on them are unknown.'
  return undefined
}
