import { beforeAll, describe, expect, test } from 'vitest'
import { correlate } from '#server/incidents/engine/correlate.ts'
import { runAudit } from '#simulator/audit/run.ts'
import { minutes } from '#simulator/clock.ts'
import { type CheckName, checkNames } from '#simulator/fleet/audits.ts'
import { fillFleet } from '#tests/server/sync/a-fleet.ts'
import { useSyncWorld } from '#tests/server/sync/sync-world.ts'

const aws = useSyncWorld()
const expiring = 'DEVICE_CERTIFICATE_EXPIRING_CHECK'
const wide = 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK'

const audit = (checks: readonly CheckName[] = checkNames, agoMs = minutes(5)) =>
  runAudit(aws.fleet, { type: 'ON_DEMAND_AUDIT_TASK', checks, startedAt: aws.fleet.clock.now() - agoMs, takesMs: 1000 })

const collect = () => aws.sync({ collectors: ['audit-settings', 'audits', 'audit-findings', 'audit-suppressions'] })

const open = () =>
  aws.rows<{ check_id: string; subject: string; sources: string[] }>(
    `SELECT check_id, subject, reason, sources, severity FROM findings WHERE open AND 'audit' = ANY (sources) ORDER BY 1, 2, 3`,
  )
const results = async (check: string) =>
  (
    await aws.rows(
      `SELECT state, evaluated::int, failing::int, why_not FROM check_results WHERE source = 'audit' AND check_id = $1`,
      [check],
    )
  )[0]

beforeAll(async () => {
  fillFleet(aws.fleet, 40)
  for (const check of checkNames) aws.fleet.audits.enable(check)
  aws.fleet.audits.failing.set('CA_CERTIFICATE_KEY_QUALITY_CHECK', 'INSUFFICIENT_PERMISSIONS')
  audit(checkNames, minutes(60))
  audit()
  await aws.sync()
})

test('audits and what each check came to are kept as AWS describes them', async () => {
  const tasks = await aws.rows(`SELECT task_id, type, status, schedule FROM audits ORDER BY started_at`)
  expect(tasks).toHaveLength(2)
  expect(tasks[1]).toMatchObject({ type: 'ON_DEMAND_AUDIT_TASK', status: 'COMPLETED', schedule: null })
  const runs = await aws.rows('SELECT check_name, compliant, error_code FROM audit_check_runs')
  expect(runs).toHaveLength(2 * checkNames.length)
  expect(runs.filter(({ error_code }) => error_code !== null).every(({ compliant }) => compliant === null)).toBe(true)
})

test('only the latest run of a check that did not pass is read', () => {
  const { operations } = aws.world.counts.summary()
  const latest = [...aws.fleet.audits.tasks.values()].at(-1)
  const runs = [...(latest?.checks.values() ?? [])].filter(({ findings }) => findings.length > 0)
  expect(runs.length).toBeGreaterThan(2)
  // Pages of twelve.
  const pages = runs.reduce((sum, { findings }) => sum + Math.ceil(findings.length / 12), 0)
  expect(operations.ListAuditFindings?.calls).toBe(pages)
})

test('an audit is a witness of the finding that is ours, and of its own', async () => {
  const found = await open()
  const policies = found.filter(({ check_id }) => check_id === 'policy-overly-permissive')
  expect(policies.map(({ subject }) => subject)).toContain('shadows')
  const ends = found.filter(({ check_id }) => check_id === 'certificate-expired')
  expect(ends.length).toBeGreaterThan(0)
  expect(await results('certificate-expired')).toMatchObject({ state: 'failing', failing: ends.length })
})

test('a check that was not evaluated is no pass', async () => {
  expect(await results('CA_CERTIFICATE_KEY_QUALITY_CHECK')).toMatchObject({
    state: 'error',
    evaluated: null,
    why_not: expect.stringContaining('INSUFFICIENT_PERMISSIONS'),
  })
})

test('an audit that is read again changes nothing', async () => {
  const before = await written()
  await collect()
  expect(await written()).toEqual(before)
  await aws.pool.query('UPDATE audit_check_runs SET read_at = NULL')
  await collect()
  expect(await written(['audit_findings', 'findings', 'finding_witnesses', 'finding_log'])).toEqual(
    Object.fromEntries(
      Object.entries(before).filter(([table]) =>
        ['audit_findings', 'findings', 'finding_witnesses', 'finding_log'].includes(table),
      ),
    ),
  )
})

