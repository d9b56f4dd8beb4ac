import type pg from 'pg'
import type { Earlier } from '../charts.ts'
import { limits } from '../correlate/limits.ts'
import type { Surroundings } from '../judge.ts'
import type { ConnectionRecord } from '../record.ts'

/** A client ID to look at, and since when its records matter. */
export type Work = { clientId: string; since: Date }

/** The incident a client ID has now, as far as judging and telling need it. */
export type Standing = {
  id: string
  /** Whether it is an exercise; a client ID may have one of each. */
  drill: boolean
  clientId: string
  state: string
  cause: string
  severityRank: number
  severityBy: string | null
  firstAt: Date
  lastAt: Date
  kicks: number
  active: boolean
  contentHash: string
  containedAt: Date | null
  resolvedAt: Date | null
  closedAt: Date | null
  dismissedUntil: Date | null
}

/** What is known of a client ID's thing beside its surroundings. */
export type Subject = Surroundings & {
  thingName: string | null
  thingType: string | null
  /** Other client IDs of its credentials in the same time, the first 100 by name. */
  alsoUsedBy: string[]
}

/** A storm's records are judged by its latest; everything before is only counted. */
const mostRecords = 4_000
/** Beyond so many even counting takes too long. */
const mostCounted = 100_000

/** The open incidents of these client IDs, real ones and exercises, or those closed last within a week: they may have to be opened again. */
export async function standing(tx: pg.PoolClient, account: number, clients: string[], now: Date): Promise<Standing[]> {
  // What a person does to one of them meanwhile waits until data has been judged, or is what data is judged by.
  await tx.query(
    `SELECT id FROM incidents WHERE account_id = $1 AND client_id = ANY($2::text[]) AND storm_key IS NULL
       AND state IN ('new', 'triaged', 'contained', 'resolved', 'dismissed', 'merged') ORDER BY id FOR UPDATE`,
    [account, clients],
  )
  const { rows } = await tx.query<Standing>(
    `SELECT DISTINCT ON (client_id, drill IS NOT NULL) id, drill IS NOT NULL AS drill, client_id AS "clientId", state, cause, severity_rank AS "severityRank",
       severity_by_id AS "severityBy", first_at AS "firstAt", last_at AS "lastAt", kicks, active,
       content_hash::text AS "contentHash", contained_at AS "containedAt", resolved_at AS "resolvedAt",
       closed_at AS "closedAt", dismissed_until AS "dismissedUntil"
     FROM incidents
     WHERE account_id = $1 AND client_id = ANY($2::text[]) AND storm_key IS NULL
       AND (state <> 'closed' OR closed_at > $3::timestamptz - interval '7 days')
     ORDER BY client_id, drill IS NOT NULL, state = 'closed', opened_at DESC`,
    [account, clients, now],
  )
  return rows
}

/** The connects and disconnects of each client ID since its time, at most the latest of them, in no order. */
export async function recordsOf(
  tx: pg.PoolClient,
  account: number,
  work: Work[],
): Promise<Map<string, ConnectionRecord[]>> {
  const { rows } = await tx.query<ConnectionRecord & { clientId: string }>(
    `SELECT e.event_key::text AS key, e.at, e.kind, e.client_id AS "clientId", e.principal, e.source_ip AS "sourceIp",
       e.source_port AS "sourcePort", e.reason, e.duplicate, e.session, e.version, e.feed
     FROM unnest($2::text[], $3::timestamptz[]) AS w (client_id, since)
     CROSS JOIN LATERAL (
       SELECT * FROM connection_events c
       WHERE c.account_id = $1 AND c.client_id = w.client_id AND c.at >= w.since AND c.kind IN ('connect', 'disconnect')
       ORDER BY c.at DESC LIMIT ${mostRecords}) e`,
    [account, work.map(({ clientId }) => clientId), work.map(({ since }) => since)],
  )
  const found = new Map<string, ConnectionRecord[]>()
  for (const row of rows) {
    const known = found.get(row.clientId)
    if (known) known.push(row)
    else found.set(row.clientId, [row])
  }
  return found
}

/**
 * The take-overs of client IDs that have more records than are read: those before the ones that were. Feeds tell of the
 * same ones, so of each minute those of the feed that told most are counted.
 */
