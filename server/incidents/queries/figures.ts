import { cause, type IncidentFigures, severity } from '#contract/incidents.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { type Fragment, sql, toPrepared } from '#server/platform/sql.ts'
import { rowsOf } from './row.ts'

const daysShown = 30
const exercisesShown = 50

type TimesRow = { day: string; acknowledge: number | null; contain: number | null; resolve: number | null }

type Row = {
  open: { severity: string; cause: string; count: number; unassigned: number }[]
  days: { day: string; opened: number; kicks: number }[]
  times: TimesRow[]
  exercises: { id: string; number: number; scenario: string; at: string; by: string | null }[]
}

/** Incidents in figures; exercises are listed apart and counted nowhere else. */
export async function getFigures(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<IncidentFigures> {
  const { pool } = context.database
  const accounts = await accountsInScope(context, account)
  const days = lastDays(context.now)
  // One statement that every connection plans once.
  const { rows } = await pool.query<Row>(
    toPrepared(sql`select ${rowsOf(openOnes(accounts))} as open, ${rowsOf(openedOn(accounts, days))} as days,
      ${rowsOf(timesTaken(accounts, days))} as times, ${rowsOf(exercisesOf(accounts))} as exercises`),
  )
  const { open, days: perDay, times, exercises } = rows[0] ?? { open: [], days: [], times: [], exercises: [] }
  const sum = (rows: { count: number }[]) => rows.reduce((all, { count }) => all + count, 0)
  const measured = (of: keyof Omit<TimesRow, 'day'>) =>
    days.map((day) => ({ day, medianS: times.find((row) => row.day === day)?.[of] ?? null }))
  return {
    open: sum(open),
    unassigned: open.reduce((all, { unassigned }) => all + unassigned, 0),
    bySeverity: severity.options.map((one) => ({
      severity: one,
      count: sum(open.filter((row) => row.severity === one)),
    })),
    byCause: cause.options.map((one) => ({ cause: one, count: sum(open.filter((row) => row.cause === one)) })),
    perDay: days.map((day) => {
      const { opened = 0, kicks = 0 } = perDay.find((row) => row.day === day) ?? {}
      return { day, opened, kicks }
    }),
    acknowledge: measured('acknowledge'),
    contain: measured('contain'),
    resolve: measured('resolve'),
    exercises: exercises.map(({ at, by, ...row }) => ({ ...row, at: new Date(at).toISOString(), by: by ?? 'Unknown' })),
  }
}

/** The days shown, the first first, in UTC. */
const lastDays = (now: Date): string[] =>
  Array.from({ length: daysShown }, (_, place) =>
    new Date(now.getTime() - (daysShown - 1 - place) * 86_400_000).toISOString().slice(0, 10),
  )

const openOnes = (accounts: number[]): Fragment => sql`
  select severity, cause, sum(count)::int as count, coalesce(sum(count) filter (where unassigned), 0)::int as unassigned
  from incident_open_tally where account_id = any(${accounts}::int[]) group by severity, cause`

const openedOn = (accounts: number[], [first]: string[]): Fragment => sql`
  select to_char(day, 'YYYY-MM-DD') as day, sum(opened)::int as opened, sum(kicks)::float8 as kicks
  from incident_day_tally where account_id = any(${accounts}::int[]) and day >= ${first}::date group by day`

const exercisesOf = (accounts: number[]): Fragment => sql`
  select i.id, i.number, i.drill as scenario, i.opened_at as at, i.drill_by as by from incidents i
  where i.account_id = any(${accounts}::int[]) and i.drill is not null and i.state <> 'merged'
  order by i.opened_at desc limit ${exercisesShown}::int`

/** How long it took in the middle until those opened on a day were acknowledged, contained and resolved. */
const timesTaken = (accounts: number[], [first]: string[]): Fragment => sql`
  select to_char(i.opened_at at time zone 'UTC', 'YYYY-MM-DD') as day, ${median(sql`i.acknowledged_at`)} as acknowledge,
    ${median(sql`i.contained_at`)} as contain, ${median(sql`i.resolved_at`)} as resolve
  from incidents i where i.account_id = any(${accounts}::int[]) and i.opened_at >= ${first}::date at time zone 'UTC'
    and i.drill is null and i.state <> 'merged'
    and (i.acknowledged_at is not null or i.contained_at is not null or i.resolved_at is not null)
  group by 1`

// Replayed records may open an incident after what they tell of: no time is less than none.
const median = (moment: Fragment): Fragment =>
  sql`percentile_cont(0.5) within group (order by greatest(0, extract(epoch from ${moment} - i.opened_at)))
    filter (where ${moment} is not null)`
