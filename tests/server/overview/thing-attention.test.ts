import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checks } from '#generated/checks.ts'
import { thingAttention } from '#server/overview/thing/thing-attention.ts'
import { aCertificate, aPresence, aThing, contextAt, insert, insertAccount } from '#tests/support/builders.ts'
import { insertDeployment } from '#tests/support/deployments.ts'

const now = new Date('2026-11-20T12:00:00Z')
const at = contextAt(now)
const later = '2028-01-01T00:00:00Z'
let certificate: string

const pump = () => thingAttention(at.context, { account: 1, name: 'pump' })
const titles = async () => (await pump()).items.map(({ severity, title }) => `${severity}: ${title}`)
const unknown = async () => (await pump()).unknown.map(({ id }) => id)

beforeAll(async () => {
  const { pool } = at.context.database
  await insertAccount(pool)
  const held = { credential_health: 'valid', credential_not_after: later, certificate_count: 1, active_certificates: 1 }
  const [thing] = await insert(pool, 'things', [aThing({ name: 'pump', ...held })])
  const row = aCertificate({ not_after: later, described_at: now, thing_count: 1, has_policy: true, policy_count: 1 })
  certificate = row.certificate_id as string
  const [cert] = await insert(pool, 'certificates', [row])
  const link = { account_id: 1, thing_row_id: thing, certificate_row_id: cert, exclusive: true }
  await insert(pool, 'thing_certificates', [link])
  await insert(pool, 'thing_principal_checks', [{ thing_row_id: thing, account_id: 1, checked_at: now }])
  const [policy] = await insert(pool, 'policies', [
    { account_id: 1, name: 'telemetry', version_count: 1, first_seen_at: now, changed_at: now },
  ])
  const attached = { kind: 'certificate', target: certificate, certificate_row_id: cert, first_seen_at: now }
  await insert(pool, 'policy_targets', [{ account_id: 1, policy_row_id: policy, ...attached }])
  await insert(pool, 'presence', [
    aPresence({ thing_row_id: thing, thing_name: 'pump', client_id: 'pump', since: now }),
  ])
})

/** Everything read and judged a moment ago, and nothing found. */
beforeEach(async () => {
  const { pool } = at.context.database
  await pool.query('truncate findings, finding_witnesses, incidents, violations, deployments, check_results cascade')
  await pool.query('delete from collections')
  for (const collector of ['presence', 'jobs', 'job-executions']) await feed(collector)
  for (const [id, { about }] of Object.entries(checks)) {
    await pool.query(
      `insert into check_results (account_id, check_id, source, subject_kind, state) values (1, $1, 'ours', $2, 'passed')`,
      [id, about],
    )
  }
})

async function feed(collector: string, outcome = 'ok') {
  const counters = {
    calls: 0,
    throttled: 0,
    seen: 0,
    added: 0,
    changed: 0,
    gone: 0,
    skipped: 0,
    failed: 0,
    failures: 0,
  }
  const ended = { last_outcome: outcome, last_finished_at: now, last_success_at: now }
  await insert(at.context.database.pool, 'collections', [
    { account_id: 1, collector, state: 'idle', due_at: now, pass: 1, ...ended, ...counters },
  ])
}

async function finding(change: Record<string, unknown>) {
  const row: Record<string, unknown> = {
    ...{ id: randomUUID(), account_id: 1, check_id: 'thing-gone-quiet', subject_kind: 'thing', subject: 'pump' },
    ...{ reason: '', severity: 'medium', rank: 2, detail: 'As it is', related: '[]', sources: ['ours'] },
    ...{ first_seen_at: now, opened_at: now, content_hash: 0, changed_at: now },
    ...change,
  }
  await insert(at.context.database.pool, 'findings', [row])
  return String(row.id)
}

const incident = (severity: string, change = { state: 'new' }) =>
  at.context.database.pool.query(
    `insert into incidents (account_id, client_id, thing_name, cause, confidence, severity, active, state, sides, first_at, last_at, kicks, opened_at)
     values (1, 'pump', 'pump', 'second-process', 0.8, $1, true, $2, '[]', $3, $3, 4, $3)`,
    [severity, change.state, now],
  )

test('nothing needs attention once all is known and nothing was found', async () => {
  expect(await pump()).toEqual({ items: [], unknown: [] })
})