export async function earlierOf(
  tx: pg.PoolClient,
  account: number,
  work: readonly Work[],
  records: ReadonlyMap<string, readonly ConnectionRecord[]>,
): Promise<Map<string, Earlier>> {
  const full = work.filter(({ clientId }) => (records.get(clientId)?.length ?? 0) >= mostRecords)
  const counted = new Map<string, Earlier>()
  for (const { clientId, since } of full) {
    const oldest = Math.min(...(records.get(clientId) ?? []).map(({ at }) => at.getTime()))
    const { rows } = await tx.query<{ minute: number; kicks: number; first: Date }>(
      `SELECT minute, max(kicks)::int AS kicks, min(first) AS first FROM (
         SELECT floor(extract(epoch FROM at) / 60)::int AS minute, feed, count(*) AS kicks, min(at) AS first FROM (
           SELECT at, feed FROM connection_events WHERE account_id = $1 AND client_id = $2 AND at >= $3 AND at < $4
             AND duplicate AND kind = 'disconnect' ORDER BY at DESC LIMIT ${mostCounted}) d
         GROUP BY 1, 2) told GROUP BY minute ORDER BY minute`,
      [account, clientId, since, new Date(oldest)],
    )
    const [first] = rows
    if (!first) continue
    const perMinute = rows.map(({ minute, kicks }) => [minute, kicks] as const)
    counted.set(clientId, { kicks: rows.reduce((sum, { kicks }) => sum + kicks, 0), firstAt: first.first, perMinute })
  }
  return counted
}

const mostNamed = 50

/** Whose client IDs these are, how much they matter, and what goes on around them in the same time. */
export async function subjects(
  tx: pg.PoolClient,
  account: number,
  records: Map<string, ConnectionRecord[]>,
): Promise<Map<string, Subject>> {
  const clients = [...records.keys()]
  if (clients.length === 0) return new Map()
  const spans = clients.map((client) => spanOf(records.get(client) ?? []))
  const until = spans.map(({ to }) => to.getTime())
  // An exercise says nothing of what is real beside it, nor the other way round.
  const drilled = await drilledClients(tx, {
    account,
    from: new Date(Math.min(...until) - limits.stormWindowS * 1000),
    to: new Date(Math.max(...until)),
  })
  const { rows } = await tx.query<Omit<Subject, 'otherClients'> & { clientId: string }>(
    `SELECT w.client_id AS "clientId", t.name AS "thingName", t.type_name AS "thingType", t.id IS NOT NULL AS registered,
       coalesce(lower(t.attributes ->> 'criticality') IN ('critical', 'high'), FALSE) AS critical,
       array(SELECT DISTINCT o.client_id
        FROM unnest(string_to_array(w.principals, ' ')) p (principal) CROSS JOIN LATERAL (
          SELECT c.client_id FROM connection_events c
          WHERE c.account_id = $1 AND c.principal = p.principal AND c.at BETWEEN w.since AND w.until
          ORDER BY c.at DESC LIMIT 1000) o
        WHERE o.client_id <> w.client_id ORDER BY o.client_id LIMIT 100) AS "alsoUsedBy",
       CASE WHEN t.type_name IS NULL THEN 1 ELSE greatest(1, (SELECT count(*)::int FROM (
          SELECT DISTINCT d.client_id FROM connection_events d
          JOIN things x ON x.account_id = $1 AND x.name = d.client_id AND x.type_name = t.type_name
          WHERE d.account_id = $1 AND d.duplicate AND d.at BETWEEN w.until - interval '${limits.stormWindowS} seconds' AND w.until
            AND (d.client_id = ANY($6::text[])) = (w.client_id = ANY($6::text[]))
          LIMIT ${limits.stormClients}) alike)) END AS "alikeNow"
     FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[]) AS w (client_id, since, until, principals)
     LEFT JOIN things t ON t.account_id = $1 AND t.name = w.client_id AND t.gone_at IS NULL`,
    [
      account,
      clients,
      spans.map(({ from }) => from),
      spans.map(({ to }) => to),
      clients.map((client) =>
        [...new Set((records.get(client) ?? []).flatMap((record) => record.principal ?? []))].join(' '),
      ),
      drilled,
    ],
  )
  return new Map(
    rows.map(({ clientId, ...subject }) => {
      const otherClients = Math.min(mostNamed, subject.alsoUsedBy.length)
      return [clientId, { ...subject, otherClients }]
    }),
  )
}

function spanOf(records: ConnectionRecord[]): { from: Date; to: Date } {
  const times = records.filter(({ duplicate }) => duplicate).map(({ at }) => at.getTime())
  const [from, to] = times.length ? [Math.min(...times), Math.max(...times)] : [0, 0]
  return { from: new Date(from), to: new Date(to) }
}

/** Every client ID that an exercise was played with between two moments. */
async function drilledClients(
  tx: pg.PoolClient,
  { account, from, to }: { account: number; from: Date; to: Date },
): Promise<string[]> {
  const { rows } = await tx.query<{ client: string }>(
    `SELECT DISTINCT unnest(client_ids) AS client FROM drills WHERE account_id = $1
       AND started_at - interval '10 seconds' <= $3 AND ends_at + interval '10 minutes' >= $2`,
    [account, from, to],
  )
  return rows.map(({ client }) => client)
}
