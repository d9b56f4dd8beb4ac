import type pg from 'pg'
import type { Behaviour, BehaviourMetric } from '#contract/behaviours.ts'
import { metrics } from '../metrics.ts'
import type { StoredProfile } from '../profiles.ts'
import { among } from './among.ts'

/** What a device did in the window that is judged. */
export type Measured = { device: string; value: number | null; items: string[] | null }

type Of = { account: number; profile: Pick<StoredProfile, 'targets'>; behaviour: Behaviour; end: Date }

const dayMs = 86_400_000

/**
 * What the devices of a profile did in the window that ends at `end`. Of what is counted, those without anything in the
 * window did nothing: they are told as 0 when `quiet` names them or, of a lower limit, when they did something that day.
 */
export async function measure(
  tx: pg.PoolClient,
  { account, profile, behaviour, end }: Of,
  quiet: readonly string[],
): Promise<Measured[]> {
  const { metric, durationS } = behaviour
  if (metric === 'aws:disconnect-duration') return away(tx, { account, profile, end })
  if (metric === 'fleetwarden:agent-silence') return silent(tx, { account, profile, end })
  const { over, kind } = metrics[metric]
  const values: unknown[] = [account, metric, new Date(end.getTime() - durationS * 1000), end]
  const value = kind === 'number' ? `${over === 'sum' ? 'sum' : 'max'}(w.value)` : 'NULL::float8'
  const { rows } = await tx.query<Measured>(
    `SELECT w.device, ${value} AS value, ${kind === 'number' ? 'NULL::text[]' : 'array_agg(DISTINCT i.item ORDER BY i.item)'} AS items
     FROM metric_windows w ${kind === 'number' ? '' : 'CROSS JOIN LATERAL unnest(w.items) i (item)'}
     WHERE w.account_id = $1 AND w.metric = $2 AND w.at >= $3 AND w.at < $4 AND ${among('w.device', profile.targets, values)}
     GROUP BY w.device`,
    values,
  )
  if (kind !== 'number') return rows
  const seen = new Set(rows.map(({ device }) => device))
  const others = new Set(quiet.filter((device) => !seen.has(device)))
  if (wantsQuiet(behaviour))
    for (const device of await ofThatDay(tx, { account, profile, metric, end }))
      if (!seen.has(device)) others.add(device)
  // Only what is added up is nothing when nothing came; a state that was not reported is not known.
  if (over !== 'sum') return rows
  return [...rows, ...[...others].map((device) => ({ device, value: 0, items: null }))]
}

// A lower limit is broken by silence, and a percentile is of all, also of those that did nothing.
const wantsQuiet = ({ criteria }: Behaviour) =>
  criteria.kind === 'percentile' || criteria.operator.startsWith('greater')

type Day = Pick<Of, 'account' | 'profile' | 'end'> & { metric: BehaviourMetric }

async function ofThatDay(tx: pg.PoolClient, { account, profile, metric, end }: Day): Promise<string[]> {
  const values: unknown[] = [account, metric, new Date(end.getTime() - dayMs), end]
  const { rows } = await tx.query<{ device: string }>(
    `SELECT DISTINCT w.device FROM metric_windows w WHERE w.account_id = $1 AND w.metric = $2 AND w.at >= $3 AND w.at < $4
       AND ${among('w.device', profile.targets, values)}`,
    values,
  )
  return rows.map(({ device }) => device)
}

/** Minutes that things have been away, by the fleet index. */
async function away(tx: pg.PoolClient, { account, profile, end }: Omit<Of, 'behaviour'>): Promise<Measured[]> {
  const values: unknown[] = [account, end]
  const { rows } = await tx.query<Measured>(
    `SELECT p.thing_name AS device, extract(epoch FROM $2::timestamptz - p.since)::float8 / 60 AS value, NULL::text[] AS items
     FROM presence p WHERE p.account_id = $1 AND NOT p.connected AND p.since < $2 AND ${among('p.thing_name', profile.targets, values)}`,
    values,
  )
  return rows
}

/** Minutes since agents reported last; of those that ever did. */
async function silent(tx: pg.PoolClient, { account, profile, end }: Omit<Of, 'behaviour'>): Promise<Measured[]> {
  const values: unknown[] = [account, end]
  const { rows } = await tx.query<Measured>(
    `SELECT a.device, greatest(0, extract(epoch FROM $2::timestamptz - a.last_report_at))::float8 / 60 AS value, NULL::text[] AS items
     FROM device_agents a WHERE a.account_id = $1 AND ${among('a.device', profile.targets, values)}`,
    values,
  )
  return rows
}

const historyMs = 14 * dayMs
const mostHistory = 500

/** What devices did in the windows before, for their own baselines: only windows in which they did something. */
export async function histories(
  tx: pg.PoolClient,
  { account, behaviour, end }: Pick<Of, 'account' | 'behaviour' | 'end'>,
  devices: readonly string[],
): Promise<Map<string, number[]>> {
  const { metric, durationS } = behaviour
  const { over } = metrics[metric]
  const { rows } = await tx.query<{ device: string; history: number[] }>(
    `SELECT d.device, h.history FROM unnest($3::text[]) d (device) CROSS JOIN LATERAL (
       SELECT array_agg(b.value) AS history FROM (
         SELECT ${over === 'sum' ? 'sum' : 'max'}(w.value) AS value FROM metric_windows w
         WHERE w.account_id = $1 AND w.metric = $2 AND w.device = d.device AND w.at >= $4 AND w.at < $5
         GROUP BY date_bin(make_interval(secs => $6), w.at, $5::timestamptz) ORDER BY date_bin(make_interval(secs => $6), w.at, $5::timestamptz) DESC
         LIMIT ${mostHistory}) b) h`,
    [
      account,
      metric,
      devices,
      new Date(end.getTime() - historyMs),
      new Date(end.getTime() - durationS * 1000),
      durationS,
    ],
  )
  return new Map(rows.map(({ device, history }) => [device, history ?? []]))
}
