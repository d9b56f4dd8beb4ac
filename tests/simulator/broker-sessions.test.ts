import { once } from 'node:events'
import { connect as openTls } from 'node:tls'
import { GetThingConnectivityDataCommand, SearchIndexCommand } from '@aws-sdk/client-iot'
import { DeleteConnectionCommand, GetConnectionCommand, PublishCommand } from '@aws-sdk/client-iot-data-plane'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { closed, connectTo, deviceMaker, eventsOf, identityOf, logsOf, until } from './mqtt.ts'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ shortestKeepAliveS: 1 })
let devices: ReturnType<typeof deviceMaker>
let made = 0
const aName = () => `device-${++made}`

beforeAll(() => {
  devices = deviceMaker(aws.world)
})
beforeEach(() => aws.world.records.clear())

const getConnection = (clientId: string) =>
  aws.iotData().send(new GetConnectionCommand({ clientId, includeSocketInformation: true }))
const deleteConnection = (clientId: string) => aws.iotData().send(new DeleteConnectionCommand({ clientId }))
const connectivityData = (thingName: string) =>
  aws.iot().send(new GetThingConnectivityDataCommand({ thingName, includeSocketInformation: true }))
const connected = async () => {
  const { things = [] } = await aws.iot().send(new SearchIndexCommand({ queryString: 'connectivity.connected:true' }))
  return things.map(({ thingName }) => thingName)
}
const reasonsOf = () => logsOf(aws.world, 'Disconnect').map(({ disconnectReason }) => disconnectReason)

function aDevice(...rest: [statements?: object[], options?: { exclusive?: boolean }]) {
  const { thing, certificate } = devices.make(aName(), ...rest)
  return { thing, certificate, name: thing.name, identity: identityOf(devices.fleet, certificate) }
}

test('the index, the thing and the connection say who is here, and who has left', async () => {
  const { name, identity, certificate } = aDevice()
  expect(await connected()).not.toContain(name)
  const before = Date.now()
  const client = await connectTo(aws, { ...identity, keepalive: 90, username: '?SimulatedSourceIp=198.51.100.9' })
  expect(await connected()).toContain(name)
  const socket = { sourceIp: '198.51.100.9', targetIp: '127.0.0.1', targetPort: aws.broker?.port }
  const session = { connected: true, keepAliveDuration: 90, cleanSession: true, clientId: name, ...socket }
  expect(await getConnection(name)).toMatchObject({ ...session, thingName: name, connectedSince: expect.any(Number) })
  const data = await connectivityData(name)
  expect(data).toMatchObject(session)
  expect(data.timestamp?.getTime()).toBeGreaterThanOrEqual(before)

  await client.endAsync()
  const ended = { connected: false, disconnectReason: 'CLIENT_INITIATED_DISCONNECT' }
  expect(await until(async () => !(await connected()).includes(name))).toBe(true)
  expect(await getConnection(name)).toMatchObject({ ...ended, disconnectedSince: expect.any(Number) })
  expect(await connectivityData(name)).toMatchObject(ended)
  const [one, two] = eventsOf(aws.world)
  const same = { clientId: name, principalIdentifier: certificate.id, versionNumber: 0 }
  const topic = `$aws/events/presence/connected/${name}`
  expect(one).toMatchObject({ ...same, topic, eventType: 'connected', ipAddress: '198.51.100.9' })
  expect(two).toMatchObject({ ...same, eventType: 'disconnected', sessionIdentifier: one?.sessionIdentifier })
  expect(two).toMatchObject({ clientInitiatedDisconnect: true })
  expect(two).not.toHaveProperty('ipAddress')
})

