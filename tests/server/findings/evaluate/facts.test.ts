import { beforeEach, expect, test } from 'vitest'
import { readChecks } from '#server/findings/evaluate/settings.ts'
import { followUses } from '#server/findings/evaluate/uses.ts'
import { loadAccount, loadObjects } from '#server/findings/load/account.ts'
import { loadCaCertificates } from '#server/findings/load/ca-certificates.ts'
import { loadCertificates } from '#server/findings/load/certificates.ts'
import { loadPolicies } from '#server/findings/load/policies.ts'
import { loadThings } from '#server/findings/load/things.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { account, addCertificates, evaluate, findings, freshAccount, inDays, now, rows } from './world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool

beforeEach(async () => {
  await freshAccount(pool())
  await pool().query('TRUNCATE connection_events')
})

const all = { after: 0, most: 10 }

const fill = async () => {
  await addCertificates(pool(), [inDays(3), inDays(300)])
  await pool().query(
    `INSERT INTO things (account_id, name, type_name, content_hash, certificate_count, active_certificates, other_principals)
     VALUES (1, 't1', 'pump', 1, 1, 1, '{arn:aws:iam::1:user/a}'), (1, 't2', NULL, 1, 0, 0, '{}')`,
  )
  await pool().query(`INSERT INTO thing_groups (account_id, name) VALUES (1, 'site-b'), (1, 'site-a')`)
  await pool().query(
    `INSERT INTO thing_group_members (account_id, group_row_id, thing_name, thing_row_id) VALUES (1, 1, 't1', 1), (1, 2, 't1', 1)`,
  )
  await pool().query('INSERT INTO thing_certificates (account_id, thing_row_id, certificate_row_id) VALUES (1, 1, 1)')
  await pool().query(
    `INSERT INTO presence (thing_row_id, account_id, thing_name, connected, since, client_id, gaps_observed, typical_gap_s) VALUES (1, 1, 't1', TRUE, $1, 'other', 2, 60)`,
    [inDays(-1)],
  )
  await pool().query(`INSERT INTO thing_principal_checks (thing_row_id, account_id, checked_at) VALUES (1, 1, now())`)
}
const connect = (client: string, principal: string | null, at: Date) =>
  pool().query(
    `INSERT INTO connection_events (account_id, at, event_key, kind, client_id, principal, source_ip, duplicate, feed)
     VALUES (1, $3, gen_random_uuid(), 'connect', $1, $2, '198.51.100.7', FALSE, 'logs')`,
    [client, principal, at],
  )

test('of certificates: with their things, by row id or by name of row, without those gone', async () => {
  await fill()
  const [first, second] = await loadCertificates(pool(), account, all, now)
  expect(first).toMatchObject({
    ...{
      rowId: '1',
      name: 'c1',
      status: 'ACTIVE',
      notAfter: inDays(3),
      describedAt: now,
      hasPolicy: true,
      thingCount: 1,
    },
    ...{ connections: null, claim: false, changedAt: expect.any(Date) },
    things: [{ name: 't1', type: 'pump', groups: ['site-a', 'site-b'], connected: true, credentials: 2 }],
  })
  expect(second?.things).toEqual([])
  expect(await loadCertificates(pool(), account, { ids: [2] }, now)).toEqual([second])
  expect(await loadCertificates(pool(), account, { after: 1, most: 10 }, now)).toEqual([second])
  await pool().query('UPDATE certificates SET gone_at = now(), policy_count = NULL WHERE id = 1')
  expect(await loadCertificates(pool(), account, all, now)).toEqual([second])
})

test('how certificates connect: read on from the records, with a feed that tells of it', async () => {
  await fill()
  await connect('t1', 'c1', inDays(-2))
  await connect('t9', 'c1', inDays(-1))
  await connect('t9', 'c1', inDays(-40))
  await pool().query(`INSERT INTO feed_positions (account_id, feed, position) VALUES (1, 'connection-log', '1')`)
  expect(await followUses(pool(), 1, now)).toBe(true)
  expect(await followUses(pool(), 1, now)).toBe(false)
  const [first, second] = await loadCertificates(pool(), account, all, now)
  expect([first?.connections, second?.connections]).toEqual([
    { last: inDays(-1), clients: 2 },
    { last: null, clients: 0 },
  ])
  await evaluate(pool())
  await pool().query(`UPDATE certificates SET status = 'REVOKED' WHERE id = 2`)
  await pool().query('DELETE FROM finding_work')
  await connect('t1', 'c1', inDays(0.001))
  await connect('t2', 'c2', inDays(0.001))
  await followUses(pool(), 1, inDays(0.002))
  expect(await rows(pool(), 'SELECT subject_row_id FROM finding_work')).toEqual([{ subject_row_id: 2 }])
})

