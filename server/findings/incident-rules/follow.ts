import type pg from 'pg'
import type { Severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { recordMany } from '#server/activity/record.ts'
import { notify } from '#server/notifications/notice.ts'
import { tell } from '#server/platform/events.ts'
import { describeCheck } from '../describe.ts'
import { takeFindings } from '../evaluate/lock.ts'
import { decide, type Step } from './decide.ts'
import { rulesInForce, standingOf, takeCandidates } from './load.ts'
import type { Candidate } from './rules.ts'

const atOnce = 2_000
const named = 20

/**
 * Lets rules look at findings that opened, came back or grew graver, and makes them part of incidents. Kinds that are
 * still being looked at as a whole wait for their end, so that a flood is seen as one. Returns how many incidents that
 * touched. The caller's connection must be in no transaction.
 */
export async function followRules(
  client: pg.PoolClient,
  account: number,
  underWay: readonly string[],
  now: Date,
): Promise<number> {
  const { rowCount } = await client.query(
    `SELECT FROM findings WHERE account_id = $1 AND unruled AND suppression_id IS NULL AND subject_kind <> ALL ($2::text[]) LIMIT 1`,
    [account, underWay],
  )
  if (rowCount === 0) return 0
  await client.query('BEGIN')
  try {
    await takeFindings(client, account)
    const rules = await rulesInForce(client, now)
    const candidates = await takeCandidates(client, { account, underWay, most: atOnce })
    const steps = decide(account, candidates, rules, await standingOf(client, account, candidates))
    for (const step of steps) await take(client, account, step, now)
    await client.query('COMMIT')
    return steps.length
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

type Touched = { id: string; number: number; clientId: string; severity: Severity }

async function take(tx: pg.PoolClient, account: number, step: Step, now: Date): Promise<void> {
  const { rule, findings } = step
  const incident = step.what === 'open' ? await open(tx, account, step, now) : await touch(tx, step, now)
  // Somebody else's incident holds the place meanwhile: the finding stands by itself.
  if (!incident) return
  const { id, number } = incident
  const ids = findings.map((one) => one.id)
  await tx.query(
    `WITH f AS (UPDATE findings SET incident_id = $2, changed_at = $3 WHERE id = ANY ($1::uuid[]) AND incident_id IS DISTINCT FROM $2 RETURNING id)
     INSERT INTO finding_log (finding_id, at, kind, text) SELECT id, $3, 'incident', $4 FROM f`,
    [ids, id, now, `Incident ${number}, by the rule “${rule.name}”`],
  )
  await log(tx, id, step, now)
  await tx.query(
    `UPDATE incidents i SET severity_reasons = ARRAY[n.open || ' open findings are part of it.'] FROM (
       SELECT count(*) AS open FROM findings WHERE incident_id = $1 AND open) n
     WHERE i.id = $1 AND i.cause = 'finding' AND n.open > 1`,
    [id],
  )
  const action = {
    open: 'incident.opened-by-rule',
    join: 'incident.joined-by-rule',
    reopen: 'incident.reopened-by-rule',
  }
  await recordMany(tx, { actor: null, ipAddress: null }, [
    {
      action: action[step.what],
      object: { kind: 'incident', id, name: `Incident ${number}` },
      detail: {
        rule: { id: rule.id, name: rule.name, version: rule.version },
        findings: ids.length,
        first: ids.slice(0, 100),
      },
    },
  ])
  if (step.what !== 'join') await tellOf(tx, account, incident, step, now)
  await tell(tx, { type: 'incident', account, incident: id })
}

const titleOf = ({ check }: Pick<Candidate, 'check'>) => describeCheck(check).title

async function open(
  tx: pg.PoolClient,
  account: number,
  { rule, findings, place, shared }: Extract<Step, { what: 'open' }>,
  now: Date,
): Promise<Touched | undefined> {
  const [first] = findings
  if (!first) return undefined
  const evidence = [...new Map(findings.map((one) => [one.check, one])).values()].slice(0, named).map((one) => ({
    rule: one.check,
    says: shared
      ? `${findings.length} resources: ${titleOf(one)}. The first is ${one.subject}.`
      : `${titleOf(one)}. ${one.detail}`,
    cause: 'finding',
    weight: 4,
    source: `Incident rule ${rule.name}`,
  }))
  const { rows } = await tx.query<Touched>(
    `INSERT INTO incidents (account_id, client_id, thing_name, thing_type, cause, confidence, severity, severity_reasons, evidence,
       active, first_at, last_at, kicks, opened_at, storm_key, rule_id)
     SELECT $1, $2, t.name, t.type_name, 'finding', 1, $3, $4, $5, FALSE, $6, $7, 0, $7, $8, $9
     FROM (VALUES (1)) one LEFT JOIN things t ON t.account_id = $1 AND t.name = $2 AND t.gone_at IS NULL AND $8::text IS NULL
     ON CONFLICT DO NOTHING RETURNING id, number, client_id AS "clientId", severity`,
    [
      ...[
        account,
        shared ? titleOf(first) : place.clientId,
        first.severity,
        [`${titleOf(first)}.`],
        JSON.stringify(evidence),
      ],
      ...[new Date(Math.min(...findings.map(({ openedAt }) => openedAt.getTime()))), now, place.key, rule.id],
    ],
  )
  const [row] = rows
  const certificates = shared ? [] : findings.flatMap(({ kind, subject }) => (kind === 'certificate' ? [subject] : []))
  if (row && certificates.length > 0) {
    await tx.query(
      `INSERT INTO incident_actors (incident_id, account_id, kind, value) SELECT $1, $2, 'principal', unnest($3::text[])
       ON CONFLICT DO NOTHING`,
      [row.id, account, certificates],
    )
  }
  return row
}

/** What an incident of findings becomes by more of them; of any other only its timeline tells. */
async function touch(
  tx: pg.PoolClient,
  { what, incident, findings }: Exclude<Step, { what: 'open' }>,
  now: Date,
): Promise<Touched | undefined> {
  const { rows } = await tx.query<Touched>(
    `UPDATE incidents i SET changed_at = now(), last_at = CASE WHEN cause = 'finding' THEN greatest(last_at, $2) ELSE last_at END,
       severity = CASE WHEN cause = 'finding' AND severity_by_id IS NULL
         AND array_position('{critical,high,medium,low,info}'::text[], $3) < severity_rank THEN $3 ELSE severity END,
       state = CASE WHEN $4 THEN 'new' ELSE state END, reopened = reopened + CASE WHEN $4 THEN 1 ELSE 0 END
     WHERE id = $1 RETURNING id, number, client_id AS "clientId", severity`,
    [incident, now, findings[0]?.severity, what === 'reopen'],
  )
  const [row] = rows
  if (row && what === 'reopen') {
    await tx.query(
      `INSERT INTO incident_log (incident_id, at, kind, title, key) VALUES ($1, $2, 'state', 'Open again: a finding came after it was resolved', $3)
       ON CONFLICT (incident_id, key) DO NOTHING`,
      [row.id, now, `reopened ${now.toISOString()}`],
    )
  }
  return row
}

/** The timeline names the findings, the first of many. */
async function log(tx: pg.PoolClient, incident: string, { rule, findings }: Step, now: Date): Promise<void> {
  const told = findings.slice(0, named).map((one) => ({
    title: `Finding: ${titleOf(one)}`,
    detail: `${one.subject}: ${one.detail}. By the rule “${rule.name}”.`,
    key: `finding ${one.id} ${one.openedAt.toISOString()} ${one.severity}`,
  }))
  const rest = findings.length - told.length
  if (rest > 0)
    told.push({
      title: `${rest} more findings`,
      detail: `By the rule “${rule.name}”. They are listed among its findings.`,
      key: `findings ${findings[named]?.id} ${now.toISOString()}`,
    })
  await tx.query(
    `INSERT INTO incident_log (incident_id, at, kind, title, detail, key)
     SELECT $1, $2, 'data', n.title, n.detail, n.key FROM unnest($3::text[], $4::text[], $5::text[]) n (title, detail, key)
     ON CONFLICT (incident_id, key) DO NOTHING`,
    [incident, now, told.map(({ title }) => title), told.map(({ detail }) => detail), told.map(({ key }) => key)],
  )
}

async function tellOf(
  tx: pg.PoolClient,
  account: number,
  { id, number, clientId, severity }: Touched,
  { what, rule, findings }: Step,
  now: Date,
): Promise<void> {
  const [first] = findings
  const count = findings.length === 1 ? 'a finding' : `${findings.length} findings`
  await notify(tx, {
    ...{ key: `incident:${id} ${what} ${now.toISOString()}`, about: 'incident', severity, account, cause: 'finding' },
    ...{ path: links.incident(id), thread: `incident:${id}` },
    title: `Incident ${number} ${what === 'open' ? 'opened' : 'is open again'}: ${clientId}, ${count}`,
    body: [
      ...(first ? [`${titleOf(first)}: ${first.subject}, ${first.detail}`] : []),
      `By the rule “${rule.name}”.`,
    ].join('\n'),
  })
}
