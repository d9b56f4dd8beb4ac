import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { LiveEvent } from '#contract/events.ts'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { type Listener, tell } from '#server/platform/events.ts'
import { containedBy, whyNotContained } from './containment/proof.ts'
import { tellNotContained } from './notices.ts'
import { readIncident, type StoredIncident, toSummary } from './queries/row.ts'

/**
 * Looks at every open incident that a run answers: notes those that are contained by now, and takes back those that
 * nothing proves to be any more. Returns how many moved.
 */
export async function noteContained(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `select i.id from incidents i where i.state = 'contained' or i.state in ('new', 'triaged') and exists (
       select 1 from response_runs r where r.incident_id = i.id
         and r.state in ('running', 'watching', 'done', 'stopped', 'cancelled'))`,
  )
  let noted = 0
  for (const { id } of rows) if (await inTransaction(pool, (tx) => noteOne(tx, id, now))) noted++
  return noted
}

async function noteOne(tx: pg.PoolClient, id: string, now: Date): Promise<boolean> {
  const incident = await readIncident(tx, id, { lock: true })
  if (incident.state !== 'new' && incident.state !== 'triaged' && incident.state !== 'contained') return false
  const containment = await containedBy(tx, incident)
  if (incident.state === 'contained') return containment === null && takeBack(tx, incident, now)
  if (!containment) return false
  const { at, provedAt, run, seconds } = containment
  await tx.query(
    `update incidents set state = 'contained', contained_at = $2, acknowledged_at = coalesce(acknowledged_at, $2),
       changed_at = now() where id = $1`,
    [id, at],
  )
  const sinceOpened = Math.max(0, (at.getTime() - incident.opened_at.getTime()) / 1000)
  const out = `No session since ${at.toISOString().slice(0, 19).replace('T', ' ')} UTC, `
  const took = seconds === null ? '' : `${Math.round(seconds)} s after run ${run} was asked for, `
  await tx.query(
    `insert into incident_log (incident_id, at, kind, title, detail, key) values ($1, $2, 'state', $3, $4, $5)
     on conflict (incident_id, key) do nothing`,
    [
      id,
      provedAt,
      `Contained by run ${run}`,
      `${out}${took}${duration(sinceOpened)} after it was opened`,
      `contained ${at.toISOString()} ${now.toISOString()}`,
    ],
  )
  const object = { kind: 'incident', id, name: `Incident ${incident.number}` }
  const detail = { run, was: incident.state, secondsSinceOpened: Math.round(sinceOpened), noticedAt: now.toISOString() }
  await recordMany(tx, { actor: null, ipAddress: null }, [{ action: 'incident.contained', object, detail }])
  await tellChanged(tx, incident)
  return true
}

/** What is not proved any more is for somebody to look at again. */
async function takeBack(tx: pg.PoolClient, incident: StoredIncident, now: Date): Promise<true> {
  const { id, number, contained_at: since } = incident
  const why = await whyNotContained(tx, incident)
  await tx.query(`update incidents set state = 'triaged', contained_at = null, changed_at = now() where id = $1`, [id])
  await tx.query(
    `insert into incident_log (incident_id, at, kind, title, detail, key) values ($1, $2, 'state', $3, $4, $5)
     on conflict (incident_id, key) do nothing`,
    [id, now, 'Not contained any more', why, `not contained ${now.toISOString()}`],
  )
  const object = { kind: 'incident', id, name: `Incident ${number}` }
  const detail = { why, since: since?.toISOString() ?? null }
  await recordMany(tx, { actor: null, ipAddress: null }, [{ action: 'incident.not-contained', object, detail }])
  const about = { ...toSummary(incident), id, number }
  await tellNotContained(tx, about, { why, now })
  await tellChanged(tx, incident)
  return true
}

async function tellChanged(tx: pg.PoolClient, { id, account_id: account }: StoredIncident): Promise<void> {
  const changed = { type: 'incident', account, incident: id } satisfies LiveEvent
  await tell(tx, changed)
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