test('incidents, findings, alarms, stuck deployments and credentials are one list, worst first, each with its link', async () => {
  const { pool } = at.context.database
  await incident('critical')
  await finding({
    check_id: 'certificate-weak-key',
    subject_kind: 'certificate',
    subject: certificate,
    severity: 'low',
    rank: 3,
  })
  await finding({ severity: 'high', rank: 1 })
  const deployment = await insertDeployment(pool, { account_id: 1, health: 'stalled', name: 'roll', title: 'Roll out' })
  await pool.query(
    `insert into deployment_executions (deployment_id, thing, account_id, status, stall_cause, stall_since, stall_counts)
     values ($1, 'pump', 1, 'QUEUED', 'agent-silent', $2, true)`,
    [deployment, now],
  )
  await pool.query(
    `insert into violations (id, account_id, source, profile, behaviour, metric, device, state, verification, severity, value, "limit", started_at, last_at)
     values (gen_random_uuid(), 1, 'ours', 'calm', 'connects-calmly', 'aws:num-connection-attempts', 'pump', 'in-alarm', 'UNKNOWN', 'medium', '9', 'at most 3', $1, $1)`,
    [now],
  )
  await pool.query(`update presence set client_id = 'another'`)
  const { items } = await pump()
  await pool.query(`update presence set client_id = 'pump'`)
  expect(items.map(({ severity, title }) => `${severity}: ${title}`)).toEqual([
    'critical: Incident 1 is open',
    'high: Device has gone quiet, against its habit',
    'medium: In alarm: connects-calmly',
    'medium: Deployment is stuck here: Roll out',
    'medium: Its client ID differs from its name',
    expect.stringMatching(/^low: /),
  ])
  expect(items.map(({ href }) => href.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/, 'ID'))).toEqual([
    '/incidents/ID',
    '/findings/ID',
    '/behaviours?account=1&device=pump&open=ID',
    `/deployments/${deployment}?search=pump#devices`,
    '/fleet/1/pump',
    '/findings/ID',
  ])
  expect(items[0]?.detail).toBe('Second process on the same device, likely. 4 take-overs. It goes on.')
  expect(items.at(-1)?.detail).toMatch(/^Certificate /)
})

test('what a finding says no note says again; suppressed, it is counted and not said', async () => {
  const { pool } = at.context.database
  await pool.query(`update presence set client_id = 'another'`)
  const about = { check_id: 'thing-client-id-differs', severity: 'low', rank: 3 }
  const id = await finding(about)
  expect(await titles()).toEqual([expect.stringMatching(/^low: /)])
  const { rows } = await pool.query(
    `insert into finding_suppressions (account_id, check_id, why, by_id, by_name, owner_id, owner_name, state)
     values (1, 'thing-client-id-differs', 'As built', 'x', 'X', 'x', 'X', 'active') returning id`,
  )
  await pool.query('update findings set suppression_id = $2 where id = $1', [id, rows[0]?.id])
  expect(await titles()).toEqual(['info: 1 finding is suppressed'])
  await pool.query(`update presence set client_id = 'pump'`)
})

test('an incident that is over, another device’s and an exercise ask for nothing', async () => {
  await incident('high', { state: 'resolved' })
  await finding({ subject: 'another' })
  expect(await pump()).toEqual({ items: [], unknown: [] })
})

describe('nothing found is unknown', () => {
  test('while nothing tells of connections', async () => {
    await at.context.database.pool.query(`delete from collections where collector = 'presence'`)
    await feed('connection-log', 'unavailable')
    expect(await unknown()).toEqual(['incidents'])
    await at.context.database.pool.query(
      `update collections set last_outcome = 'ok' where collector = 'connection-log'`,
    )
    expect(await unknown()).toEqual([])
  })

  test('while a check has no answer, and not when people turned it off', async () => {
    const set = (state: string) =>
      at.context.database.pool.query(
        `update check_results set state = $1, why_not = 'Stale since noon' where check_id = 'certificate-expired'`,
        [state],
      )
    await set('unknown')
    expect((await pump()).unknown).toEqual([
      {
        ...{ id: 'checks', title: '1 check has no answer', href: '/findings/coverage' },
        detail: expect.stringContaining('Stale since noon'),
      },
    ])
    await set('off')
    expect(await unknown()).toEqual([])
  })

  test('before any check was asked, while behaviours are not judged, and while executions are stale', async () => {
    const { pool } = at.context.database
    await pool.query('delete from check_results')
    await pool.query(
      `insert into check_results (account_id, check_id, source, subject_kind, state, why_not)
       values (1, 'Behaviour: calm / x', 'behaviour', 'thing', 'unknown', 'No device-side reports are read')`,
    )
    await pool.query(`update collections set last_success_at = $1 where collector = 'job-executions'`, [
      new Date(now.getTime() - 7 * 86_400_000),
    ])
    expect(await unknown()).toEqual(['checks', 'behaviours', 'deployments'])
  })
})

test('a thing that nobody ever saw is not found', async () => {
  await expect(thingAttention(at.context, { account: 1, name: 'nobody' })).rejects.toMatchObject({ kind: 'not-found' })
})
