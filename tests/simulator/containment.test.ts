import {
  AddThingToThingGroupCommand,
  AttachPolicyCommand,
  CreateCommandCommand,
  CreatePolicyCommand,
  CreateThingGroupCommand,
  GetCommandExecutionCommand,
  RemoveThingFromThingGroupCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import { DeleteConnectionCommand, ListSubscriptionsCommand, PublishCommand } from '@aws-sdk/client-iot-data-plane'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closed, connectTo, deviceMaker, eventsOf, identityOf, logsOf, until } from './mqtt.ts'
import { simulate } from './simulated.ts'

const policyCacheMs = 1500
const aws = simulate({ policyCacheMs, cutOffDelayMs: 100 })
let iot: ReturnType<typeof aws.iot>
let devices: ReturnType<typeof deviceMaker>
let made = 0

beforeAll(async () => {
  iot = aws.iot()
  devices = deviceMaker(aws.world)
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'iot:*', Resource: '*' }],
  })
  await iot.send(new CreatePolicyCommand({ policyName: 'deny-all', policyDocument }))
  const { thingGroupArn } = await iot.send(new CreateThingGroupCommand({ thingGroupName: 'quarantine' }))
  await iot.send(new AttachPolicyCommand({ policyName: 'deny-all', target: thingGroupArn }))
})
beforeEach(() => aws.world.records.clear())

function aDevice() {
  const { thing, certificate } = devices.make(`device-${++made}`)
  return { name: thing.name, certificate, identity: identityOf(devices.fleet, certificate) }
}

const quarantine = (thingName: string) =>
  iot.send(new AddThingToThingGroupCommand({ thingName, thingGroupName: 'quarantine' }))
const release = (thingName: string) =>
  iot.send(new RemoveThingFromThingGroupCommand({ thingName, thingGroupName: 'quarantine' }))
const cacheIsOver = () => new Promise((resolve) => setTimeout(resolve, policyCacheMs + 100))
const isLive = (clientId: string) => {
  const session = devices.fleet.sessions.get(clientId)
  return session !== undefined && !session.ended
}

describe('a quarantined device', () => {
  test('goes on as before until its permissions are looked up again, even after a disconnect', async () => {
    const { name, identity } = aDevice()
    const client = await connectTo(aws, identity)
    await quarantine(name)
    await client.publishAsync('anything', 'still here', { qos: 1 })
    await aws.iotData().send(new DeleteConnectionCommand({ clientId: name }))
    await closed(client)
    const again = await connectTo(aws, identity)
    expect(isLive(name)).toBe(true)
    await again.endAsync()
  })

  test('stays connected after that, until it does something, and is not let in again', async () => {
    const { name, identity, certificate } = aDevice()
    const client = await connectTo(aws, identity)
    await quarantine(name)
    await cacheIsOver()
    expect(isLive(name)).toBe(true)
    client.publish('anything', 'too late')
    await closed(client)
    await until(() => logsOf(aws.world, 'Disconnect').length)
    expect(logsOf(aws.world, 'Disconnect')).toMatchObject([{ clientId: name, disconnectReason: 'AUTH_ERROR' }])
    await expect(connectTo(aws, identity)).rejects.toThrow()
    const { records } = (await aws.control('GET', '/_simulator/records')).body as { records: { record: object }[] }
    expect(records.map(({ record }) => record)).toContainEqual(
      expect.objectContaining({
        eventType: 'Connect',
        status: 'Failure',
        reason: 'AUTHORIZATION_FAILURE',
        clientId: name,
        principalId: certificate.id,
      }),
    )
    expect(eventsOf(aws.world).at(-1)).toMatchObject({ eventType: 'connect_failed', clientId: name })
    await release(name)
    await cacheIsOver()
    await (await connectTo(aws, identity)).endAsync()
  })
})

