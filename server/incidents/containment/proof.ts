import type pg from 'pg'
import { actionIds, actions } from '#contract/actions.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { isUndone } from '#server/response/taken-back.ts'
import type { StoredIncident } from '../queries/row.ts'
import { principalsOf } from '../queries/sides.ts'
import { sidesIn } from '../stored.ts'

// The take-over by which its last session ended, and the look that found none, are told by different clocks.
const toleranceMs = 1_000

const containing = actionIds.filter((action) => actions[action].contains)

/** What keeps an incident's parties out: since when, when that had been proved, and by which run. */
type Containment = { at: Date; provedAt: Date; run: number; seconds: number | null }

type Contained = {
  kind: string
  name: string
  at: Date
  proved_at: Date | null
  number: number
  contained_in_s: number | null
}

/** Whether a later run let a target `t` of a run `r`, or a certificate that went with it, in again. */
const isLetIn: Fragment = sql`exists (select 1 from response_targets l join response_runs n on n.id = l.run_id
  where l.account_id = t.account_id and n.number > r.number and l.attempted_at is not null
    and n.action in ('restore', 'release-thing', 'reactivate-certificate')
    and l.state not in ('failed', 'not-started', 'skipped')
    and ((l.kind = t.kind and l.name = t.name) or (l.kind = 'certificate' and exists (select 1 from response_touched x
      where x.run_id = t.run_id and x.n = t.n and x.kind = 'certificate' and x.name = l.name))))`

/** Whether a certificate that a target `t` was kept out by was seen to be active again, whoever did that. */
const isReactivated: Fragment = sql`exists (select 1 from response_steps s
  join certificates c on c.account_id = t.account_id and c.certificate_id = s.params->>'certificateId' and c.status = 'ACTIVE'
  join fact_history h on h.subject_kind = 'certificate' and h.subject_row_id = c.id and h.change = 'status'
    and h.after = '"ACTIVE"' and h.observed_at > t.contained_at
  where s.run_id = t.run_id and s.n = t.n and s.params->>'kind' = 'set-certificate-status')`

/**
 * Whether an incident is contained by the runs that answer it; null when nothing proves it. A conflict needs two: of
 * several credentials all but one must be kept out, a single one must be; where records name none, the thing of the
 * client ID must be, and of a storm every member. What was contained before the last take-over does not count: it did
 * not help. Nor does what was taken back.
 */
export async function containedBy(tx: pg.PoolClient, incident: StoredIncident): Promise<Containment | null> {
  const { rows } = await tx.query<Contained>(
    toQuery(sql`select o.kind, o.name, t.contained_at as at, t.proved_at, r.number, r.contained_in_s
      from response_runs r join response_targets t on t.run_id = r.id
      cross join lateral (select t.kind, t.name union
        select x.kind, x.name from response_touched x where x.run_id = t.run_id and x.n = t.n) o
      where r.incident_id = ${incident.id}::uuid and r.action = any(${containing}::text[]) and t.state = 'contained'
        and t.contained_at is not null and not ${isUndone} and not ${isLetIn} and not ${isReactivated}`),
  )
  if (rows.length === 0) return null
  const out = await outBy(tx, incident, rows)
  if (!out) return null
  const last = rows.reduce((latest, row) => (row.at > latest.at ? row : latest))
  if (last.at.getTime() + toleranceMs < incident.last_at.getTime()) return null
  const proved = Math.max(...rows.map(({ at, proved_at }) => (proved_at ?? at).getTime()))
  return { at: last.at, provedAt: new Date(proved), run: last.number, seconds: last.contained_in_s }
}

/** Whether enough of the parties are among what runs contained. */
async function outBy(tx: pg.PoolClient, incident: StoredIncident, contained: Contained[]): Promise<boolean> {
  const named = (kind: string) => new Set(contained.flatMap((one) => (one.kind === kind ? [one.name] : [])))
  const [things, certificates] = [named('thing'), named('certificate')]
  if (incident.storm_key !== null) return areAllOut(tx, incident.id, things)
  const principals = principalsOf(sidesIn(incident.sides))
  if (principals.length === 0) return things.has(incident.thing_name ?? incident.client_id)
  const { rows } = await tx.query<{ certificate_id: string; name: string }>(
    `select c.certificate_id, t.name from certificates c join thing_certificates l on l.certificate_row_id = c.id
     join things t on t.id = l.thing_row_id where c.account_id = $1 and c.certificate_id = any($2)`,
    [incident.account_id, principals],
  )
  const isOut = (principal: string) =>
    certificates.has(principal) || rows.some((row) => row.certificate_id === principal && things.has(row.name))
  const left = principals.filter((principal) => !isOut(principal)).length
  return left < principals.length && left <= (principals.length > 1 ? 1 : 0)
}

/** Whether every client ID that a storm joins is that of a contained thing. */
async function areAllOut(tx: pg.PoolClient, storm: string, things: Set<string>): Promise<boolean> {
  const { rows } = await tx.query<{ left: number; members: number }>(
    `select count(*) filter (where coalesce(thing_name, client_id) <> all($2))::int as left, count(*)::int as members
     from incidents where merged_into = $1`,
    [storm, [...things]],
  )
  return rows[0] !== undefined && rows[0].members > 0 && rows[0].left === 0
}

/** Why nothing proves any more that an incident is contained, as a sentence for its timeline. */
export async function whyNotContained(tx: pg.PoolClient, incident: StoredIncident): Promise<string> {
  const { rows } = await tx.query<{
    number: number
    undone: boolean
    let_in: boolean
    active: boolean
    adrift: boolean
    proving: boolean
  }>(
    toQuery(sql`select r.number, ${isUndone} as undone, coalesce(bool_or(${isLetIn}), false) as let_in,
        coalesce(bool_or(${isReactivated}), false) as active, coalesce(bool_or(t.state in ('not-contained', 'unproved')), false) as adrift,
        coalesce(bool_or(t.state = 'proving'), false) as proving
      from response_runs r join response_targets t on t.run_id = r.id
      where r.incident_id = ${incident.id}::uuid and r.action = any(${containing}::text[])
      group by r.id, r.number order by r.number desc`),
  )
  const undone = rows.find((row) => row.undone || row.let_in)
  if (undone) return `Run ${undone.number} was undone`
  const active = rows.find((row) => row.active)
  if (active) return `A certificate that run ${active.number} cut off is active again`
  const adrift = rows.find((row) => row.adrift)
  if (adrift) return `Run ${adrift.number} is not contained any more`
  const proving = rows.find((row) => row.proving)
  if (proving) return `What run ${proving.number} cut off may have been in again: it is being proved anew`
  const goesOn = incident.contained_at !== null && incident.contained_at < incident.last_at
  return goesOn ? 'The conflict goes on after containment' : 'Not every side is kept out any more'
}
