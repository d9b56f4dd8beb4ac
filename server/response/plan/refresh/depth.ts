import type { AskingParts } from '../plan-parts.ts'

/** Which facts of a run's targets are asked of AWS; the others are taken as last collected, with their age. */
export type Depth = {
  things: boolean
  attachments: boolean
  memberships: boolean
  statuses: 'each' | 'listed' | 'stored'
  sharing: boolean
  sessions: boolean
  jobs: boolean
}

/** How many targets are always asked for in full. */
export const fewTargets = 100
const longestS = 120
// Two calls each, at ten a second for the whole account.
const fewForJobs = 25
const pageSize = 250

/** Everything for few targets; of many, what takes no longer than about two minutes. */
export function depthFor(
  aws: AskingParts['aws'],
  counts: { kind: string; targets: number; certificates: number; allCertificates: number },
): Depth {
  const { kind, targets, certificates, allCertificates } = counts
  const few = targets <= fewTargets
  const affords = (calls: number, operation: string) => calls / aws.perSecond(operation) <= longestS
  const isThing = kind === 'thing'
  const pages = Math.ceil(allCertificates / pageSize)
  const listed = !few && pages < certificates && affords(pages, 'ListCertificates')
  return {
    things: isThing && (few || affords(targets, 'DescribeThing')),
    attachments: isThing && (few || affords(targets, 'ListThingPrincipalsV2')),
    memberships: isThing && (few || affords(targets, 'ListThingGroupsForThing')),
    statuses: few ? 'each' : listed ? 'listed' : affords(certificates, 'DescribeCertificate') ? 'each' : 'stored',
    sharing: few || affords(certificates, 'ListPrincipalThingsV2'),
    sessions: few,
    jobs: targets <= fewForJobs,
  }
}
