import { actionIds, actions } from '#contract/actions.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'

const containing = actionIds.filter((id) => actions[id].contains)

// What puts back what another run did, or lets in again what it kept out.
const letting = ['restore', 'release-thing', 'reactivate-certificate']

/** Whether a run `r` was undone, or is being undone. */
export const isUndone: Fragment = sql`exists (select 1 from response_runs u
  where u.undo_of = r.id and u.state in ('running', 'watching', 'done'))`

/** Whether anything of a run `r` can have been taken back at all: without a later run that lets in, nobody need look. */
const mayBeTakenBack: Fragment = sql`(r.action <> 'restore' and exists (select 1 from response_runs v
  where v.account_id = r.account_id and v.number > r.number and v.action = any(${letting}::text[])
    and v.state in ('running', 'watching', 'done', 'stopped', 'cancelled')))`

// What failed half way has let in, perhaps: it is not said to keep anybody out. A retried undo names no run itself.
const letsIn = sql`v.number > r.number and l.action = any(${letting}::text[])
  and ((l.action = 'restore' and (v.undo_of = r.id or v.undo_of is null))
    or (l.action <> 'restore' and r.action = any(${containing}::text[])))
  and (l.attempted_at is not null or v.state in ('running', 'watching', 'done'))
  and l.state not in ('planned', 'skipped', 'not-started')
  and (l.state <> 'failed' or exists (select 1 from response_steps s
    where s.run_id = l.run_id and s.n = l.n and s.state in ('intended', 'applied', 'confirmed')))`

/** Whether what a run `r` did to its target `t`, or to a certificate that went with it, was taken back by a later run. */
const isTakenBack: Fragment = sql`(exists (select 1 from response_targets l join response_runs v on v.id = l.run_id
    where l.account_id = t.account_id and l.kind = t.kind and l.name = t.name and ${letsIn})
  or exists (select 1 from response_touched x
    join response_targets l on l.account_id = x.account_id and l.kind = 'certificate' and l.name = x.name
    join response_runs v on v.id = l.run_id
    where x.run_id = t.run_id and x.n = t.n and x.kind = 'certificate' and l.action = 'reactivate-certificate' and ${letsIn}))`

const acted = sql`t.state in ('applied', 'confirmed', 'proving', 'contained', 'not-contained', 'unproved')`

/**
 * Where a target `t` of a run `r` stands by now, everywhere that people read it: what was taken back is 'undone',
 * whatever the run came to while it stood.
 */
export const standsAt: Fragment = sql`case when ${acted} and ${mayBeTakenBack} and ${isTakenBack}
  then 'undone' else t.state end`

/** How many targets of a run `r` stand where, as JSON; null when it has none. Mostly the index of states is all it needs. */
export const countsByStanding: Fragment = sql`case when ${mayBeTakenBack}
  then (select jsonb_object_agg(c.state, c.count) from (
    select ${standsAt} as state, count(*) as count from response_targets t where t.run_id = r.id group by 1) c)
  else (select jsonb_object_agg(c.state, c.count) from (
    select t.state, count(*) as count from response_targets t where t.run_id = r.id group by t.state) c) end`

/** How many of those targets `t` of a run `r` were taken back. */
export const takenBackAmong = (which: Fragment): Fragment => sql`case when ${mayBeTakenBack}
  then (select count(*) from response_targets t where t.run_id = r.id and ${which} and ${acted} and ${isTakenBack}) else 0 end`

/** The number of the run that undoes, or undid, a run `r`; null when none does. */
export const undoneBy: Fragment = sql`(select max(u.number) from response_runs u
  where u.undo_of = r.id and u.state in ('running', 'watching', 'done'))`
