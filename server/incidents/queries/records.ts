import type { ConnectionEvent } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { instantIn, uuidIn } from '#server/platform/page-key.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { limits } from '../correlate/limits.ts'
import type { ConnectionRecord } from '../record.ts'
import { readIncident } from './row.ts'

const columns = sql`e.event_key::text as key, e.at, e.kind, e.client_id as "clientId", e.principal, e.source_ip as "sourceIp",
  e.source_port as "sourcePort", e.reason, e.duplicate, e.session, e.version, e.feed`

/**
 * Whose records in which time an incident rests on, in SQL: those of its own client ID and of everything joined to it,
 * with what led to the first take-over of each and what followed the last. Rows of client_id, from_at, to_at.
 */
export const recordsTold = (incident: string): Fragment =>
  sql`(select w.client_id, min(w.first_at) - ${around}::interval as from_at, max(w.last_at) + ${around}::interval as to_at
    from incidents w where w.id = ${incident}::uuid or w.merged_into = ${incident}::uuid group by w.client_id)`

const around = `${limits.aroundS} seconds`

/** One page of the records an incident rests on, newest first. Throws a Refusal for a cursor that is not of this list. */
export async function listEvents(
  { database }: Context,
  { id, cursor, limit = 100 }: { id: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: ConnectionEvent[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 2)
  const after = key ? sql`(r.at, r.event_key) < (${instantIn(key[0])}, ${uuidIn(key[1])}::uuid)` : sql`true`
  const until = key ? sql`least(c.to_at, ${instantIn(key[0])}::timestamptz)` : sql`c.to_at`
  const { account_id: account } = await readIncident(database.pool, id)
  const of = (
    most: number,
  ) => sql`select * from connection_events r where r.account_id = ${account} and r.client_id = c.client_id
    and r.at between c.from_at and ${until} and ${after} order by r.at desc, r.event_key desc limit ${most}`
  // By client ID: in the order of time, everybody's records would be walked to find theirs. A page's records are of those
  // client IDs whose latest are the latest of all, at most one for each line: a storm of thousands costs one look at each.
  const { rows } = await database.pool.query<ConnectionRecord>(
    toQuery(sql`with latest as (
        select c.client_id, c.from_at, c.to_at from ${recordsTold(id)} c cross join lateral (${of(1)}) l
        order by l.at desc, l.event_key desc limit ${limit + 1})
      select ${columns} from latest c cross join lateral (${of(limit + 1)}) e
      order by e.at desc, e.event_key desc limit ${limit + 1}`),
  )
  return toPage(rows, limit, toEvent, ({ at, key }) => [at.toISOString(), key])
}

function toEvent({ session: _session, version: _version, at, ...record }: ConnectionRecord): ConnectionEvent {
  return { ...record, at: at.toISOString() }
}
