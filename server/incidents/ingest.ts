import type { Observation } from '#server/history/observation.ts'
import { copyRecords, eventKey } from './copy-records.ts'
import type { ConnectionRecord } from './record.ts'

/** Records by the key they are kept by. */
type Keyed = Map<string, ConnectionRecord>

/**
 * Keeps what a feed brought, each record once, however often and in whatever order it comes. Client IDs with a new
 * take-over, or with a connect beside one, are noted for the correlator in the same transaction. Returns how many were new.
 * Writers of one account must take turns, as `beginFacts` has them do: nothing is looked for that another writes meanwhile.
 */
export async function recordConnections(
  seen: Observation,
  records: readonly ConnectionRecord[],
): Promise<{ added: number }> {
  if (records.length === 0) return { added: 0 }
  const page: Keyed = new Map()
  for (const record of records) page.set(eventKey(record), record)
  const added = await unknown(seen, page)
  if (added.size === 0) return { added: 0 }
  await copyRecords(seen, added)
  await noteWork(seen, [...added.values()])
  return { added: added.size }
}

/** Those that are not kept yet. Feeds are read in order of time, so that most are newer than all that is. */
async function unknown({ tx, account }: Observation, page: Keyed): Promise<Keyed> {
  let oldest = Number.POSITIVE_INFINITY
  for (const { at } of page.values()) oldest = Math.min(oldest, at.getTime())
  const newest = await tx.query<{ at: Date }>({
    name: 'connections-newest',
    text: 'SELECT at FROM connection_events WHERE account_id = $1 AND at >= $2 ORDER BY at DESC LIMIT 1',
    values: [account.id, new Date(oldest)],
  })
  const until = newest.rows[0]?.at
  if (!until) return page
  const asked = [...page].filter(([, { at }]) => at <= until)
  const { rows } = await tx.query<{ key: string }>({
    name: 'connections-known',
    // Each by its key: the limit keeps the planner from reading the table whole while it has no statistics.
    text: `SELECT replace(r.event_key::text, '-', '') AS key FROM unnest($2::timestamptz[], $3::uuid[]) AS r (at, event_key)
      CROSS JOIN LATERAL (SELECT FROM connection_events e WHERE e.account_id = $1 AND e.at = r.at AND e.event_key = r.event_key LIMIT 1) e`,
    values: [account.id, asked.map(([, { at }]) => at), asked.map(([key]) => key)],
  })
  for (const { key } of rows) page.delete(key)
  return page
}

/** A newcomer's connect comes within so much of the take-over's own record, on either side. */
const besideMs = 10_000

async function noteWork(seen: Observation, added: readonly ConnectionRecord[]): Promise<void> {
  const since = new Map<string, number>()
  const note = ({ clientId, at }: ConnectionRecord) =>
    since.set(clientId, Math.min(at.getTime(), since.get(clientId) ?? at.getTime()))
  for (const record of added) if (record.duplicate) note(record)
  for (const record of await besideTakeOver(seen, added)) note(record)
  if (since.size === 0) return
  const clients = [...since.keys()].sort()
  await seen.tx.query({
    name: 'connections-work',
    text: `INSERT INTO incident_work (account_id, client_id, since) SELECT $1, w.* FROM unnest($2::text[], $3::timestamptz[]) AS w
      ON CONFLICT (account_id, client_id) DO UPDATE SET since = least(incident_work.since, excluded.since), touched_at = now()`,
    values: [seen.account.id, clients, clients.map((client) => new Date(since.get(client) ?? 0))],
  })
}

/** Connects with a take-over of the same client ID beside them, whichever came first. */
async function besideTakeOver(
  { tx, account }: Observation,
  added: readonly ConnectionRecord[],
): Promise<ConnectionRecord[]> {
  const connects = added.filter(({ kind }) => kind === 'connect')
  if (connects.length === 0) return []
  const times = connects.map(({ at }) => at.getTime())
  const { rows } = await tx.query<{ client: string; at: Date }>({
    name: 'connections-beside',
    text: `SELECT client_id AS client, at FROM connection_events
      WHERE account_id = $1 AND duplicate AND at BETWEEN $2 AND $3 AND client_id = ANY($4::text[])`,
    values: [
      account.id,
      new Date(Math.min(...times) - besideMs),
      new Date(Math.max(...times) + besideMs),
      [...new Set(connects.map(({ clientId }) => clientId))],
    ],
  })
  const ends = new Map<string, number[]>()
  for (const { client, at } of rows) ends.set(client, [...(ends.get(client) ?? []), at.getTime()])
  return connects.filter(({ clientId, at }) =>
    ends.get(clientId)?.some((end) => Math.abs(end - at.getTime()) <= besideMs),
  )
}
