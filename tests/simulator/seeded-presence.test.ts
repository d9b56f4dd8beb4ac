import {
  AddThingToThingGroupCommand,
  AttachPolicyCommand,
  CreatePolicyCommand,
  CreateThingGroupCommand,
  DetachPolicyCommand,
  GetThingConnectivityDataCommand,
  RemoveThingFromThingGroupCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import { DeleteConnectionCommand } from '@aws-sdk/client-iot-data-plane'
import { beforeAll, describe, expect, test } from 'vitest'
import { deviceMaker, until } from './mqtt.ts'
import { simulate } from './simulated.ts'

/** Things that no device stands for: the scenario says that they are connected. */
const lively = simulate({ seeded: 'lively', policyCacheMs: 100 })
const still = simulate()
let made = 0

function seed(aws: typeof lively) {
  const { make } = deviceMaker(aws.world)
  const iot = aws.iot()
  return {
    iot,
    aThing() {
      const { thing, certificate } = make(`seeded-${++made}`)
      const session = { clientId: thing.name, keepAlive: 60, cleanSession: true, sessionExpiry: 0 }
      const connectivity = { ...session, connected: true, timestamp: 0, sourceIp: '198.51.100.7', sourcePort: 1 }
      thing.change({ connectivity })
      return { thingName: thing.name, certificateId: certificate.id }
    },
    async presence(thingName: string) {
      const { connected, disconnectReason } = await iot.send(new GetThingConnectivityDataCommand({ thingName }))
      return connected ? 'connected' : disconnectReason
    },
    setStatus: (certificateId: string, newStatus: 'ACTIVE' | 'INACTIVE') =>
      iot.send(new UpdateCertificateCommand({ certificateId, newStatus })),
    cut: (clientId: string) => aws.iotData().send(new DeleteConnectionCommand({ clientId })),
  }
}

describe.concurrent('when lively', () => {
  let world: ReturnType<typeof seed>
  let quarantine = ''
  beforeAll(async () => {
    world = seed(lively)
    const policyDocument = JSON.stringify({ Statement: { Effect: 'Deny', Action: 'iot:*', Resource: '*' } })
    await world.iot.send(new CreatePolicyCommand({ policyName: 'deny-all', policyDocument }))
    const group = await world.iot.send(new CreateThingGroupCommand({ thingGroupName: 'quarantine' }))
    quarantine = group.thingGroupArn ?? ''
  })

  test('a disconnected one comes back, and a cut off one only once it may', async () => {
    const { thingName, certificateId } = world.aThing()
    await world.cut(thingName)
    expect(await world.presence(thingName)).toBe('API_INITIATED_DISCONNECT')
    await until(async () => (await world.presence(thingName)) === 'connected')
    await world.setStatus(certificateId, 'INACTIVE')
    expect(await world.presence(thingName)).toBe('AUTH_ERROR')
    await new Promise((resolve) => setTimeout(resolve, 5100))
    expect(await world.presence(thingName)).toBe('AUTH_ERROR')
    await world.setStatus(certificateId, 'ACTIVE')
    await until(async () => (await world.presence(thingName)) === 'connected')
  }, 30_000)

  test('a denied one is gone once it notices, and back after its release', async () => {
    const { thingName } = world.aThing()
    const member = { thingName, thingGroupName: 'quarantine' }
    await world.iot.send(new AddThingToThingGroupCommand(member))
    const attached = { policyName: 'deny-all', target: quarantine }
    await world.iot.send(new AttachPolicyCommand(attached))
    expect(await world.presence(thingName)).toBe('connected')
    await until(async () => (await world.presence(thingName)) === 'AUTH_ERROR')
    await world.iot.send(new RemoveThingFromThingGroupCommand(member))
    await until(async () => (await world.presence(thingName)) === 'connected')
    await world.iot.send(new DetachPolicyCommand(attached))
  }, 30_000)
})

test.concurrent('when still, it stays away', async () => {
  const world = seed(still)
  const { thingName } = world.aThing()
  await world.cut(thingName)
  await new Promise((resolve) => setTimeout(resolve, 5100))
  expect(await world.presence(thingName)).toBe('API_INITIATED_DISCONNECT')
}, 10_000)
