import type { Overview } from '#contract/overview.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import { listCaCertificates } from '#server/credentials/queries/ca-certificates.ts'
import { certificateBreakdown } from '#server/credentials/queries/certificate-breakdown.ts'
import { certificateTimeline } from '#server/credentials/queries/certificate-timeline.ts'
import { thingFacets } from '#server/fleet/queries/thing-facets.ts'
import type { Context } from '#server/platform/context.ts'
import { countPolicies } from '#server/policies/queries.ts'
import { responseConcerns } from '#server/response/queries/response-concerns.ts'
import { listFeeds } from '#server/sync/queries.ts'
import { workerSilentSince } from '#server/sync/worker-seen.ts'
import { attentionNeeded } from './attention.ts'
import { deploymentConcerns } from './deployment-items.ts'
import { worstOfEachKind } from './feeds.ts'
import { findingConcerns } from './finding-items.ts'
import { fleetConcerns } from './fleet-concerns.ts'
import { incidentConcerns } from './incident-items.ts'
import { silentChannels } from './message-items.ts'
import { trailConcerns } from './trail-items.ts'
import { dailyTrends } from './trends.ts'

/** The fleet at a glance: figures from rollups, what needs a person first, trends and the age of it all. */
export async function getOverview(context: Context, { account }: { account?: number | undefined }): Promise<Overview> {
  const scope = account === undefined ? {} : { account }
  const [
    accounts,
    facets,
    breakdown,
    timeline,
    authorities,
    policies,
    concerns,
    trends,
    feeds,
    silentSince,
    trail,
    response,
    incidents,
    findings,
    deployments,
    silent,
  ] = await Promise.all([
    accountsInScope(context, account),
    thingFacets(context, scope),
    certificateBreakdown(context, scope),
    certificateTimeline(context, scope),
    listCaCertificates(context, scope),
    countPolicies(context, scope),
    fleetConcerns(context, scope),
    dailyTrends(context, scope),
    listFeeds(context, scope),
    workerSilentSince(context),
    trailConcerns(context),
    responseConcerns(context, scope),
    incidentConcerns(context, scope),
    findingConcerns(context, scope),
    deploymentConcerns(context, scope),
    silentChannels(context),
  ])
  // None found means none only after somebody has looked.
  const known = (count: number, by: string) =>
    count > 0 || feeds.some(({ collector, lastSuccessAt }) => collector === by && lastSuccessAt !== null) ? count : null
  return {
    things: known(sum(facets.health), 'things'),
    presence: facets.presence,
    health: facets.health,
    certificates: {
      total: known(sum(breakdown.statuses), 'certificates'),
      statuses: breakdown.statuses,
      expiries: breakdown.expiries,
    },
    policies: known(policies.count, 'policies'),
    attention: attentionNeeded({
      scope,
      now: context.now,
      facets,
      breakdown,
      timeline,
      authorities,
      concerns,
      feeds,
      silentSince,
      trail,
      response,
      incidents,
      findings,
      deployments,
      silent,
    }),
    trends,
    feeds: worstOfEachKind(feeds),
    accounts: accounts.length,
  }
}

const sum = (counts: { count: number }[]) => counts.reduce((total, { count }) => total + count, 0)
