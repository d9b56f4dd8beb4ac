import type pg from 'pg'
import { contentHash } from '#server/history/content-hash.ts'
import { inTransaction } from '#server/platform/db.ts'
import { type Chart, chartOf, type Earlier } from '../charts.ts'
import { limits } from '../correlate/limits.ts'
import { takeOvers } from '../correlate/takeovers.ts'
import { drillOf, drillsIn } from '../drill.ts'
import { type Judgement, judgeTakeOvers } from '../judge.ts'
import { keepCharts } from './chart.ts'
import { earlierOf, recordsOf, type Standing, standing, subjects, type Work } from './load.ts'
import { Notes } from './notes.ts'
import { joinStorms } from './storms.ts'
import { extend, type Outcome, openAll } from './write.ts'

// The first half of the advisory lock's key says what is locked: an account's incidents.
const incidentLock = 7_270_373

/**
 * Looks at the client IDs that have new records, at most `most` of one account, and makes their incidents say what the
 * records say. What is looked at and what comes of it commit together: killed in between, it is looked at again. Several
 * workers take turns by account. Returns how many client IDs there were, and what became of them.
 */
export async function correlate(
  pool: pg.Pool,
  now: Date,
  most = 200,
): Promise<{ looked: number; outcomes: Outcome[] }> {
  return inTransaction(pool, async (tx) => {
    // Everything here goes by key. A table that has just been filled has no statistics that would tell the planner.
    await tx.query('SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_custom_plan')
    const account = await nextAccount(tx)
    if (account === null) return { looked: 0, outcomes: [] }
    const work = await takeWork(tx, account, most)
    const known = await standing(
      tx,
      account,
      work.map(({ clientId }) => clientId),
      now,
    )
    const since = work.map(({ clientId, since }) => ({
      clientId,
      since: earlier(
        since,
        known.filter((one) => one.clientId === clientId),
      ),
    }))
    const records = await recordsOf(tx, account, since)
    const counted = await earlierOf(tx, account, since, records)
    const about = await subjects(tx, account, records)
    const charts = new Map<string, Chart>()
    const openings: Parameters<typeof openAll>[1][number][] = []
    const notes = new Notes(account)
    const drills = await drillsIn(tx, account)
    const outcomes: Outcome[] = []
    for (const [clientId, seen] of records) {
      const subject = about.get(clientId)
      const found = takeOvers(seen)
      const latest = subject && judgeTakeOvers(found, subject, now)
      if (!latest) continue
      const older = counted.get(clientId) ?? null
      const judged = older ? withOlder(latest, older) : latest
      const chart = chartOf(seen, judged, older, found)
      const drill = drillOf(drills, { clientId, at: judged.lastAt })
      const before = known.find((one) => one.clientId === clientId && one.drill === (drill !== null))
      const { thingName: thing, thingType: type, alsoUsedBy } = subject
      const hash = contentHash({ ...judged, thing, type, alsoUsedBy, chart })
      if (before?.contentHash === hash) continue
      if (chart) charts.set(clientId, chart)
      const facts = { account, notes, judged, subject, hash, now }
      if (before) outcomes.push(await extend(tx, { ...facts, before }))
      else openings.push({ ...facts, clientId, drill })
    }
    outcomes.push(...(await openAll(tx, openings)))
    await notes.keep(tx)
    await keepCharts(
      tx,
      outcomes.flatMap(({ incident, clientId }) => {
        const chart = charts.get(clientId)
        return chart ? [{ incident, chart }] : []
      }),
    )
    if (outcomes.length > 0) await joinStorms(tx, account, now)
    return { looked: work.length, outcomes }
  })
}

async function nextAccount(tx: pg.PoolClient): Promise<number | null> {
  const { rows } = await tx.query<{ account: number }>(
    'SELECT account_id AS account FROM incident_work ORDER BY touched_at LIMIT 1',
  )
  const account = rows[0]?.account ?? null
  if (account !== null) await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [incidentLock, account])
  return account
}

async function takeWork(tx: pg.PoolClient, account: number, most: number): Promise<Work[]> {
  const { rows } = await tx.query<Work>(
    `DELETE FROM incident_work w USING (
       SELECT client_id FROM incident_work WHERE account_id = $1 ORDER BY touched_at LIMIT $2 FOR UPDATE SKIP LOCKED) n
     WHERE w.account_id = $1 AND w.client_id = n.client_id RETURNING w.client_id AS "clientId", w.since`,
    [account, most],
  )
  return rows
}

/** What was only counted is part of how long it lasted and how often it happened; by how it goes on it is judged. */
const withOlder = (judged: Judgement, { kicks, firstAt }: Earlier): Judgement => ({
  ...judged,
  kicks: judged.kicks + kicks,
  firstAt: firstAt < judged.firstAt ? firstAt : judged.firstAt,
})

/** From when records matter: an open incident is judged whole; a new one may have begun a silence earlier. */
function earlier(since: Date, known: Standing[]): Date {
  const from = Math.min(since.getTime(), ...known.map(({ firstAt }) => firstAt.getTime()))
  return new Date(from - limits.quietS * 1000)
}
