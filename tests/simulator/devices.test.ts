import {
  GetThingConnectivityDataCommand,
  ListJobExecutionsForThingCommand,
  ListThingGroupsForThingCommand,
} from '@aws-sdk/client-iot'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { behaviourName } from '#simulator/devices/behaviours.ts'
import { castDevices, demoDeviceCount } from '#simulator/devices/cast.ts'
import { deviceMaker, logsOf, until } from './mqtt.ts'
import { simulate } from './simulated.ts'

describe('on demand', () => {
  const aws = simulate()
  const scoped = [
    { Effect: 'Allow', Action: ['iot:Connect'], Resource: '*:client/$' + '{iot:Connection.Thing.ThingName}' },
    { Effect: 'Allow', Action: ['iot:Publish'], Resource: 'arn:aws:iot:*:*:topic/dt/$' + '{iot:ClientId}/*' },
  ]
  const start = (thing: string, behaviour: string, pace = 0.004) =>
    aws.control('POST', '/_simulator/devices', { thing, behaviour, pace })
  const stop = (thing: string) => aws.control('DELETE', '/_simulator/devices', { thing })
  const reasons = () => logsOf(aws.world, 'Disconnect').map(({ disconnectReason }) => disconnectReason)
  const isConnected = (thing: string) => {
    const session = aws.world.fleet('123456789012', 'eu-west-1').sessions.get(thing)
    return session !== undefined && !session.ended
  }

  beforeAll(() => {
    const { make } = deviceMaker(aws.world)
    for (const name of behaviourName.options) make(`thing-${name}`, scoped)
    make('anybody')
    make('locked-out').certificate.status = 'INACTIVE'
  })
  beforeEach(() => aws.world.records.clear())
  afterEach(async () => {
    const { devices } = (await aws.control('GET', '/_simulator/devices')).body as { devices: { thing: string }[] }
    for (const { thing } of devices) await stop(thing)
    await until(() => aws.world.fleet('123456789012', 'eu-west-1').sessions.live.length === 0)
  })

  test('a steady one connects, reports where it may, and stops when told', async () => {
    const { body } = await start('thing-steady', 'steady')
    expect(body.devices).toMatchObject([{ thing: 'thing-steady', behaviour: 'steady', clientId: 'thing-steady' }])
    await until(() => isConnected('thing-steady'))
    const listed = await aws.control('GET', '/_simulator/devices')
    expect(listed.body.devices).toMatchObject([{ connected: true }])
    const data = await aws.iot().send(new GetThingConnectivityDataCommand({ thingName: 'thing-steady' }))
    expect(data.connected).toBe(true)
    // Many reports at this pace; one to a wrong topic would have ended the session.
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(isConnected('thing-steady')).toBe(true)
    expect((await stop('thing-steady')).body).toEqual({ stopped: true })
    await until(() => reasons().length)
    expect(reasons()).toEqual(['CLIENT_INITIATED_DISCONNECT'])
    expect((await stop('thing-steady')).body).toEqual({ stopped: false })
  })

  test('a steady one comes back after it was cut off', async () => {
    await start('thing-steady', 'steady')
    await until(() => isConnected('thing-steady'))
    aws.world.fleet('123456789012', 'eu-west-1').sessions.get('thing-steady')?.end('SERVER_ERROR')
    await until(() => logsOf(aws.world, 'Connect').length === 2)
  })

  test.each([
    ['flapping', 'CONNECTION_LOST'],
    ['sleeper', 'CLIENT_INITIATED_DISCONNECT'],
    ['clone', 'DUPLICATE_CLIENTID'],
  ])('a %s one disconnects again and again with %s', async (behaviour, reason) => {
    await start(`thing-${behaviour}`, behaviour)
    // A socket that a busy machine closes before the goodbye is read ends otherwise, now and then.
    await until(() => reasons().filter((one) => one === reason).length >= 3)
  })

  test('clones share everything but their address, and take turns', async () => {
    await start('thing-clone', 'clone')
    await until(() => reasons().length >= 4)
    const records = logsOf(aws.world, 'Connect')
    expect(new Set(records.map(({ principalId }) => principalId)).size).toBe(1)
    const addresses = records.map(({ sourceIp }) => sourceIp)
    expect(new Set(addresses).size).toBe(2)
    for (const [place, address] of addresses.slice(1).entries()) expect(address).not.toBe(addresses[place])
  })

  test('a wrong-policy one is refused and keeps trying', async () => {
    await start('thing-wrong-policy', 'wrong-policy')
    await until(() => logsOf(aws.world, 'Connect').length >= 2)
    expect(logsOf(aws.world, 'Connect')[0]).toMatchObject({
      clientId: 'thing-wrong-policy-service',
      reason: 'AUTHORIZATION_FAILURE',
    })
  })

  test.each([
    ['nowhere', 'steady', /no thing/],
    ['locked-out', 'steady', /no active certificate/],
    ['anybody', 'wrong-policy', /as anybody/],
    ['anybody', 'dancing', /behaviour/],
  ])('%s can not be %s', async (thing, behaviour, message) => {
    const { status, body } = await start(thing, behaviour)
    expect(status).toBe(400)
    expect(body.message).toMatch(message)
  })
})

