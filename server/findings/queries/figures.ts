import type { FindingFigures } from '#contract/findings.ts'
import { severity } from '#contract/incidents.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { ranks } from '../ranks.ts'

type Scope = { account?: number | undefined; check?: string | undefined }
const daysShown = 90

/** Findings in figures; a day on which nothing was judged has no number. */
export async function findingFigures(context: Context, { account, check }: Scope): Promise<FindingFigures> {
  const accounts = await accountsInScope(context, account)
  const of: Fragment = check ? sql`and check_id = ${check}` : sql``
  const { pool } = context.database
  const [now, results, days, resolved] = await Promise.all([
    // Each half as one partial index has it.
    pool.query<{ rank: number; open: number; suppressed: number }>(
      toQuery(sql`select rank, count(*)::int as open, 0 as suppressed from findings
          where open and suppression_id is null and account_id = any(${accounts}::int[]) ${of} group by rank
        union all select rank, 0, count(*)::int from findings
          where open and suppression_id is not null and account_id = any(${accounts}::int[]) ${of} group by rank`),
    ),
    pool.query<{ unknown: number; judged_at: Date | null }>(
      toQuery(sql`select count(distinct check_id) filter (where state in ('unknown', 'error'))::int as unknown, max(judged_at) as judged_at
        from check_results where account_id = any(${accounts}::int[]) ${of}`),
    ),
    pool.query<{ day: string; open: number | null; opened: number; resolved: number }>(
      toQuery(sql`select to_char(d.day, 'YYYY-MM-DD') as day, sum(f.open)::int as open, coalesce(sum(f.opened), 0)::int as opened,
          coalesce(sum(f.resolved), 0)::int as resolved
        from generate_series(${context.now}::date - ${daysShown - 1}::int, ${context.now}::date, '1 day') d(day)
        left join finding_days f on f.day = d.day and f.account_id = any(${accounts}::int[]) ${of}
        group by d.day order by d.day`),
    ),
    pool.query<{ days: number | null }>(
      toQuery(sql`select percentile_cont(0.5) within group (order by extract(epoch from resolved_at - opened_at) / 86400) as days
        from (select one.* from unnest(${accounts}::int[]) a(id) cross join lateral (
            select resolved_at, opened_at from findings where not open and account_id = a.id ${of}
            order by resolved_at desc limit 1000) one order by resolved_at desc limit 1000) latest`),
    ),
  ])
  const sum = (key: 'open' | 'suppressed') => now.rows.reduce((total, row) => total + row[key], 0)
  return {
    open: sum('open'),
    bySeverity: severity.options.map((one) => ({
      severity: one,
      count: now.rows.filter(({ rank }) => rank === ranks[one]).reduce((total, { open }) => total + open, 0),
    })),
    suppressed: sum('suppressed'),
    unknown: results.rows[0]?.unknown ?? 0,
    perDay: days.rows,
    medianDaysToResolve: resolved.rows[0]?.days ?? null,
    judgedAt: results.rows[0]?.judged_at?.toISOString() ?? null,
  }
}
