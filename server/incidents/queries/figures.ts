import { cause, type IncidentFigures, severity } from '#contract/incidents.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { isOpen } from './list-incidents.ts'

const daysShown = 30
const exercisesShown = 50

type DayRow = {
  day: string
  opened: number
  kicks: number
  acknowledge: number | null
  contain: number | null
  resolve: number | null
}

/** Incidents in figures; exercises are listed apart and counted nowhere else. */
export async function getFigures(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<IncidentFigures> {
  const { pool } = context.database
  const accounts = await accountsInScope(context, account)
  const real = sql`i.account_id = any(${accounts}::int[]) and i.drill is null and i.state <> 'merged'`
  const [open, days, exercises] = await Promise.all([
    pool.query<{ severity: string; cause: string; count: number; unassigned: number }>(
      toQuery(sql`select i.severity, i.cause, count(*)::int as count,
        count(*) filter (where i.assignee_id is null)::int as unassigned
        from incidents i where ${real} and ${isOpen} group by i.severity, i.cause`),
    ),
    pool.query<DayRow>(toQuery(perDay(real, context.now))),
    pool.query<{ id: string; number: number; scenario: string; at: Date; by: string | null }>(
      toQuery(sql`select i.id, i.number, i.drill as scenario, i.opened_at as at, i.drill_by as by from incidents i
        where i.account_id = any(${accounts}::int[]) and i.drill is not null
          and i.state <> 'merged' order by i.opened_at desc limit ${exercisesShown}`),
    ),
  ])
  const sum = (rows: { count: number }[]) => rows.reduce((all, { count }) => all + count, 0)
  const measured = (of: 'acknowledge' | 'contain' | 'resolve') =>
    days.rows.map((row) => ({ day: row.day, medianS: row[of] }))
  return {
    open: sum(open.rows),
    unassigned: open.rows.reduce((all, { unassigned }) => all + unassigned, 0),
    bySeverity: severity.options.map((one) => ({
      severity: one,
      count: sum(open.rows.filter((row) => row.severity === one)),
    })),
    byCause: cause.options.map((one) => ({ cause: one, count: sum(open.rows.filter((row) => row.cause === one)) })),
    perDay: days.rows.map(({ day, opened, kicks }) => ({ day, opened, kicks })),
    acknowledge: measured('acknowledge'),
    contain: measured('contain'),
    resolve: measured('resolve'),
    exercises: exercises.rows.map(({ at, by, ...row }) => ({ ...row, at: at.toISOString(), by: by ?? 'Unknown' })),
  }
}

/** What was opened each day, and how long it took in the middle until it was acknowledged, contained and resolved. */
const perDay = (real: Fragment, now: Date): Fragment => sql`
  select to_char(d.day, 'YYYY-MM-DD') as day, count(i.id)::int as opened, coalesce(sum(i.kicks), 0)::float8 as kicks,
    ${median(sql`i.acknowledged_at`)} as acknowledge, ${median(sql`i.contained_at`)} as contain, ${median(sql`i.resolved_at`)} as resolve
  from generate_series(date_trunc('day', ${now}::timestamptz at time zone 'UTC') - interval '1 day' * ${daysShown - 1},
    date_trunc('day', ${now}::timestamptz at time zone 'UTC'), interval '1 day') d(day)
  left join (select * from incidents i where ${real} and i.opened_at >= ${now}::timestamptz - interval '1 day' * ${daysShown}) i
    on date_trunc('day', i.opened_at at time zone 'UTC') = d.day
  group by d.day order by d.day`

// Replayed records may open an incident after what they tell of: no time is less than none.
const median = (moment: Fragment): Fragment =>
  sql`percentile_cont(0.5) within group (order by greatest(0, extract(epoch from ${moment} - i.opened_at)))
    filter (where ${moment} is not null)`
