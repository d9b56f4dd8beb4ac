import type { Readable } from 'node:stream'
import { exportActivityCsv } from '#server/activity/export.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { every, sql } from '#server/platform/sql.ts'
import { getIncident } from '../queries/get-incident.ts'
import { recordsOfIncident } from '../queries/records.ts'
import { readIncident } from '../queries/row.ts'
import { timelineOf } from '../queries/timeline.ts'
import { archive } from './archive.ts'

/**
 * Everything there is on one incident as one archive: what was judged and why, the records it rests on, its timeline,
 * what people decided with their seals in the trail, and a document to read. The manifest has the hash of each file.
 * Throws a Refusal when there is no such incident.
 */
export async function packIncident(context: Context, { id }: { id: string }): Promise<Readable> {
  const { database, now, actor } = context
  const incident = await getIncident(context, { id })
  const row = await readIncident(database.pool, id)
  const records = recordsOfIncident(row)
  const about = {
    incident: incident.number,
    id,
    clientId: incident.clientId,
    exercise: incident.drill,
    packedAt: now.toISOString(),
    packedBy: actor?.name ?? null,
    product: 'Fleetwarden',
  }
  return archive(
    [
      {
        name: 'incident.pdf',
        content: async () =>
          (await import('./document.tsx')).incidentDocument(incident, await timelineOf(database.pool, id, 200), now),
      },
      { name: 'incident.json', content: async () => `${JSON.stringify(incident, null, 2)}\n` },
      {
        name: 'timeline.csv',
        content: () =>
          csvExport(database.pool, [
            sql`select ${isoCell(sql`at`)} as at, kind, ${plainCell(sql`by_name`)} as by, ${plainCell(sql`title`)} as title,
              ${plainCell(sql`detail`)} as detail from incident_log where incident_id = ${id}::uuid order by incident_log.at, id`,
          ]),
      },
      {
        name: 'records.csv',
        content: () =>
          csvExport(database.pool, [
            sql`select ${isoCell(sql`e.at`)} as at, e.kind, ${plainCell(sql`e.client_id`)} as client_id,
              ${plainCell(sql`e.principal`)} as principal, ${plainCell(sql`e.source_ip`)} as source_ip, e.source_port,
              ${plainCell(sql`e.reason`)} as reason, e.duplicate, ${plainCell(sql`e.session`)} as session, e.version, e.feed,
              e.event_key from ${records.from} where ${every(records.where)} order by e.at, e.event_key`,
          ]),
      },
      { name: 'decisions.csv', content: () => exportActivityCsv(context, { object: id }) },
      {
        name: 'response.csv',
        content: () =>
          csvExport(database.pool, [
            sql`select r.number as run, r.action, r.state as run_state, ${plainCell(sql`r.by_name`)} as asked_by,
              ${plainCell(sql`r.decided_by_name`)} as decided_by, ${plainCell(sql`r.reason`)} as reason, t.kind,
              ${plainCell(sql`t.name`)} as target, t.state, t.request_id as aws_request_id, ${isoCell(sql`t.applied_at`)} as applied_at,
              ${isoCell(sql`t.confirmed_at`)} as confirmed_at, ${isoCell(sql`t.contained_at`)} as contained_at,
              ${plainCell(sql`t.observation`)} as observation, ${plainCell(sql`t.error`)} as error
            from response_runs r join response_targets t on t.run_id = r.id where r.incident_id = ${id}::uuid
            order by r.number, t.n`,
          ]),
      },
    ],
    about,
    now,
  )
}
