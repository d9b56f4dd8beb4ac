import { actionIds, actions } from '#contract/actions.ts'
import { type RunFilters, runFilters, type TargetTally } from '#contract/response.ts'
import { daysAfter } from '#server/credentials/rules.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, instantText, joined, sql, toQuery } from '#server/platform/sql.ts'
import { isUndone } from '../taken-back.ts'

export type Outcome = NonNullable<RunFilters['outcome']>

type Shown = { now: Date; limitS: number }

const containing = actionIds.filter((id) => actions[id].contains)

// By then somebody has acted, or knows: what nobody can settle would be in the way of what is new.
const newsForDays = 7

/** Whether a run `r` was asked for, and is no mere plan. */
export const isRequested = sql`(r.requested_at is not null or r.state not in ('planning', 'planned', 'plan-failed'))`

/** Whether a run `r` has calls to make. */
export const isUnderWay = sql`r.state in ('queued', 'running')`

/** Whether a run `r` is no exercise: those answer incidents that were made to practise. */
export const isReal = sql`not exists (select 1 from incidents e where e.id = r.incident_id and e.drill is not null)`

/** Whether a target `t` is in a state it should not be left in, and no later run acted on it. */
const isAdrift = (state: 'not-contained' | 'unproved'): Fragment =>
  sql`t.state = ${state} and not exists (
    select 1 from response_targets l join response_runs n on n.id = l.run_id
    where l.account_id = t.account_id and l.kind = t.kind and l.name = t.name and n.number > r.number
      and l.attempted_at is not null and l.state not in ('failed', 'not-started'))`

/**
 * Whether a target `t` of a run `r` is what this outcome is about: the one definition of every list, figure and message
 * that names it. One with a session is somebody's business for as long as it has it, one that nothing tells of for some
 * days, and only once its run is watched no longer. What is undone is meant to be in.
 */
function isOf(outcome: Outcome, { now, limitS }: Shown): Fragment {
  const stands = sql`not ${isUndone}`
  if (outcome === 'not-contained') return sql`(${isAdrift('not-contained')} and ${isReal} and ${stands})`
  if (outcome === 'unproved')
    return sql`(${isAdrift('unproved')} and ${isReal} and ${stands} and r.state <> 'watching'
      and r.created_at > ${daysAfter(now, -newsForDays)})`
  if (outcome === 'proving') return sql`(t.state = 'proving' and ${isReal} and ${stands})`
  // What is being proved was out in time, if it is, at the look that its proof began with.
  const late = (since: Fragment) => sql`r.queued_at < ${since} - make_interval(secs => ${limitS})`
  return sql`(r.state in ('queued', 'running', 'watching') and r.action = any(${containing}::text[])
    and ${late(sql`${now}::timestamptz`)} and ${stands}
    and (t.state in ('pending', 'applying', 'applied', 'confirmed', 'not-contained')
      or t.state = 'proving' and (t.proving_since is null or ${late(sql`t.proving_since`)})))`
}

/** Whether a run `r` came, or is coming, to this. */
export const hasOutcome = (outcome: Outcome, shown: Shown): Fragment =>
  sql`exists (select 1 from response_targets t where t.run_id = r.id and ${isOf(outcome, shown)})`

/** Targets, counted, with the runs they are in by their ids. */
export type Tally = Omit<TargetTally, 'runs'> & { runs: string[] }

// Counted so far, so that it stays quick.
const countAtMost = 10_000

const outcomes = runFilters.shape.outcome.unwrap().options

/** Whether this column is the account in scope; of every account, as in the lists, when none is. */
export const isInScope = (column: Fragment, account: number | undefined): Fragment =>
  account === undefined ? sql`${column} in (select id from aws_accounts)` : sql`${column} = ${account}`

/** How many targets came to each outcome, and in which runs: what every page says of them. */
export async function tallyOutcomes(
  connection: Sql,
  { account, ...shown }: Shown & { account: number | undefined },
): Promise<Record<Outcome, Tally>> {
  const each = outcomes.map(
    (outcome) => sql`select ${outcome} as outcome, coalesce(sum(g.targets), 0)::int as targets,
      coalesce(array_agg(g.run_id), '{}') as runs, ${instantText(sql`nullif(min(g.at), '-infinity')`)} as at
      from (select s.run_id, count(*) as targets, min(coalesce(s.observed_at, '-infinity')) as at from (
        select t.run_id, t.observed_at from response_targets t join response_runs r on r.id = t.run_id
        where ${isInScope(sql`t.account_id`, account)} and ${isOf(outcome, shown)} limit ${countAtMost + 1}) s group by s.run_id) g`,
  )
  const { rows } = await connection.query<Omit<Tally, 'capped'> & { outcome: string }>(
    toQuery(joined(each, ' union all ')),
  )
  const of = (outcome: Outcome): Tally => {
    const { targets = 0, runs = [], at = null } = rows.find((row) => row.outcome === outcome) ?? {}
    return { targets: Math.min(targets, countAtMost), capped: targets > countAtMost, runs, at }
  }
  return {
    'not-contained': of('not-contained'),
    unproved: of('unproved'),
    'over-limit': of('over-limit'),
    proving: of('proving'),
  }
}
