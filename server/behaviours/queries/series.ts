import type { BehaviourMetric } from '#contract/behaviours.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { baselineOf, leastHistory } from '../criteria.ts'
import { standings } from '../judge/feeds.ts'
import { metrics } from '../metrics.ts'

type Asked = { account: number; device: string; metric: BehaviourMetric; hours?: number | undefined }

const hourMs = 3_600_000
const habitDays = 14

/** One metric of one device, window by window; where nothing happened it is 0 when it is counted, else a gap. */
export async function metricSeries({ database, now }: Context, { account, device, metric, hours = 24 }: Asked) {
  const { kind, over, from } = metrics[metric]
  const feeds = await standings(database.pool, account, now)
  const start = new Date(now.getTime() - hours * hourMs)
  const { rows } = await database.pool.query<{ at: Date; value: number | null }>(
    `select g.at, ${kind === 'number' ? 'w.value' : 'cardinality(w.items)::float8'} as value
     from generate_series(date_bin('5 minutes', $4::timestamptz, 'epoch'), $5::timestamptz, '5 minutes') g(at)
     left join metric_windows w on w.account_id = $1 and w.metric = $2 and w.device = $3 and w.at = g.at order by g.at`,
    [account, metric, device, start, now],
  )
  const { rows: habit } = await database.pool.query<{ value: number }>(
    `select coalesce(value, cardinality(items)) as value from metric_windows
     where account_id = $1 and metric = $2 and device = $3 and at >= $4 order by at desc limit 500`,
    [account, metric, device, new Date(now.getTime() - habitDays * 24 * hourMs)],
  )
  const since = await watchedSince(database.pool, account, device)
  const baseline = baselineOf(habit.map(({ value }) => value))
  const { fresh, why } = feeds[from]
  return {
    points: rows.map(({ at, value }) => ({
      at: at.toISOString(),
      value: value ?? (over === 'sum' && fresh && since !== null && at >= since ? 0 : null),
    })),
    median: baseline?.median ?? null,
    deviation: baseline?.deviation ?? null,
    why: why ?? (baseline ? null : `Fewer than ${leastHistory} windows of it are known: its habit is not`),
  }
}

/** Since when nothing means that nothing happened; null for a device that nobody knows. */
async function watchedSince(sql: Sql, account: number, device: string): Promise<Date | null> {
  const { rows } = await sql.query<{ since: Date }>(
    `select greatest(p.since, t.first_seen_at) as since from behaviour_positions p
     join things t on t.account_id = p.account_id and t.name = $2 where p.account_id = $1`,
    [account, device],
  )
  return rows[0]?.since ?? null
}
