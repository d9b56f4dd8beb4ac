import type pg from 'pg'
import { cause } from '#contract/incidents.ts'
import { playbookOf } from '../queries/playbooks.ts'
import type { StoredIncident } from '../queries/row.ts'

/**
 * Notes the first time that somebody took an incident up, and gives it the tasks of its cause. Later times change nothing:
 * what was measured stays, and tasks were perhaps edited.
 */
export async function beginTriage(client: pg.PoolClient, incident: StoredIncident, now: Date): Promise<void> {
  const { rowCount } = await client.query(
    'update incidents set acknowledged_at = $2 where id = $1 and acknowledged_at is null',
    [incident.id, now],
  )
  if (!rowCount) return
  const { steps } = await playbookOf(client, cause.catch('undecided').parse(incident.cause))
  await client.query(
    `insert into incident_tasks (incident_id, place, text) select $1, m.last + s.place, s.text
     from unnest($2::text[]) with ordinality s(text, place),
       (select coalesce(max(place), 0) as last from incident_tasks where incident_id = $1) m`,
    [incident.id, steps],
  )
}