test('times are the simulator’s, and an ended session is remembered for half an hour', async () => {
  const { name, identity } = aDevice()
  aws.world.clock.moveTo(Date.parse('2026-05-01T10:00:00Z'))
  await (await connectTo(aws, identity)).endAsync()
  const { disconnectedSince = 0 } = await until(async () => {
    const found = await getConnection(name)
    return !found.connected && found
  })
  expect(new Date(disconnectedSince).toISOString().slice(0, 16)).toBe('2026-05-01T10:00')
  expect(logsOf(aws.world, 'Connect')[0]?.timestamp).toMatch(/^2026-05-01 10:00:\d\d\.\d{3}$/)
  aws.world.clock.advance(31 * 60_000)
  await expectRefusal(getConnection(name), 'ResourceNotFoundException', 404)
  aws.world.clock.reset()
})

test('a second connection with the same client id throws out the first', async () => {
  const { name, identity, certificate } = aDevice()
  const first = await connectTo(aws, { ...identity, username: '?SimulatedSourceIp=198.51.100.1' })
  const second = await connectTo(aws, { ...identity, username: '?SimulatedSourceIp=203.0.113.1' })
  await closed(first)
  expect(second.connected).toBe(true)
  expect(logsOf(aws.world, 'Disconnect')).toMatchObject([
    {
      logLevel: 'ERROR',
      status: 'Failure',
      reason: 'DUPLICATE_CLIENT_ID',
      disconnectReason: 'DUPLICATE_CLIENTID',
      clientId: name,
      principalId: certificate.id,
      sourceIp: '198.51.100.1',
    },
  ])
  expect(eventsOf(aws.world).map(({ eventType, versionNumber }) => [eventType, versionNumber])).toEqual([
    ['connected', 0],
    ['disconnected', 0],
    ['connected', 1],
  ])
  expect(await getConnection(name)).toMatchObject({ connected: true, sourceIp: '203.0.113.1' })
  expect(await connected()).toContain(name)
  await second.endAsync()
})

test('a client that falls silent is gone after one and a half times its keep-alive', async () => {
  const { name, identity } = aDevice()
  const { host = '', port = 0, ca = '' } = aws.broker ?? {}
  const socket = openTls({ host, port, ca, cert: identity.cert, key: identity.key })
  await once(socket, 'secureConnect')
  // CONNECT, MQTT 3.1.1, clean session, keep-alive of one second; then never a word again.
  const id = Buffer.from(name)
  socket.write(
    Buffer.concat([
      Buffer.from([0x10, 12 + id.length, 0, 4]),
      Buffer.from('MQTT'),
      Buffer.from([4, 2, 0, 1, 0, id.length]),
      id,
    ]),
  )
  socket.resume()
  await until(() => logsOf(aws.world, 'Connect').length)
  const start = Date.now()
  await once(socket, 'close')
  expect(Date.now() - start).toBeGreaterThan(1300)
  await until(() => reasonsOf().length)
  expect(reasonsOf()).toEqual(['MQTT_KEEP_ALIVE_TIMEOUT'])
})

test('a cut line is a lost connection', async () => {
  const client = await connectTo(aws, aDevice().identity)
  client.stream.destroy()
  await until(() => reasonsOf().length)
  expect(reasonsOf()).toEqual(['CONNECTION_LOST'])
})

test('the API cuts a connection, and the device may come back', async () => {
  const { name, identity } = aDevice()
  const client = await connectTo(aws, identity)
  await deleteConnection(name)
  await closed(client)
  expect(reasonsOf()).toEqual(['API_INITIATED_DISCONNECT'])
  expect(await connectivityData(name)).toMatchObject({ connected: false, disconnectReason: 'API_INITIATED_DISCONNECT' })
  await expectRefusal(deleteConnection(name), 'ResourceNotFoundException', 404)
  await (await connectTo(aws, identity)).endAsync()
})

test('a client that is no registered thing is known to GetConnection alone', async () => {
  const { identity } = aDevice()
  const before = await connected()
  const client = await connectTo(aws, { ...identity, clientId: 'a-laptop' })
  const found = await getConnection('a-laptop')
  expect(found).toMatchObject({ connected: true })
  expect(found.thingName).toBeUndefined()
  expect(await connected()).toEqual(before)
  await client.endAsync()
})

