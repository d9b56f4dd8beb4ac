import { CreateKeysAndCertificateCommand, UpdateCertificateCommand } from '@aws-sdk/client-iot'
import { GetConnectionCommand } from '@aws-sdk/client-iot-data-plane'
import type { IClientOptions } from 'mqtt'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { attachCertificate, attachPolicy, joinGroup } from '#simulator/fleet/attachments.ts'
import { EcKey } from '#simulator/x509/ec-key.ts'
import { closed, connectTo, deviceMaker, eventsOf, identityOf, logsOf, until } from './mqtt.ts'
import { expectRefusal, simulate } from './simulated.ts'
import { leafPem } from './test-authority.ts'

const aws = simulate({ cutOffDelayMs: 300 })
let devices: ReturnType<typeof deviceMaker>
let made = 0
const aName = () => `device-${++made}`

beforeAll(() => {
  devices = deviceMaker(aws.world)
})
beforeEach(() => aws.world.records.clear())

const refusals = () => logsOf(aws.world, 'Connection.AuthNError')
const pemOf = (seed: string) => new EcKey(seed).privateKey().export({ type: 'pkcs8', format: 'pem' }).toString()

test('a registered, active certificate is who it is, whatever else the client says', async () => {
  const { certificate } = devices.make(aName())
  const client = await connectTo(aws, identityOf(devices.fleet, certificate))
  expect(logsOf(aws.world, 'Connect')).toMatchObject([
    { status: 'Success', principalId: certificate.id, sourceIp: '127.0.0.1' },
  ])
  expect(refusals()).toEqual([])
  await client.endAsync()
})

test('a certificate and key that AWS has just made connect', async () => {
  const { make, fleet } = devices
  const { certificate: other, thing } = make(aName())
  const made = await aws.iot().send(new CreateKeysAndCertificateCommand({ setAsActive: true }))
  const certificate = fleet.certificates.get(made.certificateId ?? '')
  const [policy] = other.policies
  if (!certificate || !policy) throw new Error('Nothing was made')
  attachCertificate(fleet, thing, certificate)
  attachPolicy(certificate, policy)
  const { certificatePem: cert = '', keyPair } = made
  const client = await connectTo(aws, { cert, key: keyPair?.PrivateKey ?? '', clientId: thing.name })
  expect(client.connected).toBe(true)
  await client.endAsync()
})

test.each<readonly [string, () => IClientOptions, string]>([
  ['no certificate', () => ({}), 'NOT_AUTHENTICATED'],
  [
    'one that nobody registered',
    () => ({ cert: leafPem([['CN', 'x']], 'stranger'), key: pemOf('stranger') }),
    'DEVICE_CERTIFICATE_NOT_REGISTERED',
  ],
  [
    'an expired one',
    () => identityOf(devices.fleet, devices.make(aName(), undefined, { notAfter: new Date('2026-02-01') }).certificate),
    'NOT_AUTHENTICATED',
  ],
  ...(['INACTIVE', 'REVOKED', 'PENDING_ACTIVATION', 'PENDING_TRANSFER'] as const).map((status) => {
    const identity = () => {
      const { certificate } = devices.make(aName())
      certificate.status = status
      return identityOf(devices.fleet, certificate)
    }
    const reason = status === 'REVOKED' ? 'DEVICE_CERTIFICATE_REVOKED' : 'DEVICE_CERTIFICATE_INACTIVE'
    return [status, identity, reason] as const
  }),
])('%s is refused', async (_, identity, reason) => {
  await expect(connectTo(aws, { clientId: 'x', ...identity() })).rejects.toThrow()
  expect(refusals()).toMatchObject([{ status: 'Failure', logLevel: 'ERROR', reason, authenticationType: 'X.509' }])
  expect(logsOf(aws.world, 'Connect')).toEqual([])
})

test('another key than the certificate’s does not get through TLS', async () => {
  const { certificate } = devices.make(aName())
  const identity = identityOf(devices.fleet, certificate)
  await expect(connectTo(aws, { ...identity, key: pemOf('thief') })).rejects.toThrow()
  expect(logsOf(aws.world, 'Connect')).toEqual([])
})

