import { expect, test } from 'vitest'
import { connectionsOf } from '#server/findings/audits/connections.ts'
import { infoOf, nameOf, type Resource, timeOf } from '#server/findings/audits/resource.ts'
import { overlapping } from '#server/findings/audits/shared-certificate.ts'

const id = 'ab'.repeat(32)

test.each<[object, { kind: string; name: string }]>([
  [{ deviceCertificateId: id }, { kind: 'certificate', name: id }],
  [{ deviceCertificateArn: `arn:aws:iot:eu-west-1:123456789012:cert/${id}` }, { kind: 'certificate', name: id }],
  [{ caCertificateId: id }, { kind: 'ca-certificate', name: id }],
  [{ clientId: 'pump-1' }, { kind: 'client', name: 'pump-1' }],
  [{ policyVersionIdentifier: { policyName: 'devices', policyVersionId: '3' } }, { kind: 'policy', name: 'devices' }],
  [{ account: '123456789012' }, { kind: 'account', name: '123456789012' }],
  [{ roleAliasArn: 'arn:aws:iot:eu-west-1:123456789012:rolealias/tes' }, { kind: 'role-alias', name: 'tes' }],
  [{ cognitoIdentityPoolId: 'eu-west-1:1' }, { kind: 'other', name: 'eu-west-1:1' }],
  [
    {
      issuerCertificateIdentifier: {
        issuerId: 'i',
        issuerCertificateSubject: 'CN=a',
        issuerCertificateSerialNumber: '7',
      },
    },
    { kind: 'other', name: '7 CN=a i' },
  ],
  [{ somethingNew: { name: 'x' } }, { kind: 'other', name: 'x' }],
  [{}, { kind: 'other', name: 'NEW_TYPE' }],
])('%j', (resourceIdentifier, named) => {
  expect(nameOf({ resourceType: 'NEW_TYPE', resourceIdentifier: { ...resourceIdentifier } })).toEqual(named)
})

test('what AWS adds is shown whatever it is called, times as times', () => {
  const additionalInfo = { EXPIRATION_TIME: '1750000000000', NEW_KEY: 'value' }
  expect(infoOf({ additionalInfo })).toBe('expiration time: 2025-06-15T15:06:40.000Z, new key: value')
  expect(timeOf('soon')).toBeNull()
})

const session = (clientId: string, from: number, to?: number): Resource => ({
  resourceType: 'CLIENT_ID',
  resourceIdentifier: { clientId },
  additionalInfo: {
    CONNECTION_TIME: String(1_700_000_000_000 + from * 1000),
    ...(to !== undefined && { DISCONNECTION_TIME: String(1_700_000_000_000 + to * 1000) }),
  },
})

// The AWS CLI's sample of list-audit-findings: one client ID that comes back after one to three seconds.
const published = [session('test-1', 0, 60), session('test-1', 61, 90), session('test-1', 93)]

test.each<[string, Resource[], boolean]>([
  ['one device that comes back', published, false],
  ['one after the other', [session('a', 0, 10), session('b', 11, 20)], false],
  ['two at once', [session('a', 0, 10), session('b', 5, 20)], true],
  ['one that is connected still', [session('a', 0), session('b', 500, 600)], true],
  [
    'a short one of the same client in between',
    [session('a', 0, 100), session('a', 20, 30), session('b', 50, 60)],
    true,
  ],
  [
    'a long one of another, before many short ones',
    [session('b', 0, 90), session('a', 100, 110), session('a', 105, 120)],
    false,
  ],
])('%s', (_, sessions, expected) => {
  expect(overlapping(sessions) !== null).toBe(expected)
  expect(overlapping(sessions.toReversed()) !== null).toBe(expected)
})

test('a shared certificate that is not corroborated tells of no connection', () => {
  const shared = {
    check: 'DEVICE_CERTIFICATE_SHARED_CHECK',
    resource: { resourceIdentifier: { deviceCertificateId: id } },
  }
  expect(connectionsOf({ ...shared, related: published })).toEqual([])
  const records = connectionsOf({ ...shared, related: [session('a', 0, 10), session('b', 5)] })
  expect(records.map(({ kind, clientId, duplicate }) => [kind, clientId, duplicate])).toEqual([
    ['connect', 'a', false],
    ['disconnect', 'a', false],
    ['connect', 'b', false],
  ])
})

test.each<[string, Resource, Resource[]]>([
  [
    'certificates with their times',
    { resourceIdentifier: { clientId: 'pump' } },
    [{ resourceIdentifier: { deviceCertificateId: id }, additionalInfo: { DISCONNECTION_TIME: '1700000000000' } }],
  ],
  ['clients with theirs', { resourceIdentifier: { clientId: 'pump' } }, [session('pump', -100, 0)]],
  [
    'the times with the client itself',
    {
      resourceIdentifier: { clientId: 'pump' },
      additionalInfo: { DISCONNECTION_TIME: '1700000000000', PRINCIPAL_ID: id },
    },
    [],
  ],
])('a conflict is read from %s', (_, resource, related) => {
  const records = connectionsOf({ check: 'CONFLICTING_CLIENT_IDS_CHECK', resource, related })
  expect(records.filter(({ duplicate }) => duplicate)).toMatchObject([
    { kind: 'disconnect', clientId: 'pump', at: new Date(1_700_000_000_000), feed: 'audit' },
  ])
})