test('of things, authorities, policies, objects and the account', async () => {
  await fill()
  const things = await loadThings(pool(), account, all)
  const presence = {
    connected: true,
    since: inDays(-1),
    clientId: 'other',
    gapsObserved: 2,
    typicalGapS: 60,
    longestGapS: null,
  }
  expect(things).toMatchObject([
    {
      rowId: '1',
      name: 't1',
      type: 'pump',
      groups: ['site-a', 'site-b'],
      certificates: 1,
      activeCertificates: 1,
      otherPrincipals: 1,
      presence,
    },
    { rowId: '2', name: 't2', type: null, groups: [], certificates: null, otherPrincipals: 0, presence: null },
  ])
  await pool().query(
    `INSERT INTO ca_certificates (account_id, certificate_id, status) VALUES (1, 'ca1', 'INACTIVE'), (1, 'ca2', 'ACTIVE')`,
  )
  await pool().query(`UPDATE certificates SET ca_certificate_id = 'ca1'`)
  expect(await loadCaCertificates(pool(), account, all)).toMatchObject([
    { name: 'ca1', status: 'INACTIVE', activeChildren: 2, notAfter: null },
    { name: 'ca2', activeChildren: 0 },
  ])
  await pool().query(
    `INSERT INTO policies (account_id, name, default_version_id, target_count) VALUES (1, 'p1', '2', 1)`,
  )
  const document =
    '{"Statement":{"Effect":"Allow","Action":"iot:Publish","Resource":"arn:aws:iot:r:1:topic/$aws/provisioning-templates/x"}}'
  await pool().query(
    `INSERT INTO policy_versions (policy_row_id, version_id, is_default, document) VALUES (1, '1', FALSE, 'old'), (1, '2', TRUE, $1)`,
    [document],
  )
  await pool().query(
    `INSERT INTO policy_targets (policy_row_id, kind, target, account_id, certificate_row_id) VALUES (1, 'certificate', 'c1', 1, 1)`,
  )
  expect(await loadPolicies(pool(), account, all)).toMatchObject([
    {
      ...{ name: 'p1', awsAccountId: account.awsAccountId, targets: 1, mostOnOneCertificate: 1, crossings: null },
      versions: [
        { versionId: '1', isDefault: false },
        { versionId: '2', isDefault: true, document },
      ],
    },
  ])
  expect((await loadCertificates(pool(), account, all, now)).map(({ claim }) => claim)).toEqual([true, false])
  await pool().query(
    `INSERT INTO aws_accounts (aws_account_id, region, name) VALUES ('123456789012', 'eu-central-1', 'Other')`,
  )
  await pool().query(
    `INSERT INTO aws_objects (account_id, kind, name, facts, content_hash, seen_at, gone_at) VALUES (1, 'role-alias', 'a', '{"n": 1}', 1, $1, NULL), (1, 'role-alias', 'b', '{}', 1, $1, $1)`,
    [now],
  )
  expect(await loadObjects(pool(), account, 'role-alias')).toEqual([{ rowId: null, name: 'a', facts: { n: 1 } }])
  expect(await loadAccount(pool(), account, now)).toMatchObject([
    {
      ...{ rowId: null, name: '123456789012', region: 'eu-west-1', otherRegions: ['eu-central-1'] },
      objects: [{ kind: 'role-alias', name: 'a', facts: { n: 1 }, seenAt: now }],
      suppressions: { broadest: [], lastHour: 0, by: [] },
      unread: { logging: expect.stringContaining('Not read completely yet') },
    },
  ])
})

