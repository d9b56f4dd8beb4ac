import type { ConnectionEvent } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { instantIn, uuidIn } from '#server/platform/page-key.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { limits } from '../correlate/limits.ts'
import type { ConnectionRecord } from '../record.ts'
import { clientsOf } from '../stored.ts'
import { readIncident, type StoredIncident } from './row.ts'

const columns = sql`e.event_key::text as key, e.at, e.kind, e.client_id as "clientId", e.principal, e.source_ip as "sourceIp",
  e.source_port as "sourcePort", e.reason, e.duplicate, e.session, e.version, e.feed`

const aroundMs = limits.aroundS * 1000

/** An incident's time, with what led to its first take-over and what followed the last. */
const timeOf = ({ first_at, last_at }: StoredIncident) => ({
  from: new Date(first_at.getTime() - aroundMs),
  to: new Date(last_at.getTime() + aroundMs),
})

/** The rows of an incident's client IDs in its time, in SQL, from FROM on. */
export function recordsOfIncident(incident: StoredIncident) {
  const { from, to } = timeOf(incident)
  return {
    from: sql`connection_events e`,
    where: [
      sql`e.account_id = ${incident.account_id}`,
      sql`e.client_id = any(${clientsOf(incident)}::text[])`,
      sql`e.at between ${from} and ${to}`,
    ],
  }
}

/** One page of the records an incident rests on, newest first. Throws a Refusal for a cursor that is not of this list. */
export async function listEvents(
  { database }: Context,
  { id, cursor, limit = 100 }: { id: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: ConnectionEvent[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 2)
  const after = key ? sql`(r.at, r.event_key) < (${instantIn(key[0])}, ${uuidIn(key[1])}::uuid)` : sql`true`
  const incident = await readIncident(database.pool, id)
  const { from, to } = timeOf(incident)
  const until = key && instantIn(key[0]) < to ? instantIn(key[0]) : to
  // By client ID: in the order of time, everybody's records would be walked to find theirs.
  const { rows } = await database.pool.query<ConnectionRecord>(
    toQuery(sql`select ${columns} from unnest(${clientsOf(incident)}::text[]) c(id) cross join lateral (
        select * from connection_events r where r.account_id = ${incident.account_id} and r.client_id = c.id
          and r.at between ${from} and ${until} and ${after} order by r.at desc, r.event_key desc limit ${limit + 1}) e
      order by e.at desc, e.event_key desc limit ${limit + 1}`),
  )
  return toPage(rows, limit, toEvent, ({ at, key }) => [at.toISOString(), key])
}

function toEvent({ session: _session, version: _version, at, ...record }: ConnectionRecord): ConnectionEvent {
  return { ...record, at: at.toISOString() }
}
