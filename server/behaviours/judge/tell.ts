import type pg from 'pg'
import type { Behaviour, BehaviourMetric } from '#contract/behaviours.ts'
import type { Severity } from '#contract/incidents.ts'
import { keepSightings } from '#server/findings/witness.ts'
import { type MetricFeed, metrics } from '../metrics.ts'
import { checkOf, type StoredProfile } from '../profiles.ts'
import { among } from './among.ts'
import type { FeedStanding } from './feeds.ts'
import { joinIncidents } from './join-incidents.ts'

type At = { account: number; profiles: readonly StoredProfile[]; now: Date }

/**
 * Ends alarms that nobody holds the device to any more: the behaviour is no longer or measures something else, the profile
 * is turned off, or the device is gone or none of its targets.
 */
export async function invalidate(tx: pg.PoolClient, { account, profiles, now }: At): Promise<void> {
  const held = profiles.flatMap(({ name, behaviours }) =>
    behaviours.map((one) => [name, one.name, one.metric] as const),
  )
  const pairs = [account, held.map(([profile]) => profile), held.map(([, behaviour]) => behaviour)]
  await tx.query(
    `UPDATE violations v SET state = 'alarm-invalidated', cleared_at = $5
     WHERE v.account_id = $1 AND v.state = 'in-alarm' AND v.source = 'ours' AND NOT EXISTS (
       SELECT FROM unnest($2::text[], $3::text[], $4::text[]) k (profile, behaviour, metric)
       WHERE k.profile = v.profile AND k.behaviour = v.behaviour AND k.metric = v.metric)`,
    [...pairs, held.map(([, , metric]) => metric), now],
  )
  for (const { name, targets } of profiles) {
    const values: unknown[] = [account, name, now]
    await tx.query(
      `UPDATE violations v SET state = 'alarm-invalidated', cleared_at = $3
       WHERE v.account_id = $1 AND v.profile = $2 AND v.state = 'in-alarm' AND v.source = 'ours'
         AND NOT ${among('v.device', targets, values)}`,
      values,
    )
  }
  await tx.query(
    `DELETE FROM behaviour_streaks s WHERE s.account_id = $1 AND NOT EXISTS (
       SELECT FROM unnest($2::text[], $3::text[]) k (profile, behaviour) WHERE k.profile = s.profile AND k.behaviour = s.behaviour)`,
    pairs,
  )
}

type Row = {
  device: string
  profile: string
  behaviour: string
  metric: string
  severity: Severity
  value: string
  limit: string
  registered: boolean
}

