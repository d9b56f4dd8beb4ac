import type { Sql } from '#server/platform/db.ts'
import { type Holder, hasRecords, lastHolders } from '../whose-session.ts'
import type { Sighting } from './sighting.ts'
import type { Task } from './task.ts'

/** A target's credentials: all of its own, and those that the run takes away. No own ones: nobody knows them. */
export type Credentials = { own: string[]; taken: string[] }

/** By number, the credentials of targets that are certificates or things. Those of another kind have none. */
export async function credentialsOf(
  sql: Sql,
  runId: string,
  tasks: readonly Pick<Task, 'n' | 'kind'>[],
): Promise<Map<number, Credentials>> {
  const wanted = tasks.filter(({ kind }) => kind === 'certificate' || kind === 'thing').map(({ n }) => n)
  if (wanted.length === 0) return new Map()
  // A thing with identities of another kind may be connected with one of them: then no record says it is somebody else.
  const { rows } = await sql.query<{ n: number } & Credentials>(
    `SELECT t.n, x.taken, CASE WHEN cardinality(i.other_principals) > 0 THEN '{}'
         ELSE x.taken || ARRAY(SELECT c.certificate_id FROM thing_certificates l
           JOIN certificates c ON c.id = l.certificate_row_id WHERE l.thing_row_id = i.id AND c.gone_at IS NULL) END AS own
     FROM response_targets t
     LEFT JOIN things i ON t.kind = 'thing' AND i.account_id = t.account_id AND i.name = t.name AND i.gone_at IS NULL
     CROSS JOIN LATERAL (SELECT CASE WHEN t.kind = 'certificate' THEN ARRAY[t.name] ELSE ARRAY(
       SELECT o.name FROM response_touched o WHERE o.account_id = t.account_id AND o.kind = 'certificate'
         AND o.run_id = t.run_id AND o.n = t.n) END AS taken) x
     WHERE t.run_id = $1 AND t.n = ANY($2::int[])`,
    [runId, wanted],
  )
  return new Map(rows.map(({ n, own, taken }) => [n, { own, taken }]))
}

// AWS's parts tell one moment with slightly different times.
const tolerance = 5_000

/** Whose session a live one is, as far as the latest connect that is recorded tells. */
export function whoseSession(
  { since }: Pick<Sighting, 'since'>,
  own: readonly string[],
  holder: Holder | undefined,
  appliedAt: Date,
): Pick<Sighting, 'heldBy' | 'nobodyKnows' | 'contested'> {
  const isOwn = holder !== undefined && own.includes(holder.principal)
  const contested = holder?.principals.some((principal) => !own.includes(principal)) ?? false
  if (holder && since && holder.at.getTime() >= since.getTime() - tolerance) {
    return isOwn ? {} : { heldBy: holder.principal }
  }
  return { contested, nobodyKnows: contested || !since || since >= appliedAt }
}

/** Adds to sightings of live sessions whose they are. Without records of connections they stay as they are. */
export async function tellHolders(
  { sql, account, now }: { sql: Sql; account: number; now: Date },
  seen: readonly { sighting: Sighting; own: readonly string[]; appliedAt: Date }[],
): Promise<void> {
  const open = seen.filter(({ sighting, own }) => sighting.live && own.length > 0)
  if (open.length === 0 || !(await hasRecords(sql, account, now))) return
  const clients = open.map(({ sighting }) => sighting.clientId)
  const holders = await lastHolders(sql, account, clients, now)
  for (const { sighting, own, appliedAt } of open) {
    Object.assign(sighting, whoseSession(sighting, own, holders.get(sighting.clientId), appliedAt))
  }
}
