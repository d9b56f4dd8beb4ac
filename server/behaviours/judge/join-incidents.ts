import type pg from 'pg'
import type { Severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { notify } from '#server/notifications/notice.ts'
import { tell } from '#server/platform/events.ts'
import { checkOf, type StoredProfile } from '../profiles.ts'

type At = { account: number; profiles: readonly StoredProfile[]; now: Date }
type Row = {
  id: string
  device: string
  profile: string
  behaviour: string
  severity: Severity
  value: string
  limit: string
  started_at: Date
}

/**
 * Gives every alarm whose behaviour asks for it an incident: the open one of the same client ID, or one of its own.
 * Alarms that nobody is told of, because they were said to be no harm, open none.
 */
export async function joinIncidents(tx: pg.PoolClient, { account, profiles, now }: At): Promise<void> {
  const asking = profiles.flatMap(({ name, behaviours }) =>
    behaviours.filter(({ opensIncident }) => opensIncident).map((one) => [name, one.name] as const),
  )
  if (asking.length === 0) return
  const { rows } = await tx.query<Row>(
    `SELECT v.id, v.device, v.profile, v.behaviour, v.severity, v.value, v."limit", v.started_at
     FROM violations v JOIN unnest($2::text[], $3::text[]) k (profile, behaviour) ON k.profile = v.profile AND k.behaviour = v.behaviour
     WHERE v.account_id = $1 AND v.state = 'in-alarm' AND v.source = 'ours' AND v.incident_id IS NULL AND v.severity <> 'info'
     ORDER BY v.device, v.started_at`,
    [account, asking.map(([profile]) => profile), asking.map(([, behaviour]) => behaviour)],
  )
  for (const row of rows) {
    const incident = (await openOf(tx, account, row.device)) ?? (await openOne(tx, account, row, now))
    if (!incident) continue
    await tx.query('UPDATE violations SET incident_id = $2 WHERE id = $1', [row.id, incident])
    await tx.query(
      'UPDATE findings SET incident_id = $4, changed_at = $5 WHERE account_id = $1 AND check_id = $2 AND subject = $3 AND incident_id IS NULL',
      [account, checkOf(row.profile, row.behaviour), row.device, incident, now],
    )
    await tx.query(
      `INSERT INTO incident_log (incident_id, at, kind, title, detail, key) VALUES ($1, $2, 'data', $3, $4, $5)
       ON CONFLICT (incident_id, key) DO NOTHING`,
      [
        incident,
        now,
        `Alarm: ${row.behaviour} of ${row.profile}`,
        `${row.value}; normal is ${row.limit}`,
        `violation ${row.id}`,
      ],
    )
    await tell(tx, { type: 'incident', account, incident })
  }
}

async function openOf(tx: pg.PoolClient, account: number, device: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM incidents WHERE account_id = $1 AND client_id = $2 AND drill IS NULL AND state IN ('new', 'triaged', 'contained')
     ORDER BY last_at DESC LIMIT 1`,
    [account, device],
  )
  return rows[0]?.id
}

// One that was resolved, dismissed or merged holds the client ID's place: people thought it over, and the finding stands anyway.
async function openOne(tx: pg.PoolClient, account: number, row: Row, now: Date): Promise<string | undefined> {
  const { device, profile, behaviour, severity, value, limit, started_at } = row
  const evidence = [
    {
      rule: checkOf(profile, behaviour),
      says: `${value}; normal is ${limit}`,
      cause: 'unusual-behaviour',
      weight: 4,
      source: `Security profile ${profile}`,
    },
  ]
  const { rows } = await tx.query<{ id: string; number: number }>(
    `INSERT INTO incidents (account_id, client_id, thing_name, thing_type, cause, confidence, severity, severity_reasons, evidence,
       first_at, last_at, kicks, opened_at)
     SELECT $1, $2, t.name, t.type_name, 'unusual-behaviour', 1, $3, $4, $5, $6, $6, 0, $7
     FROM (VALUES (1)) one LEFT JOIN things t ON t.account_id = $1 AND t.name = $2 AND t.gone_at IS NULL
     ON CONFLICT DO NOTHING RETURNING id, number`,
    [account, device, severity, [`${behaviour} of ${profile} is in alarm.`], JSON.stringify(evidence), started_at, now],
  )
  const [opened] = rows
  if (!opened) return undefined
  await notify(tx, {
    ...{
      key: `incident:${opened.id} opened`,
      about: 'incident',
      severity,
      account,
      cause: 'unusual-behaviour',
    },
    ...{ path: links.incident(opened.id), thread: `incident:${opened.id}` },
    title: `Incident ${opened.number} opened: ${device}, unusual behaviour`,
    body: `${behaviour} of ${profile}: ${value}; normal is ${limit}.`,
  })
  return opened.id
}
