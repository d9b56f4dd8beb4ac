import type { Observation } from '#server/history/observation.ts'
import { copyRecords, eventKey } from './copy-records.ts'
import { limits } from './correlate/limits.ts'
import type { ConnectionRecord } from './record.ts'

/** Records by their feed and its own key: each once. */
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
  for (const record of records) page.set(nameOf(record), record)
  const added = await unknown(seen, page)
  if (added.size === 0) return { added: 0 }
  const news = [...added.values()]
  await copyRecords(seen, news)
  await noteWork(seen, news)
  return { added: added.size }
}

const nameOf = ({ feed, key }: ConnectionRecord) => `${feed} ${key}`

/** Those that are not kept yet. Feeds are read in order of time, so that most are newer than all that is. */
async function unknown({ tx, account }: Observation, page: Keyed): Promise<Keyed> {
  const [oldest] = spanOf([...page.values()], 0)
  const newest = await tx.query<{ at: Date }>({
    name: 'connections-newest',
    text: 'SELECT at FROM connection_events WHERE account_id = $1 AND at >= $2 ORDER BY at DESC LIMIT 1',
    values: [account.id, oldest],
  })
  const until = newest.rows[0]?.at
  if (!until) return page
  const asked = new Map<string, { name: string; at: Date }>()
  for (const [name, record] of page) if (record.at <= until) asked.set(eventKey(record), { name, at: record.at })
  const { rows } = await tx.query<{ key: string }>({
    name: 'connections-known',
    // Each by its key: the limit keeps the planner from reading the table whole while it has no statistics.
    text: `SELECT replace(r.event_key::text, '-', '') AS key FROM unnest($2::timestamptz[], $3::uuid[]) AS r (at, event_key)
      CROSS JOIN LATERAL (SELECT FROM connection_events e WHERE e.account_id = $1 AND e.at = r.at AND e.event_key = r.event_key LIMIT 1) e`,
    values: [account.id, [...asked.values()].map(({ at }) => at), [...asked.keys()]],
  })
  for (const { key } of rows) page.delete(asked.get(key)?.name ?? '')
  return page
}

async function noteWork(seen: Observation, added: readonly ConnectionRecord[]): Promise<void> {
  const since = new Map<string, number>()
  const note = (client: string, at: number) => since.set(client, Math.min(at, since.get(client) ?? at))
  for (const { duplicate, clientId, at } of added) if (duplicate) note(clientId, at.getTime())
  for (const { client, at } of await besideTakeOver(seen, added)) note(client, at.getTime())
  for (const { client, at } of await ofIncidents(seen, added)) note(client, at.getTime())
  if (since.size === 0) return
  const clients = [...since.keys()].sort()
  await seen.tx.query({
    name: 'connections-work',
    text: `INSERT INTO incident_work (account_id, client_id, since) SELECT $1, w.* FROM unnest($2::text[], $3::timestamptz[]) AS w
      ON CONFLICT (account_id, client_id) DO UPDATE SET since = least(incident_work.since, excluded.since), touched_at = now()`,
    values: [seen.account.id, clients, clients.map((client) => new Date(since.get(client) ?? 0))],
  })
}

/** What a client ID is to be judged from. */
type TakeOverAt = { client: string; at: Date }

/** A newcomer's connect comes within so much of the take-over's own record, on either side. */
const besideMs = 10_000

/** Take-overs with a new connect of the same client ID beside them, whichever came first. */
async function besideTakeOver({ tx, account }: Observation, added: readonly ConnectionRecord[]): Promise<TakeOverAt[]> {
  const connects = added.filter(({ kind }) => kind === 'connect')
  if (connects.length === 0) return []
  const came = timesByClient(connects)
  const { rows } = await tx.query<TakeOverAt>({
    name: 'connections-beside',
    text: `SELECT client_id AS client, at FROM connection_events
      WHERE account_id = $1 AND duplicate AND at BETWEEN $2 AND $3 AND client_id = ANY($4::text[])`,
    values: [account.id, ...spanOf(connects, besideMs), [...came.keys()]],
  })
  return rows.filter(({ client, at }) => came.get(client)?.some((time) => Math.abs(time - at.getTime()) <= besideMs))
}

/** What came before an incident's first take-over and after its last belongs to it, too. */
const beforeMs = limits.quietS * 1000
const afterMs = limits.aroundS * 1000

/** Incidents with new records in their time, each with its first take-over: late ones tell whose session ended, and when it began. */
async function ofIncidents({ tx, account }: Observation, added: readonly ConnectionRecord[]): Promise<TakeOverAt[]> {
  const [from, to] = spanOf(added, 0)
  const { rows } = await tx.query<TakeOverAt & { last: Date }>({
    name: 'connections-of-incidents',
    text: `SELECT client_id AS client, first_at AS at, last_at AS last FROM incidents
      WHERE account_id = $1 AND last_at >= $2 AND first_at <= $3 AND storm_key IS NULL AND state <> 'closed'`,
    values: [account.id, new Date(from.getTime() - afterMs), new Date(to.getTime() + beforeMs)],
  })
  if (rows.length === 0) return []
  const came = timesByClient(added)
  return rows.filter(({ client, at, last }) =>
    came.get(client)?.some((time) => at.getTime() - beforeMs <= time && time <= last.getTime() + afterMs),
  )
}

function timesByClient(records: readonly ConnectionRecord[]): Map<string, number[]> {
  const times = new Map<string, number[]>()
  for (const { clientId, at } of records) {
    const known = times.get(clientId)
    if (known) known.push(at.getTime())
    else times.set(clientId, [at.getTime()])
  }
  return times
}

/** From the first to the last of some records, and so much more on either side. */
function spanOf(records: readonly ConnectionRecord[], moreMs: number): [Date, Date] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { at } of records) {
    from = Math.min(from, at.getTime())
    to = Math.max(to, at.getTime())
  }
  return [new Date(from - moreMs), new Date(to + moreMs)]
}
