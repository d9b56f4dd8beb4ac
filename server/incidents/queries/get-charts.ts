import type { IncidentCharts } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { chartsOf } from '../charts.ts'
import { sidesIn } from '../stored.ts'
import { latestRecords } from './records.ts'
import { readIncident } from './row.ts'

const recordsCharted = 2_000

/** An incident's sessions, take-overs and gaps, from its latest records. Throws a Refusal when there is no such incident. */
export async function getCharts({ database }: Context, { id }: { id: string }): Promise<IncidentCharts> {
  const incident = await readIncident(database.pool, id)
  const { records, cut } = await latestRecords(database.pool, incident, recordsCharted)
  if (records.length > 0) return { ...chartsOf(records, sidesIn(incident.sides)), cut }
  const span = { from: incident.first_at.toISOString(), to: incident.last_at.toISOString() }
  return { ...span, lanes: [], perMinute: [], intervals: [], cut }
}
