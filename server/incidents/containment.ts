import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import { actionIds, actions } from '#contract/actions.ts'
import type { LiveEvent } from '#contract/events.ts'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { type Listener, tell } from '#server/platform/events.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { readIncident, type StoredIncident } from './queries/row.ts'
import { principalsOf } from './queries/sides.ts'
import { sidesIn } from './stored.ts'

const containing = actionIds.filter((action) => actions[action].contains)

/** What keeps an incident's parties out: since when, by which run. */
type Containment = { at: Date; run: number; seconds: number | null }

type Contained = { kind: string; name: string; at: Date; number: number; contained_in_s: number | null }

/**
 * Whether an incident is contained by the runs that answer it. A conflict needs two: of several credentials all but one
 * must be kept out, a single one must be; where records name none, the thing of the client ID must be, and of a storm
 * every member. What was contained before the last take-over does not count: it did not help.
 */
async function containedBy(tx: pg.PoolClient, incident: StoredIncident): Promise<Containment | null> {
  const { rows } = await tx.query<Contained>(
    toQuery(sql`select o.kind, o.name, t.contained_at as at, r.number, r.contained_in_s
      from response_runs r join response_targets t on t.run_id = r.id
      cross join lateral (select t.kind, t.name union
        select x.kind, x.name from response_touched x where x.run_id = t.run_id and x.n = t.n) o
      where r.incident_id = ${incident.id}::uuid and r.action = any(${containing}::text[]) and t.state = 'contained'
        and t.contained_at is not null`),
  )
  if (rows.length === 0) return null
  const out = await outBy(tx, incident, rows)
  if (!out) return null
  const last = rows.reduce((latest, row) => (row.at > latest.at ? row : latest))
  return last.at < incident.last_at ? null : { at: last.at, run: last.number, seconds: last.contained_in_s }
}

/** Whether enough of the parties are among what runs contained. */
async function outBy(tx: pg.PoolClient, incident: StoredIncident, contained: Contained[]): Promise<boolean> {
  const named = (kind: string) => new Set(contained.flatMap((one) => (one.kind === kind ? [one.name] : [])))
  const [things, certificates] = [named('thing'), named('certificate')]
  if (incident.storm_key !== null) return areAllOut(tx, incident.id, things)
  const principals = principalsOf(sidesIn(incident.sides))
  if (principals.length === 0) return things.has(incident.thing_name ?? incident.client_id)
  const { rows } = await tx.query<{ certificate_id: string; name: string }>(
    `select c.certificate_id, t.name from certificates c join thing_certificates l on l.certificate_row_id = c.id
     join things t on t.id = l.thing_row_id where c.account_id = $1 and c.certificate_id = any($2)`,
    [incident.account_id, principals],
  )
  const isOut = (principal: string) =>
    certificates.has(principal) || rows.some((row) => row.certificate_id === principal && things.has(row.name))
  const left = principals.filter((principal) => !isOut(principal)).length
  return left < principals.length && left <= (principals.length > 1 ? 1 : 0)
}

/** Whether every client ID that a storm joins is that of a contained thing. */
async function areAllOut(tx: pg.PoolClient, storm: string, things: Set<string>): Promise<boolean> {
  const { rows } = await tx.query<{ left: number; members: number }>(
    `select count(*) filter (where coalesce(thing_name, client_id) <> all($2))::int as left, count(*)::int as members
     from incidents where merged_into = $1`,
    [storm, [...things]],
  )
  return rows[0] !== undefined && rows[0].members > 0 && rows[0].left === 0
}

/** Looks at every open incident that a run answers, and notes those that are contained by now. Returns how many. */
export async function noteContained(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct i.id from response_runs r join incidents i on i.id = r.incident_id
     where i.state in ('new', 'triaged') and r.state in ('running', 'watching', 'done', 'stopped', 'cancelled')`,
  )
  let noted = 0
  for (const { id } of rows) if (await inTransaction(pool, (tx) => noteOne(tx, id, now))) noted++
  return noted
}

async function noteOne(tx: pg.PoolClient, id: string, now: Date): Promise<boolean> {
  const incident = await readIncident(tx, id, { lock: true })
  if (incident.state !== 'new' && incident.state !== 'triaged') return false
  const containment = await containedBy(tx, incident)
  if (!containment) return false
  const { at, run, seconds } = containment
  await tx.query(
    `update incidents set state = 'contained', contained_at = $2, acknowledged_at = coalesce(acknowledged_at, $2),
       changed_at = now() where id = $1`,
    [id, at],
  )
  const sinceOpened = Math.max(0, (at.getTime() - incident.opened_at.getTime()) / 1000)
  const took = seconds === null ? '' : `${Math.round(seconds)} s after run ${run} was asked for, `
  await tx.query(
    `insert into incident_log (incident_id, at, kind, title, detail, key) values ($1, $2, 'state', $3, $4, $5)
     on conflict (incident_id, key) do nothing`,
    [
      id,
      at,
      `Contained by run ${run}`,
      `${took}${duration(sinceOpened)} after it was opened`,
      `contained ${at.toISOString()}`,
    ],
  )
  const object = { kind: 'incident', id, name: `Incident ${incident.number}` }
  const detail = { run, was: incident.state, secondsSinceOpened: Math.round(sinceOpened), noticedAt: now.toISOString() }
  await recordMany(tx, { actor: null, ipAddress: null }, [{ action: 'incident.contained', object, detail }])
  const changed = { type: 'incident', account: incident.account_id, incident: id } satisfies LiveEvent
  await tell(tx, changed)
  return true
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}

// A run tells of itself a few times a second while it goes on.
const restMs = 500

/** Notes containment as soon as a run tells that it moved. What is missed meanwhile a job finds within a minute. */
export async function watchContainment(
  { pool, log, listener }: { pool: pg.Pool; log: Logger; listener: Listener },
  signal: AbortSignal,
): Promise<void> {
  let wake = () => {}
  let moved = false
  const leave = listener.subscribe(({ type }) => {
    if (type !== 'run') return
    moved = true
    wake()
  })
  signal.addEventListener('abort', () => wake(), { once: true })
  while (!signal.aborted) {
    if (!moved) {
      await new Promise<void>((resolve) => {
        wake = resolve
        if (moved || signal.aborted) resolve()
      })
    }
    if (signal.aborted) break
    moved = false
    await noteContained(pool, new Date()).catch((error) => log.warn({ err: error }, 'Containment could not be noted'))
    await sleep(restMs, undefined, { signal }).catch(() => undefined)
  }
  leave()
}