describe('a virtual device', () => {
  const pace = 0.05
  const start = (thing: string, options = {}) =>
    aws.control('POST', '/_simulator/devices', { thing, behaviour: 'steady', pace, ...options })
  const listed = async () =>
    (await aws.control('GET', '/_simulator/devices')).body.devices as { thing: string; stopped: boolean }[]
  const setStatus = (certificateId: string, newStatus: 'ACTIVE' | 'INACTIVE' | 'REVOKED') =>
    iot.send(new UpdateCertificateCommand({ certificateId, newStatus }))
  const refusals = (reason: string) =>
    logsOf(aws.world, 'Connection.AuthNError').filter((record) => record.reason === reason)

  afterEach(async () => {
    for (const { thing } of await listed()) await aws.control('DELETE', '/_simulator/devices', { thing })
  })

  test('that is cut off is refused as it comes back, and let in within seconds once active again', async () => {
    const { name, certificate } = aDevice()
    await start(name)
    await until(() => isLive(name))
    await setStatus(certificate.id, 'INACTIVE')
    await until(() => refusals('DEVICE_CERTIFICATE_INACTIVE').length >= 3)
    expect(isLive(name)).toBe(false)
    expect(refusals('DEVICE_CERTIFICATE_INACTIVE')[0]).toMatchObject({ principalId: certificate.id, status: 'Failure' })
    const since = Date.now()
    await setStatus(certificate.id, 'ACTIVE')
    await until(() => isLive(name))
    expect(Date.now() - since).toBeLessThan(5000)
    await setStatus(certificate.id, 'REVOKED')
    await until(() => refusals('DEVICE_CERTIFICATE_REVOKED').length)
  })

  test('uses the certificate it is told to use', async () => {
    const { name, certificate } = aDevice()
    const { body } = await start(name, { certificate: certificate.id })
    expect(body.devices).toMatchObject([{ thing: name, certificateId: certificate.id, stopped: false }])
    expect((await start(name, { certificate: 'f'.repeat(64) })).status).toBe(400)
  })

  test('that obeys falls silent when told, says so, and stays', async () => {
    const { name } = aDevice()
    await start(name, { behaviour: 'obedient', pace: 0.002 })
    await until(() => isLive(name))
    const listener = await connectTo(aws, aDevice().identity)
    const heard: string[] = []
    listener.on('message', (topic) => heard.push(topic))
    await listener.subscribeAsync(['telemetry', `fleetwarden/stopped/${name}`])
    await until(() => heard.includes('telemetry'))
    await until(() => subscribed(name))
    await aws.iotData().send(new PublishCommand({ topic: `fleetwarden/stop/${name}`, payload: Buffer.from('{}') }))
    await until(() => heard.includes(`fleetwarden/stopped/${name}`))
    await until(async () => (await listed()).some(({ stopped }) => stopped))
    const before = heard.length
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(heard).toHaveLength(before)
    expect(isLive(name)).toBe(true)
    await listener.endAsync()
  })

  test('that obeys takes a command for the same', async () => {
    const { name } = aDevice()
    await start(name, { behaviour: 'obedient' })
    await until(() => isLive(name))
    await until(() => subscribed(name))
    const payload = { content: Buffer.from('{}'), contentType: 'application/json' }
    const { commandArn } = await iot.send(new CreateCommandCommand({ commandId: 'stop', payload }))
    const targetArn = devices.fleet.arn('thing', name)
    const scope = 'AKIATEST/20260301/eu-west-1/iot-jobs-data/aws4_request'
    const response = await fetch(`${aws.url}/command-executions`, {
      method: 'POST',
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
      body: JSON.stringify({ commandArn, targetArn }),
    })
    const { executionId } = (await response.json()) as { executionId: string }
    const told = new GetCommandExecutionCommand({ executionId, targetArn })
    await until(async () => (await iot.send(told)).status === 'SUCCEEDED')
    expect(await listed()).toMatchObject([{ thing: name, stopped: true }])
  })

  async function subscribed(clientId: string) {
    const held = await aws.iotData().send(new ListSubscriptionsCommand({ clientId }))
    return held.subscriptions?.length === 2
  }
})
