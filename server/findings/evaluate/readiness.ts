import type { Sql } from '#server/platform/db.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { isRunning } from '#server/sync/rules.ts'

/** One collector of an account, as far as trusting its facts needs it. */
export type FeedRow = {
  collector: string
  state: string
  leaseUntil: Date | null
  lastOutcome: string | null
  lastSuccessAt: Date | null
  missingPermission: string | null
  /** Kinds of small objects that the last reading had to leave out, though it brought the others. */
  leftOut: readonly string[]
}

/** Whether the facts that some collectors bring may be judged, and the age of the oldest of them. */
export type Readiness = { whyNot: string | null; factsAt: Date | null }

const periodsUntilStale = 3
// What is read every few seconds is not stale for one slow minute.
const leastStaleMs = 15 * 60_000

/** The collectors of an account, by their ids. */
export async function readFeeds(sql: Sql, account: number): Promise<Map<string, FeedRow>> {
  const { rows } = await sql.query<FeedRow>(
    `SELECT collector, state, lease_until AS "leaseUntil", last_outcome AS "lastOutcome", last_success_at AS "lastSuccessAt",
       missing_permission AS "missingPermission", left_out AS "leftOut" FROM collections WHERE account_id = $1`,
    [account],
  )
  return new Map(rows.map((row) => [row.collector, row]))
}

/**
 * How far the facts of these collectors can be trusted: facts that are missing or stale are never a pass. `objects`: kinds
 * of small objects that are wanted of them, of which a reading may have left out some.
 */
export function readinessOf(
  reads: readonly string[],
  feeds: ReadonlyMap<string, FeedRow>,
  now: Date,
  {
    kinds = feedKinds,
    objects = [],
  }: { kinds?: Record<string, { brings: string; everyMs: number }>; objects?: readonly string[] } = {},
): Readiness {
  let factsAt: Date | null = null
  for (const collector of reads) {
    const row = feeds.get(collector)
    const left = row?.leftOut.find((kind) => objects.includes(kind))
    const whyNot = whyNotReady(row, kinds[collector], now) ?? (left ? leftOutWords(left) : null)
    if (whyNot) return { whyNot, factsAt: row?.lastSuccessAt ?? null }
    if (row?.lastSuccessAt && (!factsAt || row.lastSuccessAt < factsAt)) factsAt = row.lastSuccessAt
  }
  return { whyNot: null, factsAt }
}

/** Why nothing can be said of a kind of small objects that the last reading left out. */
export const leftOutWords = (kind: string) => `Could not be read with the rest: ${kind.replaceAll('-', ' ')}`

function whyNotReady(
  row: FeedRow | undefined,
  kind: { brings: string; everyMs: number } | undefined,
  now: Date,
): string | null {
  if (!kind) return 'Nothing in this version reads the facts it needs'
  const what = kind.brings
  switch (row?.lastOutcome) {
    case 'not-permitted':
      return `We may not read ${what}: ${row.missingPermission ?? 'a permission'} is missing`
    case 'unavailable':
      return `Not to be had from this endpoint: ${what}`
    case 'credentials':
      return `Not read for want of credentials: ${what}`
  }
  if (!row?.lastSuccessAt) return `Not read completely yet: ${what}`
  const age = now.getTime() - row.lastSuccessAt.getTime()
  if (age <= Math.max(periodsUntilStale * kind.everyMs, leastStaleMs) || isRunning(row, now)) return null
  return `Stale since ${row.lastSuccessAt.toISOString().slice(0, 16).replace('T', ' ')} UTC: ${what}`
}
