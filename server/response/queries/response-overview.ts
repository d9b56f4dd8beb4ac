import { actionIds } from '#contract/actions.ts'
import type { ResponseOverview } from '#contract/response.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { readGuards } from '../guards/settings.ts'
import { waitingFor } from './list-runs.ts'
import { concerns, isAdrift, isReal, isUnderWay } from './outcomes.ts'

type Row = {
  waiting_for_me: number
  waiting: number
  running: number
  not_contained: number
  contained_day: number
  failed_day: number
}

const shownRuns = 60

// Targets adrift are counted so far, so that it stays quick.
const countAtMost = 10_000

/** What runs, what waits for whom, what is not shown to be out, and how long containment took; exercises do not count. */
export async function responseOverview(context: Context): Promise<ResponseOverview> {
  const { pool } = context.database
  const [guards, figures, containment] = await Promise.all([
    readGuards(pool),
    pool.query<Row>(
      toQuery(sql`select
        (select count(*) from response_runs r where ${waitingFor(context, 'me')}) as waiting_for_me,
        (select count(*) from response_runs r where ${waitingFor(context, 'anyone')}) as waiting,
        (select count(*) from response_runs r where ${isKnown} and ${isUnderWay}) as running,
        (select count(*) from (select 1 from response_targets t join response_runs r on r.id = t.run_id
          where ${isReal} and ${concerns(context.now)} and ${isAdrift(['not-contained', 'unproved'])} limit ${countAtMost}) some_targets) as not_contained,
        (select count(*) from response_targets t where ${attemptedSince(context.now)} and t.state = 'contained' and ${isOfRealRun}) as contained_day,
        (select count(*) from response_targets t where ${attemptedSince(context.now)} and t.state = 'failed' and ${isOfRealRun}) as failed_day`),
    ),
    latestContained(pool),
  ])
  const row = figures.rows[0]
  return {
    waitingForMe: row?.waiting_for_me ?? 0,
    waiting: row?.waiting ?? 0,
    running: row?.running ?? 0,
    notContained: row?.not_contained ?? 0,
    readOnly: guards.readOnly,
    containmentLimitS: guards.containmentLimitS,
    containment,
    lastDay: { contained: row?.contained_day ?? 0, failed: row?.failed_day ?? 0 },
  }
}

// As the list does: a run of an action that only another version has has no words here.
const isKnown = sql`r.action = any(${[...actionIds]}::text[])`

const isOfRealRun = sql`exists (select 1 from response_runs r where r.id = t.run_id and ${isReal})`

// The index on attempts has the account first.
const attemptedSince = (now: Date) =>
  sql`t.account_id in (select id from aws_accounts) and t.attempted_at > ${now}::timestamptz - interval '1 day'`

async function latestContained(connection: Sql): Promise<ResponseOverview['containment']> {
  const { rows } = await connection.query<{
    run: string
    number: number
    at: Date
    seconds: number
    targets: number
  }>(
    toQuery(sql`select r.id as run, r.number, coalesce(r.finished_at, r.created_at) as at, r.contained_in_s as seconds, r.targets
     from response_runs r where r.contained_in_s is not null and ${isReal}
     order by coalesce(r.finished_at, 'infinity') desc, r.number desc limit ${shownRuns}`),
  )
  return rows.reverse().map((row) => ({ ...row, at: row.at.toISOString() }))
}
