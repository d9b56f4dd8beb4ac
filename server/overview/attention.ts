import type { CaCertificate } from '#contract/ca-certificates.ts'
import type { CertificateBreakdown, ExpiryTimeline } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import type { Feed } from '#contract/sync.ts'
import type { ThingFacets } from '#contract/things.ts'
import type { ResponseConcerns } from '#server/response/queries/response-concerns.ts'
import { authorityItems } from './authority-items.ts'
import { type DeploymentConcerns, deploymentItems } from './deployment-items.ts'
import { feedItems } from './feed-items.ts'
import { type FindingConcerns, findingItems } from './finding-items.ts'
import { type FleetConcerns, quietAfterDays } from './fleet-concerns.ts'
import { type IncidentConcerns, incidentItems } from './incident-items.ts'
import { messageItems } from './message-items.ts'
import { responseItems } from './response-items.ts'
import { severities } from './severities.ts'
import { type TrailConcerns, trailItems } from './trail-items.ts'

/** The facts that attention is judged from; every one is counted elsewhere. */
export type Facts = {
  scope: { account?: number }
  now: Date
  facets: ThingFacets
  breakdown: CertificateBreakdown
  timeline: ExpiryTimeline
  authorities: CaCertificate[]
  concerns: FleetConcerns
  feeds: Feed[]
  silentSince: Date | null
  trail: TrailConcerns
  response: ResponseConcerns
  incidents: IncidentConcerns
  findings: FindingConcerns
  deployments: DeploymentConcerns
  silent: string[]
}

/** What needs a person, worst first, each leading to exactly the rows it counts. */
export function attentionNeeded(facts: Facts): AttentionItem[] {
  const noticed: AttentionItem[] = [
    ...responseItems(facts),
    ...incidentItems(facts),
    ...findingItems(facts),
    ...deploymentItems(facts),
    ...credentialItems(facts),
    ...thingItems(facts),
    ...authorityItems(facts),
    ...feedItems(facts),
    ...trailItems(facts),
    ...messageItems(facts),
  ]
  return noticed
    .filter(({ count }) => count === null || count > 0)
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

function credentialItems({ scope, breakdown, timeline, concerns }: Facts): AttentionItem[] {
  const concern = (name: string) => breakdown.concerns.find(({ value }) => value === name)?.count ?? 0
  const { expiringThisWeek: week, expiringThisMonth: month } = concerns
  return [
    {
      id: 'certificates-expired',
      severity: 'high',
      title: 'Active certificates have expired',
      detail: 'Devices that rely on one cannot connect again once they are cut off.',
      count: timeline.overdue,
      href: links.credentials({ ...scope, expiry: 'expired' }),
    },
    {
      id: 'certificates-expire-this-week',
      severity: 'high',
      title: 'Certificates expire within 7 days',
      detail: 'They need their successors now.',
      ...week,
      href: links.credentials({ ...scope, expiresWithinDays: 7 }),
    },
    {
      id: 'connected-without-credential',
      severity: 'high',
      title: 'Things are connected without an active credential of their own',
      detail:
        'Their certificates are inactive or revoked, or nothing is attached to them. Findings tell since when; those suppressed are counted here too.',
      ...concerns.connectedWithoutCredential,
      href: links.fleet({ ...scope, withoutCredential: true, presence: 'connected' }),
    },
    {
      id: 'certificates-shared',
      severity: 'high',
      title: 'Certificates are shared by several things',
      detail:
        'One stolen key speaks for all of them, and revoking it cuts all of them off. Findings also count those that several client IDs, or AWS’s own audit, tell of.',
      count: concern('shared'),
      href: links.credentials({ ...scope, concern: 'shared' }),
    },
    {
      id: 'certificates-expire-this-month',
      severity: 'medium',
      title: 'Certificates expire within 30 days',
      detail: 'Those of the coming week are counted here too.',
      ...month,
      count: month.count > week.count ? month.count : 0,
      href: links.credentials({ ...scope, expiresWithinDays: 30 }),
    },
    ...(['unattached', 'no-policy', 'leftover', 'pending-too-long'] as const).map((name) => ({
      id: `certificates-${name}`,
      severity: 'low' as const,
      ...minorConcerns[name],
      count: concern(name),
      href: links.credentials({ ...scope, concern: name }),
    })),
  ]
}

const minorConcerns = {
  unattached: {
    title: 'Active certificates are attached to nothing',
    detail:
      'No thing answers for them, yet whoever holds their keys can connect. Claim certificates are counted too; findings leave them out.',
  },
  'no-policy': {
    title: 'Active certificates have no policy',
    detail: 'AWS IoT permits them nothing.',
  },
  leftover: {
    title: 'Things have more than one active certificate',
    detail: 'As after a rotation that was not finished.',
  },
  'pending-too-long': {
    title: 'Certificates have been pending for more than 7 days',
    detail: 'They wait to be activated or accepted.',
  },
}

function thingItems({ scope, facets, concerns }: Facts): AttentionItem[] {
  const of = (counts: { value: string; count: number }[], name: string) =>
    counts.find(({ value }) => value === name)?.count ?? 0
  return [
    {
      id: 'things-without-certificate',
      severity: 'medium',
      title: 'Things have no certificate',
      detail: 'Nothing says how they prove who they are.',
      count: of(facets.health, 'none'),
      href: links.fleet({ ...scope, health: 'none' }),
    },
    {
      id: 'presence-unknown',
      severity: 'medium',
      title: 'It is unknown whether things are connected',
      detail: 'Fleet indexing with thing connectivity tells; it is off, or does not cover them.',
      count: concerns.withoutConnectivity > 0 ? of(facets.presence, 'unknown') : 0,
      href: links.fleet({ ...scope, presence: 'unknown' }),
    },
    {
      id: 'things-quiet',
      severity: 'low',
      title: `Things have been quiet for more than ${quietAfterDays} days`,
      detail: 'They disconnected and have not come back since.',
      ...concerns.quiet,
      href: links.fleet({ ...scope, quietDays: quietAfterDays }),
    },
  ]
}
