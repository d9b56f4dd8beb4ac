import { actionIds, actions } from '#contract/actions.ts'
import type { Incident } from '#contract/incidents.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { countsByStanding, isUndone } from '#server/response/taken-back.ts'

const runsShown = 50

// A plan that came to nothing, or waits to be asked for, answers no incident.
const isRequested = sql`r.requested_at is not null`

export type RunRow = {
  id: string
  number: number
  action: string
  state: string
  s: number | null
  undone: boolean
  counts: Record<string, number>
}

/** The latest runs that answer an incident, newest first, RunRow each. */
export const runsIn = (
  incident: Fragment,
): Fragment => sql`select r.id, r.number, r.action, r.state, r.contained_in_s as s,
    ${isUndone} as undone, coalesce(${countsByStanding}, '{}') as counts
  from response_runs r where r.incident_id = ${incident} and ${isRequested} order by r.number desc limit ${runsShown}::int`

/** The latest runs that answer an incident, newest first, each with what its targets came to. */
export async function runsOf(connection: Sql, id: string): Promise<Incident['runs']> {
  const { rows } = await connection.query<RunRow>(toQuery(runsIn(sql`${id}::uuid`)))
  return rows.map(toRun)
}

export const toRun = ({ s, counts, ...run }: RunRow): Incident['runs'][number] => {
  const outcome = outcomeOf(run, counts)
  // What a later run let in again is not said to be out, whichever way that was asked for.
  const letIn = (counts.undone ?? 0) > 0 && (outcome === 'contained' || outcome === 'done')
  return { ...run, outcome, undone: run.undone || letIn, containedInS: s }
}

const ended = ['done', 'stopped', 'cancelled']
const unsettled = ['pending', 'applying', 'applied', 'confirmed']

/** What a run came to: the worst of its targets. Contained only when each one that it acted on is. */
function outcomeOf(
  { action, state }: { action: string; state: string },
  counts: Readonly<Record<string, number>>,
): Incident['runs'][number]['outcome'] {
  const has = (...states: string[]) => states.some((one) => (counts[one] ?? 0) > 0)
  const acts = ended.includes(state) || state === 'running' || state === 'watching'
  if (!acts) return 'open'
  if (has('not-contained')) return 'not-contained'
  if (!ended.includes(state) && (state === 'running' || has(...unsettled))) return 'open'
  if (has('failed')) return 'failed'
  if (has('unproved')) return 'unproved'
  if (has('proving')) return 'proving'
  const contains = actionIds.some((one) => one === action && actions[one].contains)
  // A target that a stopped run never came to, or left half way, is not out.
  if (contains && has('not-started', ...unsettled)) return 'not-contained'
  return contains && has('contained') ? 'contained' : 'done'
}
