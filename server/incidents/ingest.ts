import { createHash } from 'node:crypto'
import { lastOfEach, type Observation } from '#server/history/observation.ts'
import type { ConnectionRecord } from './record.ts'

/**
 * Keeps what a feed brought, each record once, however often and in whatever order it comes. Client IDs with a new
 * take-over, or with a connect beside one, are noted for the correlator in the same transaction. Returns how many were new.
 */
export async function recordConnections(
  { tx, account }: Observation,
  records: readonly ConnectionRecord[],
): Promise<{ added: number }> {
  if (records.length === 0) return { added: 0 }
  const page = lastOfEach([...records], ({ feed, key }) => `${feed} ${key}`)
  const { rows } = await tx.query<{ added: number }>({
    name: 'connections-record',
    text: `WITH added AS (
         INSERT INTO connection_events (account_id, at, event_key, kind, client_id, principal, source_ip, source_port,
           reason, duplicate, session, version, feed)
         SELECT $1, r.* FROM unnest($2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[],
           $9::text[], $10::boolean[], $11::text[], $12::bigint[], $13::text[]) r
         ON CONFLICT DO NOTHING RETURNING client_id, at, kind, duplicate
       ), telling AS (
         SELECT client_id, min(at) AS since FROM added a
         WHERE duplicate OR kind = 'connect' AND EXISTS (
           SELECT 1 FROM connection_events e WHERE e.duplicate AND e.account_id = $1 AND e.client_id = a.client_id
             AND e.at BETWEEN a.at - interval '10 seconds' AND a.at + interval '10 seconds')
         GROUP BY client_id
       ), noted AS (
         INSERT INTO incident_work (account_id, client_id, since) SELECT $1, client_id, since FROM telling ORDER BY client_id
         ON CONFLICT (account_id, client_id) DO UPDATE SET since = least(incident_work.since, excluded.since), touched_at = now()
       )
       SELECT count(*)::int AS added FROM added`,
    values: [account.id, ...columns(page)],
  })
  return { added: rows[0]?.added ?? 0 }
}

function columns(records: readonly ConnectionRecord[]): unknown[][] {
  return [
    records.map(({ at }) => at),
    records.map(({ feed, key }) => eventKey(feed, key)),
    records.map(({ kind }) => kind),
    records.map(({ clientId }) => clientId),
    records.map(({ principal }) => principal),
    records.map(({ sourceIp }) => sourceIp),
    records.map(({ sourcePort }) => sourcePort),
    records.map(({ reason }) => reason),
    records.map(({ duplicate }) => duplicate),
    records.map(({ session }) => session),
    records.map(({ version }) => version),
    records.map(({ feed }) => feed),
  ]
}

/** A feed's own id of a record as the 16 bytes it is kept by. */
function eventKey(feed: string, key: string): string {
  return createHash('md5').update(`${feed} ${key}`).digest('hex')
}
