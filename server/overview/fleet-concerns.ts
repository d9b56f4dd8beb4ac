import { accountsInScope } from '#server/accounts/scope.ts'
import { countCertificates } from '#server/credentials/queries/count-certificates.ts'
import { knownIndexing } from '#server/fleet/ingest/indexing.ts'
import { countThings } from '#server/fleet/queries/count-things.ts'
import type { Context } from '#server/platform/context.ts'

type Count = { count: number; capped: boolean }

/** Counts that attention needs and no rollup keeps. */
export type FleetConcerns = {
  quiet: Count
  connectedWithoutCredential: Count
  expiringThisWeek: Count
  expiringThisMonth: Count
  /** Accounts whose fleet index says nothing of connectivity. */
  withoutConnectivity: number
}

export const quietAfterDays = 30

export async function fleetConcerns(context: Context, scope: { account?: number }): Promise<FleetConcerns> {
  const accounts = await accountsInScope(context, scope.account)
  const [quiet, connectedWithoutCredential, expiringThisWeek, expiringThisMonth, indexing] = await Promise.all([
    countThings(context, { ...scope, quietDays: quietAfterDays }),
    countThings(context, { ...scope, withoutCredential: true, presence: 'connected' }),
    countCertificates(context, { ...scope, expiresWithinDays: 7 }),
    countCertificates(context, { ...scope, expiresWithinDays: 30 }),
    Promise.all(accounts.map((account) => knownIndexing(context.database.pool, account))),
  ])
  const withoutConnectivity = indexing.filter(({ connectivity }) => !connectivity).length
  return { quiet, connectedWithoutCredential, expiringThisWeek, expiringThisMonth, withoutConnectivity }
}