describe('the demo’s', () => {
  const aws = simulate({ scenario: 'demo', bornAt: new Date(), devices: demoDeviceCount })
  const fleet = () => aws.world.fleet('123456789012', 'eu-west-1')

  test('come up at the start, and the other things stay as seeded', async () => {
    const names = (await aws.control('GET', '/_simulator/devices')).body.devices as {
      thing: string
      behaviour: string
      connected: boolean
    }[]
    const count = (behaviour: string) => names.filter((device) => device.behaviour === behaviour).length
    const ofStories = fleet().stories.filter(({ device }) => device).length
    const { conflicts } = (await aws.control('GET', '/_simulator/conflicts')).body as {
      conflicts: { things: string[] }[]
    }
    expect(names).toHaveLength(demoDeviceCount + ofStories + conflicts.length)
    expect([count('obedient'), ofStories]).toEqual([1, 11])
    expect([count('clone'), count('wrong-policy'), count('flapping'), count('sleeper')]).toEqual([2, 1, 1, 2])
    expect([count('second-process'), count('roaming')]).toEqual([1, 1])
    const own = new Set(names.map(({ thing }) => thing))
    const seeded = fleet().things.items.filter(({ name, details }) => !own.has(name) && details.connectivity?.connected)
    expect(seeded.length).toBeGreaterThan(1500)
    await until(() => fleet().sessions.live.length === names.length - 1)
    // A modem that no thing is registered for is among them.
    const things = fleet().sessions.live.flatMap(({ thing }) => thing ?? [])
    expect(things).toHaveLength(names.length - 2)
    for (const { details } of things) expect(details.connectivity?.connected).toBe(true)
  })

  test('stand for every story of a response', async () => {
    const { body } = await aws.control('GET', '/_simulator/stories')
    const stories = body.stories as { story: string; thing: string; certificate?: string }[]
    const of = (name: string) => {
      const told = stories.filter(({ story }) => story === name)
      return told.map(({ thing, certificate }) => ({ thing: fleet().things.get(thing), certificate }))
    }
    const statuses = (name: string) =>
      of(name).map(({ thing }) => thing?.certificates.map(({ status, things }) => [status, things.length]))
    const isLive = (name: string) =>
      of(name).every(({ thing, certificate }) => {
        const session = thing && fleet().sessions.get(thing.name)
        return session && !session.ended && session.certificate.id === certificate
      })
    await until(() => fleet().sessions.live.length >= 22)
    const live = ['plain', 'two-certificates', 'shared-certificate', 'obedient', 'ten-groups', 'transfer-besides']
    expect(live.filter((name) => !isLive(name))).toEqual([])
    expect(statuses('plain')).toEqual([[['ACTIVE', 1]]])
    expect(statuses('two-certificates')[0]?.map(([status]) => status)).toEqual(['ACTIVE', 'ACTIVE'])
    expect(statuses('shared-certificate')).toEqual([[['ACTIVE', 2]], [['ACTIVE', 2]]])
    expect(statuses('transfer')).toEqual([[['PENDING_TRANSFER', 1]]])
    expect(statuses('transfer-besides')[0]?.map(([status]) => status)).toEqual(['ACTIVE', 'PENDING_TRANSFER'])
    for (const name of ['ten-groups', 'nine-groups-and-a-dynamic-one']) {
      const thingName = of(name)[0]?.thing?.name
      const { thingGroups } = await aws.iot().send(new ListThingGroupsForThingCommand({ thingName }))
      expect(thingGroups).toHaveLength(10)
    }
    const busy = await aws
      .iot()
      .send(new ListJobExecutionsForThingCommand({ thingName: of('obedient')[0]?.thing?.name }))
    expect(busy.executionSummaries?.map(({ jobExecutionSummary }) => jobExecutionSummary?.status)).toEqual([
      'QUEUED',
      'IN_PROGRESS',
    ])
  })

  test('are the same with every start', () => {
    const cast = () => castDevices(fleet(), 40).map(({ thing, behaviour }) => [thing.name, behaviour])
    expect(cast()).toEqual(cast())
    expect(cast().filter(([, behaviour]) => behaviour === 'clone')).toHaveLength(1)
    expect(cast()).toHaveLength(40)
  })
})

describe('a generated fleet’s', () => {
  const aws = simulate({ scenario: 'generated-30', bornAt: new Date(), devices: 5 })
  const live = () => aws.world.fleet('123456789012', 'eu-west-1').sessions.live.length

  test('share one key and connect, too, and start over with a reset', async () => {
    await until(() => live() === 5)
    await aws.control('POST', '/_simulator/reset')
    await until(() => live() === 5)
  })
})
