import { cause, severity } from '#contract/incidents.ts'
import type { ConcernedIncident } from '#contract/response.ts'
import type { Sql } from '#server/platform/db.ts'
import type { PlannedRun } from './planned-run.ts'
import type { Planned } from './planning.ts'
import { touchedBy } from './touched-by.ts'

const mostShown = 20

/** Planned targets with the open incidents that concern them: `incidents` has the ids of all, `shown` the worst 20. */
export type Concerned = Planned & { incidents: ConcernedIncident[] }

/**
 * Says of each target which open incidents name it, its certificates, or a client or thing that loses access with it.
 * Not part of a digest: an incident that is opened meanwhile changes nothing about what will be called.
 */
export async function withIncidents(sql: Sql, run: PlannedRun, batch: Planned[]): Promise<Concerned[]> {
  const found = await incidentsOf(
    sql,
    run.account.id,
    batch.flatMap((planned) => namesOf(planned, run.kind)),
  )
  return batch.map((planned) => {
    const incidents = found.get(planned.n) ?? []
    return { ...planned, incidents, shown: { ...planned.shown, incidents: incidents.slice(0, mostShown) } }
  })
}

type Name = { n: number; kind: string; name: string }

/** Everything of a target that an incident may be about. An undo's target is of the kind that its run was aimed at. */
function namesOf(planned: Planned, kind: PlannedRun['kind']): Name[] {
  const { n, facts } = planned
  const own = facts.kind === 'thing' ? facts.certificates.map(({ certificateId }) => certificateId) : []
  const names = [
    { n, kind, name: facts.name },
    ...own.map((name) => ({ n, kind: 'certificate', name })),
    ...touchedBy(planned),
  ]
  // A thing connects under its own name unless something else is known.
  return names.flatMap((one) => (one.kind === 'thing' ? [one, { ...one, kind: 'client' }] : [one]))
}

type Row = { n: number; id: string; number: number; severity: string; cause: string; client_id: string }

/** By target, worst first. One that was joined to another is told by that one. */
async function incidentsOf(sql: Sql, account: number, names: Name[]): Promise<Map<number, ConcernedIncident[]>> {
  const { rows } = await sql.query<Row>(
    `WITH named AS MATERIALIZED (SELECT DISTINCT * FROM unnest($2::int[], $3::text[], $4::text[]) AS w(n, kind, name)),
     hit AS (
       SELECT w.n, coalesce(i.merged_into, i.id) AS id FROM named w
         JOIN incidents i ON i.account_id = $1 AND i.thing_name = w.name AND i.state IN (${live}) WHERE w.kind = 'thing'
       UNION
       SELECT w.n, coalesce(i.merged_into, i.id) FROM named w
         JOIN incidents i ON i.account_id = $1 AND i.client_id = w.name AND i.state IN (${live}) AND i.storm_key IS NULL
         WHERE w.kind = 'client'
       UNION
       SELECT w.n, coalesce(i.merged_into, i.id) FROM named w
         JOIN incident_actors a ON a.account_id = $1 AND a.kind = 'principal' AND a.value = w.name
         JOIN incidents i ON i.id = a.incident_id AND i.state IN (${live}) WHERE w.kind = 'certificate'
     )
     SELECT h.n, i.id, i.number, i.severity, i.cause, i.client_id FROM hit h
     JOIN incidents i ON i.id = h.id AND i.state IN (${open}) ORDER BY i.severity_rank, i.last_at DESC, i.id`,
    [account, names.map(({ n }) => n), names.map(({ kind }) => kind), names.map(({ name }) => name)],
  )
  const incidents = new Map<number, ConcernedIncident[]>()
  for (const { n, client_id: clientId, ...row } of rows) {
    const shown = {
      id: row.id,
      number: row.number,
      severity: severity.parse(row.severity),
      cause: cause.catch('undecided').parse(row.cause),
      clientId,
    }
    incidents.set(n, [...(incidents.get(n) ?? []), shown])
  }
  return incidents
}

const open = `'new', 'triaged', 'contained'`
const live = `${open}, 'merged'`
