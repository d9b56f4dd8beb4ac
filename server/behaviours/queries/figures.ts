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
  const [alarms, verified, perDay, agents, judged] = await Promise.all([
    pool.query<{ metric: string; count: number }>(
      `select metric, count(*)::int as count from violations where state = 'in-alarm' and account_id = any($1::int[]) group by 1 order by 2 desc, 1`,
      [accounts],
    ),
    pool.query<{ verification: string; count: number }>(
      'select verification, count(*)::int as count from violations where account_id = any($1::int[]) group by 1',
      [accounts],
    ),
    pool.query<{ day: string; started: number; cleared: number }>(
      `select to_char(d.day, 'YYYY-MM-DD') as day, count(v.id) filter (where v.started_at::date = d.day)::int as started,
         count(v.id) filter (where v.cleared_at::date = d.day)::int as cleared
       from generate_series($2::date - ${days - 1}, $2::date, '1 day') d(day)
       left join violations v on v.account_id = any($1::int[]) and (v.started_at::date = d.day or v.cleared_at::date = d.day)
       group by d.day order by d.day`,
      [accounts, context.now],
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
  return {
    inAlarm: alarms.rows.reduce((sum, { count }) => sum + count, 0),
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