/** Makes alarms findings, those that ended none, and incidents of those whose behaviour asks for one. */
export async function tellViolations(
  tx: pg.PoolClient,
  {
    account,
    profiles,
    feeds,
    judged,
    now,
  }: At & { feeds: Record<MetricFeed, FeedStanding>; judged: ReadonlyMap<string, number> },
): Promise<void> {
  const { rows } = await tx.query<Row>(
    `SELECT v.device, v.profile, v.behaviour, v.metric, v.severity, v.value, v."limit",
       EXISTS (SELECT FROM things t WHERE t.account_id = $1 AND t.name = v.device AND t.gone_at IS NULL) AS registered
     FROM violations v WHERE v.account_id = $1 AND v.state = 'in-alarm' AND v.source = 'ours' ORDER BY v.device, v.profile, v.behaviour`,
    [account],
  )
  const { rows: known } = await tx.query<{ check: string }>(
    `SELECT check_id AS check FROM check_results WHERE account_id = $1 AND source = 'behaviour'`,
    [account],
  )
  const watched = profiles.flatMap(({ name, behaviours }) =>
    behaviours.map((one) => ({
      check: checkOf(name, one.name),
      behaviour: one,
      feed: feeds[metrics[one.metric].from],
    })),
  )
  const checks = new Set([...watched.map(({ check }) => check), ...known.map(({ check }) => check)])
  await keepSightings(
    tx,
    { account, source: 'behaviour', now, complete: [...checks] },
    rows.map(({ device, profile, behaviour, metric, severity, value, limit, registered }) => ({
      check: checkOf(profile, behaviour),
      kind: registered ? 'thing' : 'client',
      subject: device,
      severity,
      says: `${says(metric)}: ${value}; normal is ${limit}`,
    })),
  )
  const failing = (check: string) =>
    rows.filter(({ profile, behaviour }) => checkOf(profile, behaviour) === check).length
  const standing = watched.map(({ check, behaviour, feed }) => ({
    ...{ check, failing: failing(check), at: feed.at },
    ...standingOf(behaviour, feed, judged.get(check)),
  }))
  // What was not due keeps the answer of its last window.
  await tx.query(
    `INSERT INTO check_results AS r (account_id, check_id, source, subject_kind, state, evaluated, failing, why_not, judged_at, facts_at)
     SELECT $1, g.check_id, 'behaviour', 'thing', CASE WHEN g.failing > 0 THEN 'failing' ELSE coalesce(g.state, 'waiting') END,
       g.evaluated, g.failing, CASE WHEN g.state IS NULL THEN $8 ELSE g.why END, $7, g.at
     FROM unnest($2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $9::timestamptz[]) g (check_id, failing, state, evaluated, why, at)
     ON CONFLICT (account_id, check_id, source) DO UPDATE SET failing = excluded.failing, facts_at = excluded.facts_at,
       state = CASE WHEN excluded.failing > 0 THEN 'failing' WHEN excluded.state <> 'waiting' THEN excluded.state
         WHEN r.state = 'failing' OR ${feedWasMissing} THEN 'waiting' ELSE r.state END,
       evaluated = CASE WHEN excluded.state = 'waiting' THEN r.evaluated ELSE excluded.evaluated END,
       why_not = CASE WHEN excluded.state = 'waiting' AND NOT (${feedWasMissing}) THEN r.why_not ELSE excluded.why_not END,
       judged_at = CASE WHEN excluded.state = 'waiting' AND NOT (${feedWasMissing}) THEN r.judged_at ELSE excluded.judged_at END`,
    [
      ...[account, standing.map(({ check }) => check), standing.map((one) => one.failing)],
      ...[
        standing.map(({ state }) => state),
        standing.map(({ evaluated }) => evaluated),
        standing.map(({ why }) => why),
      ],
      ...[now, 'No whole window has been watched yet', standing.map(({ at }) => at)],
    ],
  )
  await tx.query(
    `DELETE FROM check_results WHERE account_id = $1 AND source = 'behaviour' AND check_id <> ALL ($2::text[])`,
    [account, watched.map(({ check }) => check)],
  )
  await joinIncidents(tx, { account, profiles, now })
}

// Of `check_results r`: no device was looked at. Once the feed is there it is said no longer, due or not.
const feedWasMissing = `r.state = 'unknown' AND r.evaluated IS NULL`

type Standing = { state: 'passed' | 'unknown' | null; evaluated: number | null; why: string | null }

/** What a window without an alarm comes to; null: it was not due. Nobody to judge is unknown, unless nothing is nothing. */
function standingOf({ metric, criteria }: Behaviour, feed: FeedStanding, devices: number | undefined): Standing {
  if (feed.why !== null) return { state: 'unknown', evaluated: null, why: feed.why }
  if (devices === undefined) return { state: null, evaluated: null, why: null }
  const { over, from } = metrics[metric]
  const nothingIsNothing =
    criteria.kind === 'static' && over === 'sum' && from !== 'reports' && criteria.operator.startsWith('less')
  if (devices > 0 || nothingIsNothing)
    return { state: 'passed', evaluated: nothingIsNothing ? null : devices, why: null }
  const why =
    criteria.kind === 'baseline'
      ? 'No device has a habit yet to be held against'
      : 'Nothing was measured of any device in its last window'
  return { state: 'unknown', evaluated: 0, why }
}

// A metric of an earlier version stands for itself.
const says = (metric: string) => (metric in metrics ? metrics[metric as BehaviourMetric].says : metric)