test('a device that connects is news for its certificates that should not let it', async () => {
  await fill()
  await pool().query(`UPDATE certificates SET status = 'REVOKED' WHERE id = 1`)
  const checks = await readChecks(pool())
  const noted = () => rows(pool(), `SELECT subject_kind, subject_row_id FROM finding_work`)
  const reconnect = () => pool().query('UPDATE presence SET connected = NOT connected')
  await evaluate(pool(), { checks: checks.filter(({ about }) => about === 'certificate') })
  await reconnect()
  expect(await noted()).toEqual([{ subject_kind: 'certificate', subject_row_id: 1 }])
  await evaluate(pool(), { checks })
  await reconnect()
  expect(await noted()).toEqual([{ subject_kind: 'thing', subject_row_id: 1 }])
  const things = checks.filter(({ about }) => about === 'thing')
  await evaluate(pool(), { checks: things })
  expect(await noted()).toEqual([{ subject_kind: 'certificate', subject_row_id: 1 }])
  await evaluate(pool(), { checks })
  await reconnect()
  await pool().query('UPDATE finding_scans SET wanted = TRUE')
  await evaluate(pool(), { checks: things })
  expect(await noted()).toEqual([{ subject_kind: 'certificate', subject_row_id: 1 }])
})

test('a stranger’s client ID is a finding until a thing is called so', async () => {
  const checks = (await readChecks(pool())).filter(({ about }) => about === 'client')
  await pool().query(`INSERT INTO things (account_id, name, content_hash) VALUES (1, 't1', 1)`)
  await connect('t1', 'c1', inDays(-1))
  await connect('stranger', 'c2', inDays(-1))
  await evaluate(pool(), { checks })
  expect(await findings(pool())).toMatchObject([{ check_id: 'client-unregistered', subject: 'stranger', open: true }])
  expect(await rows(pool(), `SELECT state, evaluated, failing::int FROM check_results`)).toEqual([
    { state: 'failing', evaluated: null, failing: 1 },
  ])
  await pool().query(`INSERT INTO things (account_id, name, content_hash) VALUES (1, 'stranger', 1)`)
  await evaluate(pool(), { checks, now: () => inDays(0.01) })
  expect(await findings(pool())).toMatchObject([{ subject: 'stranger', open: false }])
})

test.each<[string, string, string[]]>([
  ['a certificate’s status', `UPDATE certificates SET status = 'INACTIVE' WHERE id = 1`, ['certificate 1']],
  [
    'a new certificate',
    `INSERT INTO certificates (account_id, certificate_id, status) VALUES (1, 'new', 'ACTIVE')`,
    ['certificate 3'],
  ],
  [
    'a thing’s type, also to its certificates',
    `UPDATE things SET type_name = 'x'`,
    ['certificate 1', 'thing 1', 'thing 2'],
  ],
  ['a thing that goes', `UPDATE things SET gone_at = now() WHERE id = 1`, ['certificate 1', 'thing 1']],
  ['a device that leaves', `UPDATE presence SET connected = FALSE`, ['thing 1']],
  ['a link', `DELETE FROM thing_certificates`, ['certificate 1', 'thing 1']],
  ['a membership', `DELETE FROM thing_group_members WHERE group_row_id = 1`, ['certificate 1', 'thing 1']],
  [
    'principals read',
    `INSERT INTO thing_principal_checks (thing_row_id, account_id, checked_at) VALUES (2, 1, now())`,
    ['thing 2'],
  ],
  ['a policy', `INSERT INTO policies (account_id, name) VALUES (1, 'p')`, ['policy 1']],
  [
    'an authority',
    `INSERT INTO ca_certificates (account_id, certificate_id, status) VALUES (1, 'ca', 'ACTIVE')`,
    ['ca-certificate 1'],
  ],
  [
    'an object',
    `INSERT INTO aws_objects (account_id, kind, name, facts, content_hash, seen_at) VALUES (1, 'role-alias', 'a', '{}', 1, now())`,
    ['account 0', 'role-alias 0'],
  ],
  [
    'what nobody judges',
    `UPDATE things SET attributes = '{"a": 1}', billing_group = 'b', credential_health = 'valid'`,
    [],
  ],
])('%s is noted', async (_name, statement, expected) => {
  await fill()
  await evaluate(pool(), { checks: await readChecks(pool()) })
  await pool().query(`INSERT INTO finding_scans (account_id, subject_kind, tracking) SELECT 1, unnest('{account,role-alias}'::text[]), TRUE
    ON CONFLICT (account_id, subject_kind) DO UPDATE SET tracking = TRUE`)
  await pool().query(statement)
  const noted = await rows(
    pool(),
    `SELECT DISTINCT subject_kind || ' ' || subject_row_id AS one FROM finding_work ORDER BY 1`,
  )
  expect(noted.map(({ one }) => one)).toEqual(expected)
})
