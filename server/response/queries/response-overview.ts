import { actionIds } from '#contract/actions.ts'
import type { ResponseOverview, TargetTally } from '#contract/response.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, instantText, sql, toQuery } from '#server/platform/sql.ts'
import { readGuards } from '../guards/settings.ts'
import { isUndone, takenBackAmong } from '../taken-back.ts'
import { waitingFor } from './list-runs.ts'
import { isInScope, isReal, isUnderWay, type Tally, tallyOutcomes } from './outcomes.ts'

type Row = { waiting_for_me: number; waiting: number; running: number }
type DayRow = { contained: number; runs: number; at: string | null; undone: number; failed: number }

const shownRuns = 60

/** What runs, what waits for whom, what is not shown to be out, and how long containment took; exercises do not count. */
export async function responseOverview(
  context: Context,
  { account }: { account?: number | undefined } = {},
): Promise<ResponseOverview> {
  const { now, database } = context
  const { pool } = database
  const guards = await readGuards(pool)
  const within = isInScope(sql`r.account_id`, account)
  const [figures, tallies, day, containment] = await Promise.all([
    pool.query<Row>(
      toQuery(sql`select
        (select count(*) from response_runs r where ${within} and ${waitingFor(context, 'me')}) as waiting_for_me,
        (select count(*) from response_runs r where ${within} and ${waitingFor(context, 'anyone')}) as waiting,
        (select count(*) from response_runs r where ${within} and ${isKnown} and ${isUnderWay}) as running`),
    ),
    tallyOutcomes(pool, { account, now, limitS: guards.containmentLimitS }),
    lastDay(pool, { account, now }),
    latestContained(pool, within),
  ])
  const row = figures.rows[0]
  return {
    waitingForMe: row?.waiting_for_me ?? 0,
    waiting: row?.waiting ?? 0,
    running: row?.running ?? 0,
    notContained: toTally(tallies['not-contained']),
    unproved: toTally(tallies.unproved),
    proving: toTally(tallies.proving),
    readOnly: guards.readOnly,
    containmentLimitS: guards.containmentLimitS,
    containment,
    lastDay: day,
  }
}

const toTally = ({ runs, ...tally }: Tally): TargetTally => ({ ...tally, runs: runs.length })

// As the list does: a run of an action that only another version has has no words here.
const isKnown = sql`r.action = any(${[...actionIds]}::text[])`

/** What the last day's targets stand at by now. Run by run, as few runs have anything that was taken back. */
async function lastDay(
  connection: Sql,
  { account, now }: { account: number | undefined; now: Date },
): Promise<ResponseOverview['lastDay']> {
  // The index on attempts has the account first.
  const attempted = sql`${isInScope(sql`t.account_id`, account)} and t.attempted_at > ${now}::timestamptz - interval '1 day'`
  const { rows } = await connection.query<DayRow>(
    toQuery(sql`with runs as materialized (
        select t.run_id, count(*) filter (where t.state = 'contained') as contained,
          count(*) filter (where t.state = 'failed') as failed, max(t.contained_at) as at
        from response_targets t where ${attempted} group by t.run_id),
      standing as (select d.*, ${takenBackAmong(sql`${attempted} and t.state = 'contained'`)} as undone
        from runs d join response_runs r on r.id = d.run_id where ${isReal})
      select coalesce(sum(contained - undone), 0)::int as contained,
        (count(*) filter (where contained > undone))::int as runs,
        ${instantText(sql`max(at) filter (where contained > undone)`)} as at,
        coalesce(sum(undone), 0)::int as undone, coalesce(sum(failed), 0)::int as failed from standing`),
  )
  const { contained = 0, runs = 0, at = null, undone = 0, failed = 0 } = rows[0] ?? {}
  return { contained: { targets: contained, runs, capped: false, at }, undone, failed }
}

async function latestContained(connection: Sql, within: Fragment): Promise<ResponseOverview['containment']> {
  const { rows } = await connection.query<{
    run: string
    number: number
    at: Date
    seconds: number
    targets: number
    undone: boolean
  }>(
    toQuery(sql`select r.id as run, r.number, coalesce(r.finished_at, r.created_at) as at, r.contained_in_s as seconds, r.targets,
       (${isUndone} or ${takenBackAmong(sql`true`)} > 0) as undone
     from response_runs r where r.contained_in_s is not null and ${within} and ${isReal}
     order by coalesce(r.finished_at, 'infinity') desc, r.number desc limit ${shownRuns}`),
  )
  return rows.reverse().map((row) => ({ ...row, at: row.at.toISOString() }))
}
