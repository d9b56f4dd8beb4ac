import { beforeAll, describe, expect, test } from 'vitest'
import type { SecurityProfile } from '#simulator/fleet/detect.ts'
import { fillFleet } from './a-fleet.ts'
import { useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld({ broker: 'off' })
const role = 'arn:aws:iam::123456789012:role/Tes'
const trust = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'credentials.iot.amazonaws.com' }, Action: 'sts:AssumeRole' },
}

const objects = (kind: string) =>
  aws.rows<{ name: string; facts: Record<string, unknown>; gone: boolean }>(
    'SELECT name, facts, gone_at IS NOT NULL AS gone FROM aws_objects WHERE kind = $1 ORDER BY name',
    [kind],
  )

async function leftOut() {
  const rows = await aws.rows<{ left_out: string[] }>(
    `SELECT left_out FROM collections WHERE collector = 'account-settings'`,
  )
  return rows[0]?.left_out
}

beforeAll(async () => {
  fillFleet(aws.fleet, 20)
  const { fleet } = aws
  fleet.roleAliases.add({
    ...{ name: 'tes', roleArn: role, credentialDurationSeconds: 3600, createdAt: 1, modifiedAt: 1 },
  })
  fleet.roles.set('Tes', {
    name: 'Tes',
    createdAt: 1,
    trust,
    grants: [],
    managedPolicies: ['ReadOnlyAccess'],
    usedServices: [],
  })
  fleet.domains.add({
    name: 'old',
    details: { domainName: 'old.example.com', tlsConfig: { securityPolicy: 'IoTSecurityPolicy_TLS12_1_0_2016_01' } },
  })
  fleet.templates.add({
    name: 'claim',
    details: { templateBody: '{}', provisioningRoleArn: role, enabled: true },
  })
  fleet.eventTypes.add('THING')
  await aws.sync()
})

test('settings are kept as AWS tells them', async () => {
  expect(await objects('logging')).toMatchObject([
    { name: 'account', facts: { configured: true, levels: [{ logTarget: { targetType: 'DEFAULT' } }] } },
  ])
  expect(await objects('index-configuration')).toMatchObject([
    { facts: { thingIndexingConfiguration: { thingConnectivityIndexingMode: 'STATUS' } } },
  ])
  expect((await objects('event-configurations'))[0]?.facts).toMatchObject({
    eventConfigurations: { THING: { Enabled: true } },
  })
  expect(await objects('domain-configuration')).toMatchObject([
    { name: 'old', facts: { tlsConfig: { securityPolicy: 'IoTSecurityPolicy_TLS12_1_0_2016_01' } } },
  ])
  expect(await objects('provisioning-template')).toMatchObject([
    { name: 'claim', facts: { provisioningRoleArn: role } },
  ])
  expect(await objects('role-alias')).toMatchObject([
    { name: 'tes', facts: { roleArn: role, credentialDurationSeconds: 3600 } },
  ])
})

test('roles that they name are kept with their trust and what is attached, and with who names them', async () => {
  expect(await objects('iam-role')).toMatchObject([
    {
      name: role,
      facts: {
        Arn: role,
        trust,
        attachedPolicies: ['ReadOnlyAccess'],
        usedBy: [
          { kind: 'provisioning-template', name: 'claim' },
          { kind: 'role-alias', name: 'tes' },
        ],
      },
    },
  ])
})

test('what is gone is gone, and comes back', async () => {
  const old = aws.fleet.domains.get('old')
  if (old) aws.fleet.domains.remove(old)
  await aws.sync({ collectors: ['account-settings'] })
  expect(await objects('domain-configuration')).toMatchObject([{ gone: true }])
  if (old) aws.fleet.domains.add(old)
  await aws.sync({ collectors: ['account-settings'] })
  expect(await objects('domain-configuration')).toMatchObject([{ gone: false }])
  await aws.sync({ collectors: ['account-settings'] })
  expect((await aws.feed('account-settings')).changed).toBe(0)
})