test('the next audit finds the same under other ids: one finding, seen twice', async () => {
  const before = await open()
  audit(checkNames, 2000)
  await collect()
  expect(await open()).toEqual(before)
  expect(await aws.rows('SELECT DISTINCT audits FROM audit_findings')).toEqual([{ audits: 2 }])
})

test('what a later audit no longer finds is resolved; a check that failed meanwhile resolves nothing', async () => {
  const before = (await open()).length
  aws.fleet.audits.failing.set(wide, 'INSUFFICIENT_PERMISSIONS')
  audit([wide], 1500)
  await collect()
  expect(await open()).toHaveLength(before)
  expect(await results('policy-overly-permissive')).toMatchObject({ state: 'error', evaluated: null })
  aws.fleet.audits.failing.delete(wide)
  for (const certificate of aws.fleet.certificates.items) certificate.status = 'INACTIVE'
  audit([expiring], 1200)
  await collect()
  expect((await open()).filter(({ check_id }) => check_id.startsWith('certificate-expir'))).toEqual([])
})

test('an audit that says it found something and does not tell what resolves nothing', async () => {
  const before = await open()
  const task = audit([wide], 1300)
  const run = task.checks.get(wide)
  if (!run) throw new Error('no run')
  const findings = run.findings.splice(0)
  await aws.sync({ collectors: ['audits'] })
  await aws.pool.query(`UPDATE audit_check_runs SET compliant = FALSE, non_compliant = 2 WHERE task_id = $1`, [task.id])
  await aws.sync({ collectors: ['audit-findings'] })
  expect(await open()).toEqual(before)
  run.findings.push(...findings)
  await collect()
  expect(await open()).toEqual(before)
})

test('a check that nobody knows is shown under AWS’s name', async () => {
  const task = [...aws.fleet.audits.tasks.values()].at(-1)
  if (!task) throw new Error('no audit')
  const name = 'DEVICE_TEMPERATURE_CHECK' as CheckName
  const finding = {
    ...{ id: 'f-1', task, check: name, isSuppressed: false, related: [], code: 'TOO_HOT', reason: 'It is hot.' },
    resource: { type: 'CLIENT_ID' as const, id: { clientId: 'dev-001' } },
  }
  const again = {
    ...task,
    id: 'future',
    startedAt: aws.fleet.clock.now() - 1100,
    completesAt: aws.fleet.clock.now() - 100,
  }
  aws.fleet.audits.tasks.set('future', {
    ...again,
    checks: new Map([[name, { total: 9, findings: [{ ...finding, task: again }], error: undefined }]]),
  })
  await collect()
  expect(
    await aws.rows(`SELECT subject_kind, subject, reason, detail, severity FROM findings WHERE check_id = $1`, [name]),
  ).toEqual([{ subject_kind: 'client', subject: 'dev-001', reason: 'TOO_HOT', detail: 'It is hot.', severity: 'high' }])
  expect(await results(name)).toMatchObject({ state: 'off' })
})

describe('suppressions of AWS’s own', () => {
  test('hide what they hide there, and end there', async () => {
    aws.fleet.audits.suppressions.push({
      ...{ check: wide, resource: { policyVersionIdentifier: { policyName: 'shadows', policyVersionId: '1' } } },
      ...{ expiresAt: undefined, description: 'A lab' },
    })
    await collect()
    await collect()
    const hidden = () =>
      aws.rows(
        `SELECT s.in_aws, s.state, s.why, f.subject FROM findings f JOIN finding_suppressions s ON s.id = f.suppression_id`,
      )
    expect(await hidden()).toEqual([{ in_aws: 'read', state: 'active', why: 'A lab', subject: 'shadows' }])
    aws.fleet.audits.suppressions = []
    await collect()
    expect(await hidden()).toEqual([])
    expect(await aws.rows(`SELECT action FROM activity WHERE action LIKE 'finding.suppress%' ORDER BY id`)).toEqual([
      { action: 'finding.suppressed-in-aws' },
      { action: 'finding.suppression-ended-in-aws' },
    ])
  })
})

