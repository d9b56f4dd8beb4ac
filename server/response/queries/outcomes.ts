import { actionIds, actions } from '#contract/actions.ts'
import type { RunFilters } from '#contract/response.ts'
import { daysAfter } from '#server/credentials/rules.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'

export type Outcome = NonNullable<RunFilters['outcome']>

const containing = actionIds.filter((id) => actions[id].contains)

// By then somebody has acted, or knows: what nobody can settle would be in the way of what is new.
const newsForDays = 7

/** Whether a run `r` is not undone: the targets of one that is are meant to be in. */
const stands = sql`not exists (select 1 from response_runs u
  where u.undo_of = r.id and u.state in ('queued', 'running', 'watching', 'done'))`

/**
 * Whether a target `t` that a run `r` left adrift is still somebody's business: one with a session for as long as it
 * has it, one that nothing tells of for some days.
 */
export const concerns = (now: Date): Fragment =>
  sql`(${stands} and (t.state = 'not-contained' or r.created_at > ${daysAfter(now, -newsForDays)}))`

/** Whether a run `r` was asked for, and is no mere plan. */
export const isRequested = sql`(r.requested_at is not null or r.state not in ('planning', 'planned', 'plan-failed'))`

/** Whether a run `r` has calls to make. */
export const isUnderWay = sql`r.state in ('queued', 'running')`

/** Whether a run `r` is no exercise: those answer incidents that were made to practise. */
export const isReal = sql`not exists (select 1 from incidents e where e.id = r.incident_id and e.drill is not null)`

/** Targets `t` of a run `r` that are in a state they should not be left in, unless a later run acted on them. */
export function isAdrift(states: readonly ('not-contained' | 'unproved')[]): Fragment {
  return sql`t.state = any(${[...states]}::text[]) and not exists (
    select 1 from response_targets l join response_runs n on n.id = l.run_id
    where l.account_id = t.account_id and l.kind = t.kind and l.name = t.name and n.number > r.number
      and l.attempted_at is not null and l.state not in ('failed', 'not-started'))`
}

/** Whether a run `r` came, or is coming, to this. One that is still watched may yet be shown to be out where nothing tells. */
export function hasOutcome(outcome: Outcome, { now, limitS }: { now: Date; limitS: number }): Fragment {
  if (outcome !== 'over-limit') {
    const watched = outcome === 'not-contained' ? sql`true` : sql`r.state <> 'watching'`
    return sql`(${watched} and exists (select 1 from response_targets t
      where t.run_id = r.id and ${concerns(now)} and ${isAdrift([outcome])}))`
  }
  return sql`(r.state in ('queued', 'running', 'watching') and r.action = any(${containing}::text[])
    and r.queued_at < ${now}::timestamptz - make_interval(secs => ${limitS})
    and exists (select 1 from response_targets t where t.run_id = r.id
      and t.state in ('pending', 'applying', 'applied', 'confirmed', 'not-contained')))`
}
