import type pg from 'pg'
import { describeCheck } from '#server/findings/describe.ts'
import type { Sighting } from '#server/findings/witness.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { feedState } from '#server/sync/rules.ts'

/**
 * Sets of collectors, each of which tells enough by itself: of deployments, and of what things run. Components are asked
 * for core by core, which succeeds, too, where no core is known because they cannot be listed; and where there is none, they
 * tell of nothing.
 */
export const jobFeeds = [['jobs', 'job-executions']]
export const softwareFeeds = [['package-shadow'], ['greengrass-cores', 'greengrass-components']]

type Feeds = readonly (readonly string[])[]

type Standing = { fresh: boolean; at: Date | null }

/** Whether what brings deployments is fresh enough to say that nothing is wrong, and how old its oldest facts are. */
export async function feedStanding(tx: pg.PoolClient, account: number, feeds: Feeds, now: Date): Promise<Standing> {
  const { rows } = await tx.query(
    `SELECT collector, state, lease_until AS "leaseUntil", last_outcome AS "lastOutcome", last_success_at AS "lastSuccessAt",
       last_finished_at AS "lastFinishedAt", route, pass_started_at AS "passStartedAt" FROM collections WHERE account_id = $1`,
    [account],
  )
  const { rows: cores } = await tx.query(
    'SELECT FROM greengrass_cores WHERE account_id = $1 AND gone_at IS NULL LIMIT 1',
    [account],
  )
  const named = feeds.flat()
  const own = rows.filter(({ collector }) => named.includes(collector))
  const times = own.flatMap(({ lastSuccessAt }) => (lastSuccessAt ? [lastSuccessAt as Date] : []))
  const fresh = own
    .filter(({ collector }) => collector !== 'greengrass-components' || cores.length > 0)
    .filter((row) =>
      ['fresh', 'running'].includes(feedState(row, (feedKinds[row.collector]?.everyMs ?? 0) / 1000, now)),
    )
    .map(({ collector }) => collector)
  return {
    fresh: feeds.some((all) => all.every((collector) => fresh.includes(collector))),
    at: times.length > 0 ? new Date(Math.min(...times.map((time) => time.getTime()))) : null,
  }
}

type Of = { account: number; now: Date; checks: readonly string[]; off: readonly string[]; feeds: Feeds }

const notRead = 'Jobs, cores or software of this account are not read, or not lately'

/**
 * Has checks follow their feeds while there is nothing new to tell: what passed does so no longer once its facts are stale, and
 * again with fresh ones. What somebody else is writing is left for the next time.
 */
export async function followFeeds(
  tx: pg.PoolClient,
  { account, now, checks, feeds }: Omit<Of, 'off'>,
): Promise<number | null> {
  const { fresh, at } = await feedStanding(tx, account, feeds, now)
  const { rowCount } = await tx.query(
    `UPDATE check_results r SET state = $4, why_not = $5, judged_at = $6, facts_at = $7
     FROM (SELECT check_id FROM check_results WHERE account_id = $1 AND source = 'deployment' AND check_id = ANY ($2::text[])
       AND state = $3 FOR UPDATE SKIP LOCKED) was
     WHERE r.account_id = $1 AND r.source = 'deployment' AND r.check_id = was.check_id`,
    [account, checks, ...(fresh ? ['unknown', 'passed', null] : ['passed', 'unknown', notRead]), now, at],
  )
  return rowCount
}

/** Writes what each check of ours came to: nothing found is a pass only while the facts are fresh. */
export async function keepStandings(
  tx: pg.PoolClient,
  { account, now, checks, off, feeds }: Of,
  sightings: readonly Sighting[],
) {
  const { fresh, at } = await feedStanding(tx, account, feeds, now)
  const failing = checks.map((check) => sightings.filter((one) => one.check === check).length)
  await tx.query(
    `INSERT INTO check_results AS r (account_id, check_id, source, subject_kind, state, failing, why_not, judged_at, facts_at)
     SELECT $1, g.check_id, 'deployment', g.kind,
       CASE WHEN g.check_id = ANY ($8::text[]) THEN 'off' WHEN g.failing > 0 THEN 'failing' WHEN $6 THEN 'passed' ELSE 'unknown' END, g.failing,
       CASE WHEN g.check_id = ANY ($8::text[]) THEN 'Turned off in the settings'
         WHEN g.failing = 0 AND NOT $6 THEN $9 END, $5, $7
     FROM unnest($2::text[], $3::text[], $4::bigint[]) g (check_id, kind, failing)
     ON CONFLICT (account_id, check_id, source) DO UPDATE SET state = excluded.state, failing = excluded.failing,
       why_not = excluded.why_not, judged_at = excluded.judged_at, facts_at = excluded.facts_at`,
    [account, checks, checks.map((check) => describeCheck(check).subjectKind), failing, now, fresh, at, off, notRead],
  )
}
