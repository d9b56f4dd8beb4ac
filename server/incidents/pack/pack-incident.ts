import type { Readable } from 'node:stream'
import { exportActivityCsv, exportActivityJsonLines } from '#server/activity/export.ts'
import type { ActivityObject } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { sql } from '#server/platform/sql.ts'
import { standsAt, undoneBy } from '#server/response/taken-back.ts'
import { incidentObject } from '../commands/attempt-on.ts'
import { getIncident } from '../queries/get-incident.ts'
import { recordsTold } from '../queries/records.ts'
import { readIncident } from '../queries/row.ts'
import { timelineEntries, timelineOf } from '../queries/timeline.ts'
import { archive } from './archive.ts'
import { accountOf, runsAskedFor } from './facts.ts'

/** What the pack's file and its entry in the trail say it is about. Throws a Refusal when there is no such incident. */
export async function aboutPack(
  { database }: Context,
  { id }: { id: string },
): Promise<{ file: string; object: ActivityObject }> {
  const { number } = await readIncident(database.pool, id)
  return { file: `incident-${number}`, object: incidentObject(id, number) }
}

/**
 * Everything there is on one incident as one archive: what was judged and why, the records it rests on, its timeline,
 * what people decided with their seals in the trail, and a document to read. The manifest has the hash of each file.
 * Throws a Refusal when there is no such incident.
 */
export async function packIncident(context: Context, { id }: { id: string }): Promise<Readable> {
  const { database, now, actor } = context
  const incident = await getIncident(context, { id })
  const row = await readIncident(database.pool, id)
  const account = await accountOf(database.pool, row.account_id)
  const runs = await runsAskedFor(database.pool, id)
  // What was decided about the incident, and about the runs that answered it, target by target.
  const decisions = { object: id, objects: runs.map((run) => run.id) }
  const about = {
    incident: incident.number,
    id,
    clientId: incident.clientId,
    account,
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
          (await import('./document.ts')).incidentDocument({
            incident,
            account,
            runs,
            timeline: await timelineOf(database.pool, id, 200),
            now,
          }),
      },
      { name: 'incident.json', content: async () => `${JSON.stringify(incident, null, 2)}\n` },
      {
        name: 'timeline.csv',
        content: () =>
          csvExport(database.pool, [
            sql`select ${isoCell(sql`e.at`)} as at, e.kind, ${plainCell(sql`e.by_name`)} as by, ${plainCell(sql`e.title`)} as title,
              ${plainCell(sql`e.detail`)} as detail from ${timelineEntries(id)} e order by e.at, e.id`,
          ]),
      },
      {
        name: 'records.csv',
        content: () =>
          csvExport(database.pool, [
            sql`select ${isoCell(sql`e.at`)} as at, e.kind, ${plainCell(sql`e.client_id`)} as client_id,
              ${plainCell(sql`e.principal`)} as principal, ${plainCell(sql`e.source_ip`)} as source_ip, e.source_port,
              ${plainCell(sql`e.reason`)} as reason, e.duplicate, ${plainCell(sql`e.session`)} as session, e.version, e.feed,
              e.event_key from ${recordsTold(id)} c join connection_events e on e.account_id = ${row.account_id} and e.client_id = c.client_id
                and e.at between c.from_at and c.to_at order by e.at, e.event_key`,
          ]),
      },
      {
        // All that is joined to it: incident.json has the first hundred.
        name: 'members.csv',
        content: () =>
          csvExport(database.pool, [
            sql`select m.number as incident, ${plainCell(sql`m.client_id`)} as client_id, ${plainCell(sql`m.thing_name`)} as thing,
              ${isoCell(sql`m.first_at`)} as first_at, ${isoCell(sql`m.last_at`)} as last_at, m.kicks, m.cause
            from incidents m where m.merged_into = ${id}::uuid order by m.kicks desc, m.id`,
          ]),
      },
      { name: 'decisions.csv', content: () => exportActivityCsv(context, decisions) },
      { name: 'decisions.jsonl', content: () => exportActivityJsonLines(context, decisions) },
      {
        name: 'response.csv',
        content: () =>
          csvExport(database.pool, [
            sql`select r.number as run, r.action, r.state as run_state, ${undoneBy} as undone_by, ${plainCell(sql`r.by_name`)} as asked_by,
              ${plainCell(sql`r.decided_by_name`)} as decided_by, ${plainCell(sql`r.reason`)} as reason, t.kind,
              ${plainCell(sql`t.name`)} as target, ${standsAt} as state, t.request_id as aws_request_id, ${isoCell(sql`t.applied_at`)} as applied_at,
              ${isoCell(sql`t.confirmed_at`)} as confirmed_at, ${isoCell(sql`t.contained_at`)} as contained_at,
              ${isoCell(sql`t.proved_at`)} as proved_at,
              ${plainCell(sql`t.observation`)} as observation, ${plainCell(sql`t.error`)} as error
            from response_runs r join response_targets t on t.run_id = r.id where r.incident_id = ${id}::uuid
              and r.requested_at is not null
            order by r.number, t.n`,
          ]),
      },
    ],
    about,
    now,
  )
}
