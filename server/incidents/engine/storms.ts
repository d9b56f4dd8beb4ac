import type pg from 'pg'
import type { Severity } from '#contract/incidents.ts'
import { tell } from '#server/platform/events.ts'
import { limits } from '../correlate/limits.ts'
import { tellIncident, tellStorm, withdrawIncidents } from '../notices.ts'
import { sumCharts } from './chart.ts'

/**
 * Joins conflicts of one common cause into one incident: many client IDs of a thing type at once are one fault, not
 * hundreds. Only incidents that nobody has taken in hand are joined. Returns the storms that were opened or grew.
 */
export async function joinStorms(tx: pg.PoolClient, account: number, now: Date): Promise<string[]> {
  const storms: string[] = []
  for (const { conflicts, ...fault } of await commonFaults(tx, account, now)) {
    await judgeAgain(tx, account, fault, now)
    if (conflicts < limits.stormClients && !(await knownStorm(tx, account, fault))) continue
    const storm = await stormOf(tx, account, fault)
    if (!storm) continue
    const { rows: merged } = await tx.query<{ id: string }>(
      `UPDATE incidents SET state = 'merged', merged_into = $3, changed_at = now()
       WHERE account_id = $1 AND thing_type = $2 AND cause = 'client-or-sdk-bug' AND storm_key IS NULL
         AND state = 'new' AND assignee_id IS NULL AND (drill IS NOT NULL) = $4 RETURNING id`,
      [account, fault.type, storm, fault.drill],
    )
    await withdrawIncidents(
      tx,
      merged.map(({ id }) => id),
    )
    await sumUp(tx, storm, account)
    await sumCharts(tx, storm)
    await tell(tx, { type: 'incident', account, incident: storm })
    storms.push(storm)
  }
  return storms
}

/** A fault that things of one type share. Exercises are faults of their own: they are never joined to what is real. */
type Fault = { type: string; drill: boolean }

/** Faults whose conflicts nobody has joined yet, and how many there are in all. */
async function commonFaults(tx: pg.PoolClient, account: number, now: Date) {
  const { rows } = await tx.query<Fault & { conflicts: number }>(
    `SELECT i.thing_type AS type, i.drill IS NOT NULL AS drill, count(*)::int AS conflicts FROM incidents i
     WHERE i.account_id = $1 AND i.cause = 'client-or-sdk-bug' AND i.storm_key IS NULL
       AND i.thing_type IS NOT NULL AND i.last_at > $2::timestamptz - interval '1 day' AND i.state IN ('new', 'merged')
     GROUP BY i.thing_type, i.drill IS NOT NULL HAVING bool_or(i.state = 'new') OR max(i.changed_at) = now()`,
    [account, now],
  )
  return rows
}

/** Those that were judged while the others of their kind were still unknown are looked at once more. */
async function judgeAgain(tx: pg.PoolClient, account: number, { type, drill }: Fault, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO incident_work (account_id, client_id, since)
     SELECT account_id, client_id, first_at FROM incidents
     WHERE account_id = $1 AND thing_type = $2 AND storm_key IS NULL AND state = 'new' AND assignee_id IS NULL
       AND (drill IS NOT NULL) = $4 AND cause <> 'client-or-sdk-bug' AND last_at > $3::timestamptz - interval '${limits.stormWindowS} seconds'
       AND jsonb_array_length(evidence) > 0 AND NOT evidence @> '[{"rule": "many-alike"}]'
     ON CONFLICT DO NOTHING`,
    [account, type, now, drill],
  )
}

const keyOf = ({ type, drill }: Fault) => (drill ? `exercise, type ${type}` : `type ${type}`)

async function knownStorm(tx: pg.PoolClient, account: number, fault: Fault): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM incidents WHERE account_id = $1 AND storm_key = $2 AND state <> 'closed' LIMIT 1`,
    [account, keyOf(fault)],
  )
  return rows[0]?.id
}

