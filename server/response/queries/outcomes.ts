import { actionIds, actions } from '#contract/actions.ts'
import type { RunFilters } from '#contract/response.ts'
import { daysAfter } from '#server/credentials/rules.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'

export type Outcome = NonNullable<RunFilters['outcome']>

const containing = actionIds.filter((id) => actions[id].contains)

// By then somebody has acted, or knows: what nobody can settle would be in the way of what is new.
const newsForDays = 7

/**
 * Whether a run `r` may have left something in a state it should not be in: not for long, and not one that was undone,
 * whose targets are meant to be in.
 */
export const isRecent = (now: Date): Fragment => sql`(r.created_at > ${daysAfter(now, -newsForDays)}
  and not exists (select 1 from response_runs u where u.undo_of = r.id and u.state in ('queued', 'running', 'watching', 'done')))`

/** Targets `t` of a run `r` that are in a state they should not be left in, unless a later run acted on them. */
export function isAdrift(states: readonly ('not-contained' | 'unproved')[]): Fragment {
  return sql`t.state = any(${[...states]}::text[]) and not exists (
    select 1 from response_targets l join response_runs n on n.id = l.run_id
    where l.account_id = t.account_id and l.kind = t.kind and l.name = t.name and n.number > r.number
      and l.attempted_at is not null and l.state not in ('failed', 'not-started'))`
}

/** Whether a run `r` came, or is coming, to this. A run that is still watched may yet be shown to be out. */
export function hasOutcome(outcome: Outcome, { now, limitS }: { now: Date; limitS: number }): Fragment {
  if (outcome !== 'over-limit') {
    return sql`(r.state <> 'watching' and ${isRecent(now)} and exists (select 1 from response_targets t
      where t.run_id = r.id and ${isAdrift([outcome])}))`
  }
  return sql`(r.state in ('queued', 'running', 'watching') and r.action = any(${containing}::text[])
    and r.queued_at < ${now}::timestamptz - make_interval(secs => ${limitS})
    and exists (select 1 from response_targets t where t.run_id = r.id
      and t.state in ('pending', 'applying', 'applied', 'confirmed', 'not-contained')))`
}