test.each([
  [
    'the thing it is attached to',
    [
      {
        Effect: 'Allow',
        Action: 'iot:Connect',
        Resource: '*',
        Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
      },
    ],
  ],
  [
    'its own name',
    [
      {
        Effect: 'Allow',
        Action: 'iot:Connect',
        Resource: 'arn:aws:iot:*:*:client/$' + '{iot:Connection.Thing.ThingName}',
      },
    ],
  ],
  [
    'the subject of its certificate',
    [
      {
        Effect: 'Allow',
        Action: 'iot:Connect',
        Resource: 'arn:aws:iot:*:*:client/$' + '{iot:Certificate.Subject.CommonName}',
      },
    ],
  ],
])('a policy for %s admits no other client id', async (_, statements) => {
  const { certificate, thing } = devices.make(aName(), statements)
  const identity = identityOf(devices.fleet, certificate)
  await expect(connectTo(aws, { ...identity, clientId: 'somebody-else' })).rejects.toMatchObject({ code: 5 })
  const reason = 'AUTHORIZATION_FAILURE'
  expect(logsOf(aws.world, 'Connect')).toMatchObject([{ status: 'Failure', reason, clientId: 'somebody-else' }])
  const failed = { eventType: 'connect_failed', connectFailureReason: 'AUTHORIZATION_FAILED', ipAddress: '127.0.0.1' }
  expect(eventsOf(aws.world)).toMatchObject([{ ...failed, principalIdentifier: certificate.id }])
  await expectRefusal(
    aws.iotData().send(new GetConnectionCommand({ clientId: 'somebody-else' })),
    'ResourceNotFoundException',
    404,
  )
  const client = await connectTo(aws, identity)
  expect(client.options.clientId).toBe(thing.name)
  await client.endAsync()
})

test('a deny on a group above the thing’s wins over the certificate’s allow', async () => {
  const { make, build, fleet } = devices
  const { certificate, thing } = make(aName())
  const above = build.group('quarantine', 'Cut off')
  const group = build.group('quarantine-north', 'Cut off, too', above)
  joinGroup(thing, group)
  attachPolicy(
    above,
    build.policy('deny-all', { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'iot:*', Resource: '*' } }),
  )
  await expect(connectTo(aws, identityOf(fleet, certificate))).rejects.toMatchObject({ code: 5 })
})

test('only the default version counts', async () => {
  const { make, fleet } = devices
  const { certificate } = make(aName(), [])
  const [policy] = certificate.policies
  const document = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })
  policy?.versions.push({ id: '2', document, createdAt: 0 })
  const connect = () => connectTo(aws, identityOf(fleet, certificate))
  await expect(connect()).rejects.toMatchObject({ code: 5 })
  if (policy) policy.defaultVersionId = '2'
  await (await connect()).endAsync()
})

test('a last will must be allowed, too', async () => {
  const { certificate } = devices.make(aName(), [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }])
  const identity = identityOf(devices.fleet, certificate)
  const will = { topic: 'gone', payload: Buffer.from('x'), qos: 0, retain: false } as const
  await expect(connectTo(aws, { ...identity, will })).rejects.toMatchObject({ code: 5 })
})

test.each(['INACTIVE', 'REVOKED'] as const)(
  'a certificate that becomes %s loses its session a little later',
  async (newStatus) => {
    const { certificate, thing } = devices.make(aName())
    const identity = identityOf(devices.fleet, certificate)
    const client = await connectTo(aws, identity)
    await aws.iot().send(new UpdateCertificateCommand({ certificateId: certificate.id, newStatus }))
    expect(client.connected).toBe(true)
    await expect(connectTo(aws, { ...identity, clientId: 'again' })).rejects.toThrow()
    await closed(client)
    expect(logsOf(aws.world, 'Disconnect')).toMatchObject([{ clientId: thing.name, disconnectReason: 'AUTH_ERROR' }])
    expect(refusals()).toMatchObject([{ reason: `DEVICE_CERTIFICATE_${newStatus}`, principalId: certificate.id }])
  },
)

test('a certificate that is active again in time keeps its session', async () => {
  const { certificate } = devices.make(aName())
  const client = await connectTo(aws, identityOf(devices.fleet, certificate))
  const change = (newStatus: 'ACTIVE' | 'INACTIVE') =>
    aws.iot().send(new UpdateCertificateCommand({ certificateId: certificate.id, newStatus }))
  await change('INACTIVE')
  await change('ACTIVE')
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(client.connected).toBe(true)
  await client.endAsync()
  await until(() => logsOf(aws.world, 'Disconnect').length)
})
