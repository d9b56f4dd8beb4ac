import { type FeedRow, type Readiness, readinessOf } from '#server/findings/evaluate/readiness.ts'
import type { Sql } from '#server/platform/db.ts'

/** How far the facts of feeds can be trusted over all accounts of a scope. */
export type Trust = (reads: readonly string[], objects?: readonly string[]) => Readiness

/**
 * Reads how old every feed of the accounts is, once. A feed that is missing or stale in one of them is so for all, and the
 * reason names those accounts where others have it.
 */
export async function trustIn(connection: Sql, accounts: readonly number[], now: Date): Promise<Trust> {
  const { rows } = await connection.query<FeedRow & { account: number }>(
    `select account_id as account, collector, state, lease_until as "leaseUntil", last_outcome as "lastOutcome",
       last_success_at as "lastSuccessAt", missing_permission as "missingPermission",
       left_out as "leftOut"
     from collections where account_id = any($1::int[])`,
    [accounts],
  )
  const { rows: named } = await connection.query<{ id: number; name: string }>(
    'select id, name from aws_accounts where id = any($1::int[])',
    [accounts],
  )
  const feeds = accounts.map((account) => new Map(rows.filter((row) => row.account === account).map(keyed)))
  return (reads, objects = []) => {
    if (reads.length === 0) return { whyNot: null, factsAt: null }
    const answers = feeds.map((own) => readinessOf(reads, own, now, { objects }))
    const ages = answers.map(({ factsAt }) => factsAt)
    const [first, ...more] = accounts.filter((_, place) => answers[place]?.whyNot)
    const whyNot = answers.find((one) => one.whyNot !== null)?.whyNot ?? null
    const some = first !== undefined && more.length + 1 < accounts.length
    const names = named.filter(({ id }) => id === first || more.includes(id)).map(({ name }) => name)
    return {
      whyNot: whyNot !== null && some ? `${names.join(', ')}: ${whyNot}` : whyNot,
      factsAt: ages.includes(null) ? null : oldest(ages),
    }
  }
}

const keyed = (row: FeedRow): [string, FeedRow] => [row.collector, row]

/** The oldest of several instants; null without any. */
export function oldest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((first, at) => (at && (!first || at < first) ? at : first), null)
}