test('an exclusive attachment makes any client id that thing', async () => {
  const { name, identity } = aDevice(undefined, { exclusive: true })
  const client = await connectTo(aws, { ...identity, clientId: 'modem-4711' })
  expect(await getConnection('modem-4711')).toMatchObject({ connected: true, thingName: name })
  expect(await connectivityData(name)).toMatchObject({ connected: true, clientId: 'modem-4711' })
  expect(eventsOf(aws.world)[0]).toMatchObject({ clientId: 'modem-4711', thingName: name })
  await client.endAsync()
})

test('messages reach who may subscribe and receive, from devices and from the API', async () => {
  const may = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource })
  const { identity } = aDevice([
    may('iot:Connect', '*'),
    may('iot:Subscribe', '*topicfilter/a/*'),
    may('iot:Receive', '*topic/a/open/*'),
  ])
  const listener = await connectTo(aws, identity)
  const heard: string[] = []
  listener.on('message', (topic, payload) => heard.push(`${topic} ${payload}`))
  expect(await listener.subscribeAsync('a/#')).toMatchObject([{ qos: 0 }])
  await expect(listener.subscribeAsync('b/#')).rejects.toThrow()
  const speaker = await connectTo(aws, aDevice().identity)
  await speaker.publishAsync('a/closed/1', 'hidden', { qos: 1 })
  await speaker.publishAsync('a/open/1', 'device', { qos: 1 })
  await aws.iotData().send(new PublishCommand({ topic: 'a/open/2', payload: Buffer.from('api') }))
  await until(() => heard.length === 2)
  expect(heard.toSorted()).toEqual(['a/open/1 device', 'a/open/2 api'])
  expect(logsOf(aws.world, 'Subscribe').map(({ topicName, status }) => [topicName, status])).toEqual([
    ['a/#', 'Success'],
    ['b/#', 'Failure'],
  ])
  await Promise.all([listener.endAsync(), speaker.endAsync()])
})

test('publishing where it may not ends a session', async () => {
  const { identity } = aDevice([{ Effect: 'Allow', Action: ['iot:Connect', 'iot:Publish'], Resource: '*client/*' }])
  const client = await connectTo(aws, identity)
  client.publish('anything', 'x')
  await closed(client)
  expect(logsOf(aws.world, 'Publish-In')).toMatchObject([{ topicName: 'anything', reason: 'AUTHORIZATION_FAILURE' }])
  await until(() => reasonsOf().length)
  expect(reasonsOf()).toEqual(['AUTH_ERROR'])
})

test('lifecycle events are published for devices that listen', async () => {
  const listener = await connectTo(aws, aDevice().identity)
  await listener.subscribeAsync('$aws/events/presence/#')
  const message = new Promise<[string, Buffer]>((resolve) => {
    listener.once('message', (topic, payload) => resolve([topic, payload]))
  })
  const { name, identity } = aDevice()
  const client = await connectTo(aws, identity)
  const [topic, payload] = await message
  expect(topic).toBe(`$aws/events/presence/connected/${name}`)
  expect(JSON.parse(payload.toString())).toMatchObject({ clientId: name, eventType: 'connected' })
  await Promise.all([listener.endAsync(), client.endAsync()])
})

test('records are read on from where one was, and heard as they come', async () => {
  const heard: number[] = []
  const stop = aws.world.records.onRecord(({ sequence }) => heard.push(sequence))
  await (await connectTo(aws, aDevice().identity)).endAsync()
  await until(() => heard.length === 4)
  stop()
  const read = async (query: string) =>
    (await aws.control('GET', `/_simulator/records${query}`)).body.records as { sequence: number }[]
  expect((await read('')).map(({ sequence }) => sequence)).toEqual(heard)
  expect(await read('?after=1&limit=2')).toMatchObject([{ sequence: 2 }, { sequence: 3 }])
  expect((await aws.control('GET', '/_simulator/records?after=x')).status).toBe(400)
})

test('a reset ends every session', async () => {
  const client = await connectTo(aws, aDevice().identity)
  await aws.control('POST', '/_simulator/reset')
  await closed(client)
  expect(aws.world.records.after(0)).toEqual([])
})