test('throttling is waited out', async () => {
  audit([expiring], 1100)
  await aws.trouble({ throttleRate: 0.5 })
  await collect()
  expect((await aws.feed('audit-findings')).last_outcome).toBe('ok')
  await aws.trouble()
})

async function written(only?: string[]): Promise<Record<string, string>> {
  const tables = only ?? [
    'audits',
    'audit_check_runs',
    'audit_findings',
    'findings',
    'finding_witnesses',
    'finding_log',
    'check_results',
  ]
  const entries = []
  for (const table of tables) {
    const filter = table === 'check_results' ? `WHERE source = 'audit'` : ''
    const [row] = await aws.rows<{ versions: string }>(
      `SELECT coalesce(md5(string_agg(xmin::text || ctid::text, ',' ORDER BY ctid)), '') AS versions FROM ${table} ${filter}`,
    )
    entries.push([table, row?.versions ?? ''])
  }
  return Object.fromEntries(entries)
}

describe('connections that an audit names', () => {
  const clients = ['dev-001', 'dev-002'] as const
  const start = () => aws.fleet.clock.now() - minutes(40)

  beforeAll(async () => {
    const [first, second] = aws.fleet.certificates.items
    if (!first || !second) throw new Error('no certificates')
    first.status = 'ACTIVE'
    const from = start()
    const connect = (client: string, principal: string, at: number, until?: number) => {
      const session = { clientId: client, principalIdentifier: principal, sessionIdentifier: `${client} ${at}` }
      const event = { ...session, versionNumber: 1, ipAddress: '192.0.2.7' }
      aws.fleet.connections.note({ ...event, timestamp: at, eventType: 'connected' } as never)
      if (until === undefined) return
      const ended = { ...event, timestamp: until, eventType: 'disconnected', disconnectReason: 'DUPLICATE_CLIENTID' }
      aws.fleet.connections.note(ended as never)
    }
    // Two credentials that throw each other out every minute, and one certificate that two client IDs use at once.
    for (let place = 0; place < 12; place++) {
      const { id } = place % 2 ? first : second
      connect(clients[0], id, from + place * minutes(1), from + (place + 1) * minutes(1))
    }
    connect(clients[1], first.id, from + 1000)
    audit(['CONFLICTING_CLIENT_IDS_CHECK', 'DEVICE_CERTIFICATE_SHARED_CHECK'], 1100)
    await collect()
  })

  const records = () =>
    aws.rows(`SELECT client_id, kind, count(*)::int AS count, bool_and(duplicate) AS duplicate FROM connection_events
      WHERE feed = 'audit' GROUP BY 1, 2 ORDER BY 1, 2`)

  test('become records once, however many audits name them', async () => {
    const before = await records()
    expect(before).toContainEqual(expect.objectContaining({ client_id: 'dev-002', kind: 'connect', duplicate: false }))
    expect(
      before.find((row) => row.client_id === 'dev-001' && row.kind === 'disconnect')?.count,
    ).toBeGreaterThanOrEqual(12)
    audit(['CONFLICTING_CLIENT_IDS_CHECK', 'DEVICE_CERTIFICATE_SHARED_CHECK'], 1050)
    await collect()
    expect(await records()).toEqual(before)
    expect(
      (await aws.rows(`SELECT last_at FROM feed_positions WHERE feed = 'audit-findings'`))[0]?.last_at,
    ).toBeInstanceOf(Date)
  })

  test('open an incident that names both credentials', async () => {
    while ((await correlate(aws.pool, new Date())).looked > 0);
    const [incident] = await aws.rows<{ kicks: number; cause: string }>(
      `SELECT kicks, cause FROM incidents WHERE client_id = 'dev-001'`,
    )
    expect(incident?.kicks).toBe(12)
  })

  test('make a shared certificate critical only where two client IDs used it at once', async () => {
    const shared = await aws.rows<{ severity: string; says: string }>(
      `SELECT w.severity, w.says FROM finding_witnesses w JOIN findings f ON f.id = w.finding_id
       WHERE f.check_id = 'certificate-shared' AND w.source = 'audit' AND w.gone_at IS NULL`,
    )
    expect(shared.length).toBeGreaterThan(0)
    for (const { severity, says } of shared)
      expect(severity).toBe(says.includes('were connected with it at the same time') ? 'critical' : 'medium')
  })
})