test('what is not permitted leaves the rest as it is, and says so', async () => {
  aws.fleet.logging = undefined
  await aws.trouble({ denied: ['ListRoleAliases'] })
  await aws.sync({ collectors: ['account-settings'] })
  await aws.trouble()
  expect(await aws.feed('account-settings')).toMatchObject({
    last_outcome: 'partial',
    missing_permission: 'iot:ListRoleAliases',
  })
  expect(await objects('logging')).toMatchObject([{ facts: { configured: false } }])
  expect(await objects('role-alias')).toMatchObject([{ gone: false }])
  expect(await leftOut()).toEqual(['role-alias'])
})

test('that something was left out is remembered until it was read, and by passes that fail, too', async () => {
  await aws.trouble({ denied: ['ListRoleAliases', 'GetV2LoggingOptions'] })
  await aws.sync({ collectors: ['account-settings'] })
  expect(await leftOut()).toEqual(['logging', 'role-alias'])
  await aws.trouble({ expiredCredentials: true })
  await aws.sync({ collectors: ['account-settings'] })
  expect(await leftOut()).toEqual(['logging', 'role-alias'])
  await aws.trouble()
  await aws.sync({ collectors: ['account-settings'] })
  expect(await leftOut()).toEqual([])
})

describe('Detect', () => {
  const profile: SecurityProfile = {
    ...{ name: 'pumps', description: '', targets: ['arn:aws:iot:eu-west-1:123456789012:all/things'], createdAt: 1 },
    behaviors: [
      { name: 'failures', metric: 'aws:num-authorization-failures' },
      { name: 'bytes', metric: 'aws:message-byte-size' },
    ],
  }
  const findings = () =>
    aws.rows(`SELECT check_id, subject_kind, subject, open FROM findings WHERE sources @> '{detect}' ORDER BY subject`)

  beforeAll(async () => {
    aws.fleet.detect.profiles.set('pumps', profile)
    for (const thingName of ['dev-001', 'nobody'])
      aws.fleet.detect.violations.set(thingName, {
        ...{ id: `v-${thingName}`, thingName, profile, confidence: undefined },
        behavior: profile.behaviors[0] ?? { name: 'failures' },
        events: [{ type: 'in-alarm', at: Date.now() - 60_000, value: { count: 9 } }],
        verification: { state: 'UNKNOWN', description: undefined },
      })
    await aws.sync({ collectors: ['detect'] })
  })

  test('profiles come with their targets, violations as findings of things or of clients', async () => {
    expect(await objects('security-profile')).toMatchObject([{ name: 'pumps', facts: { targets: profile.targets } }])
    const check_id = 'Detect: pumps / failures'
    expect(await findings()).toEqual([
      { check_id, subject_kind: 'thing', subject: 'dev-001', open: true },
      { check_id, subject_kind: 'client', subject: 'nobody', open: true },
    ])
    expect(
      await aws.rows(`SELECT check_id, state, failing::int FROM check_results WHERE source = 'detect' ORDER BY 1`),
    ).toEqual([
      { check_id: 'Detect: pumps / bytes', state: 'passed', failing: 0 },
      { check_id, state: 'failing', failing: 2 },
    ])
  })

  test('a violation that is cleared is resolved; its events are kept once', async () => {
    aws.fleet.detect.violations
      .get('dev-001')
      ?.events.push({ type: 'alarm-cleared', at: Date.now(), value: { count: 0 } })
    await aws.sync({ collectors: ['detect'] })
    await aws.sync({ collectors: ['detect'] })
    expect((await findings()).map(({ subject, open }) => [subject, open])).toEqual([
      ['dev-001', false],
      ['nobody', true],
    ])
    expect(await aws.rows('SELECT violation_id, type FROM detect_events ORDER BY at')).toHaveLength(3)
  })

  test.each([
    ['refused', 'unavailable'],
    ['empty', 'ok'],
  ] as const)('an account that is %s has it %s, and no finding is taken for resolved', async (access, outcome) => {
    aws.fleet.detect.access = access
    await aws.sync({ collectors: ['detect'] })
    const feed = await aws.feed('detect')
    expect(feed.last_outcome).toBe(outcome)
    if (access === 'refused') expect(feed.last_error).toContain('closed to new customers')
    if (access === 'refused') expect((await findings()).filter(({ open }) => open)).toHaveLength(1)
  })
})