/** The storm of a fault: the one there is, else a new one. */
async function stormOf(tx: pg.PoolClient, account: number, fault: Fault): Promise<string | undefined> {
  const known = await knownStorm(tx, account, fault)
  if (known) return known
  const { type, drill } = fault
  const { rows } = await tx.query<{ id: string; number: number; clientId: string; kicks: number }>(
    `INSERT INTO incidents (account_id, client_id, thing_type, cause, confidence, severity, severity_reasons, evidence, sides,
       first_at, last_at, kicks, reach, drill, drill_by, storm_key)
     SELECT account_id, client_id, thing_type, cause, confidence, 'high', ARRAY['A fault that many devices share.'], evidence,
       sides, first_at, last_at, kicks, reach, drill, drill_by, $3
     FROM incidents WHERE account_id = $1 AND thing_type = $2 AND cause = 'client-or-sdk-bug' AND storm_key IS NULL
       AND (drill IS NOT NULL) = $4
     ORDER BY kicks DESC, id LIMIT 1 RETURNING id, number, client_id AS "clientId", kicks`,
    [account, type, keyOf(fault), drill],
  )
  const [row] = rows
  const id = row?.id
  if (row && id) {
    await tellStorm(tx, { ...row, account, cause: 'client-or-sdk-bug', severity: 'high', drill }, type)
    await tx.query(
      `INSERT INTO incident_log (incident_id, kind, title, detail, key) VALUES ($1, 'data', 'Joined by a common cause', $2, 'storm')`,
      [id, `Many things of type ${type} throw themselves out at the same time.`],
    )
  }
  return id
}

/** Makes a storm say what its members say together. One that was thought over is open again when it goes on. */
async function sumUp(tx: pg.PoolClient, storm: string, account: number): Promise<void> {
  const { rows } = await tx.query<SummedUp>(
    `UPDATE incidents s SET first_at = m.first_at, last_at = m.last_at, kicks = m.kicks, member_count = m.members,
       rate_per_minute = m.rate, active = m.active, members = m.shown, confidence = m.confidence, changed_at = now(),
       severity = CASE WHEN s.severity_by_id IS NOT NULL THEN s.severity WHEN m.members >= 200 THEN 'critical' ELSE 'high' END,
       severity_reasons = ARRAY['A fault that ' || m.members || ' devices share.'],
       reopened = s.reopened + CASE WHEN m.goes_on THEN 1 ELSE 0 END, state = CASE WHEN m.goes_on THEN 'new' ELSE s.state END
     FROM (
       SELECT min(i.first_at) AS first_at, max(i.last_at) AS last_at, sum(i.kicks)::int AS kicks, count(*)::int AS members,
         sum(i.rate_per_minute) AS rate, bool_or(i.active) AS active, round(avg(i.confidence)::numeric, 2)::float8 AS confidence,
         max(i.last_at) > (SELECT resolved_at FROM incidents WHERE id = $1 AND state = 'resolved') IS TRUE AS goes_on,
         (SELECT jsonb_agg(jsonb_build_object('clientId', t.client_id, 'thing', t.thing_name, 'kicks', t.kicks)) FROM (
            SELECT client_id, thing_name, kicks FROM incidents WHERE merged_into = $1 ORDER BY kicks DESC, client_id LIMIT 100) t) AS shown
       FROM incidents i WHERE i.merged_into = $1) m
     WHERE s.id = $1 AND m.members > 0
     RETURNING s.number, s.client_id AS "clientId", s.severity, s.kicks, m.last_at AS "lastAt", m.goes_on AS "goesOn",
       s.drill IS NOT NULL AS drill`,
    [storm],
  )
  const [row] = rows
  if (row?.goesOn) {
    const about = { ...row, id: storm, account, cause: 'client-or-sdk-bug' } as const
    const why = ['It came back after it was resolved']
    await tellIncident(tx, about, { what: 'reopened', when: row.lastAt.toISOString(), why })
  }
}
type SummedUp = {
  number: number
  clientId: string
  severity: Severity
  kicks: number
  lastAt: Date
  goesOn: boolean
  drill: boolean
}
