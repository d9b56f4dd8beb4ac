import { type BehaviourFigures, verificationState } from '#contract/behaviours.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'

const days = 30

/** Behaviours in figures: what is in alarm, what people said of alarms, and whose agents report. */
export async function behaviourFigures(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<BehaviourFigures> {
  const accounts = await accountsInScope(context, account)
  const { pool } = context.database
  // What goes on is found by index, and everything else within its days: alarms are kept for years.
  const [alarms, verified, perDay, results, agents, judged] = await Promise.all([
    pool.query<{ metric: string; count: number }>(
      `select metric, sum(count)::int as count from (
         select metric, count(*) as count from violations where state = 'in-alarm' and source = 'ours' and account_id = any($1::int[]) group by 1
         union all
         select coalesce(metric, ''), count(*) from detect_violations where gone_at is null and account_id = any($1::int[]) group by 1) n
       group by 1 order by 2 desc, 1`,
      [accounts],
    ),
    pool.query<{ verification: string; count: number }>(
      `select verification, sum(count)::int as count from (
         select verification, count(*) as count from violations where account_id = any($1::int[])
           and started_at >= $2::timestamptz - interval '${days} days' group by 1
         union all
         select coalesce(verification, 'UNKNOWN'), count(*) from detect_violations where account_id = any($1::int[])
           -- What began within these days was seen within them: that has an index.
           and coalesce(last_at, seen_at) >= $2::timestamptz - interval '${days} days'
           and coalesce(started_at, seen_at) >= $2::timestamptz - interval '${days} days' group by 1) n group by 1`,
      [accounts, context.now],
    ),
    pool.query<{ day: string; started: number; cleared: number }>(
      `with began as (select started_at::date as day, count(*)::int as count from violations
           where account_id = any($1::int[]) and started_at >= $2::date - ${days - 1} group by 1),
         ended as (select cleared_at::date as day, count(*)::int as count from violations
           where account_id = any($1::int[]) and cleared_at >= $2::date - ${days - 1} group by 1)
       select to_char(d.day, 'YYYY-MM-DD') as day, coalesce(b.count, 0) as started, coalesce(e.count, 0) as cleared
       from generate_series($2::date - ${days - 1}, $2::date, '1 day') d(day)
       left join began b on b.day = d.day left join ended e on e.day = d.day order by d.day`,
      [accounts, context.now],
    ),
    pool.query<{ judged: number; unknown: number }>(
      `select count(*) filter (where state in ('passed', 'failing'))::int as judged, count(*) filter (where state = 'unknown')::int as unknown
       from check_results where source in ('behaviour', 'detect') and account_id = any($1::int[])`,
      [accounts],
    ),
    pool.query<{ reporting: number; any: boolean; things: number }>(
      `select (select count(*)::int from device_agents a where a.account_id = any($1::int[]) and a.last_report_at > $2::timestamptz - interval '1 day') as reporting,
         exists (select from device_agents a where a.account_id = any($1::int[])) as any,
         (select coalesce(sum(things), 0)::int from thing_rollup where account_id = any($1::int[])) as things`,
      [accounts, context.now],
    ),
    pool.query<{ at: Date | null }>(
      'select max(judged_at) as at from behaviour_positions where account_id = any($1::int[])',
      [accounts],
    ),
  ])
  const [row] = agents.rows
  const inAlarm = alarms.rows.reduce((sum, { count }) => sum + count, 0)
  return {
    // No alarm where nothing was judged is no good news.
    inAlarm: inAlarm > 0 || (results.rows[0]?.judged ?? 0) > 0 ? inAlarm : null,
    unknown: results.rows[0]?.unknown ?? 0,
    byMetric: alarms.rows,
    verified: verificationState.options.map((verification) => ({
      verification,
      count: verified.rows.find((one) => one.verification === verification)?.count ?? 0,
    })),
    perDay: perDay.rows,
    // Where no agent ever reported, nothing is said to be silent: perhaps none is installed, or no queue is read.
    reporting: row?.any ? row.reporting : null,
    silent: row?.any ? Math.max(0, row.things - row.reporting) : null,
    judgedAt: judged.rows[0]?.at?.toISOString() ?? null,
  }
}
