import { DescribeThingCommand, ListThingsCommand } from '@aws-sdk/client-iot'
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  ListSubscriptionsCommand,
  PublishCommand,
  SendDirectMessageCommand,
} from '@aws-sdk/client-iot-data-plane'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closed, connectTo, deviceMaker, eventsOf, identityOf, logsOf, until } from './mqtt.ts'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate()
let devices: ReturnType<typeof deviceMaker>
let made = 0

beforeAll(() => {
  devices = deviceMaker(aws.world)
})
beforeEach(() => aws.control('PUT', '/_simulator/quotas', { scale: 0 }))

function aDevice(statements?: object[]) {
  const { thing, certificate } = devices.make(`device-${++made}`, statements)
  return { name: thing.name, identity: identityOf(devices.fleet, certificate) }
}

const cut = (clientId: string, options = {}) =>
  aws.iotData().send(new DeleteConnectionCommand({ clientId, ...options }))
const subscriptions = (clientId: string, page = {}) =>
  aws.iotData().send(new ListSubscriptionsCommand({ clientId, ...page }))

describe('DeleteConnection', () => {
  test('takes one call a second for a client, whatever the account may do', async () => {
    await aws.control('PUT', '/_simulator/quotas', { scale: 1 })
    const [one, other] = [aDevice(), aDevice()]
    const clients = [await connectTo(aws, one.identity), await connectTo(aws, other.identity)]
    await cut(one.name)
    await expectRefusal(cut(one.name), 'ThrottlingException', 429)
    await cut(other.name)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await expectRefusal(cut(one.name), 'ResourceNotFoundException', 404)
    await Promise.all(clients.map(closed))
  })

  test('keeps a persistent session unless told to clean it', async () => {
    const { name, identity } = aDevice()
    const persistent = { ...identity, clean: false }
    const present = async () => {
      let sessionPresent = false
      const client = await connectTo(aws, persistent, (again) => (sessionPresent = again))
      return { client, sessionPresent }
    }
    const first = await present()
    await first.client.subscribeAsync('a/#', { qos: 1 })
    await cut(name)
    await closed(first.client)
    const second = await present()
    expect(second.sessionPresent).toBe(true)
    expect((await subscriptions(name)).subscriptions).toEqual([{ topicFilter: 'a/#', qos: 1 }])
    await cut(name, { cleanSession: true })
    await closed(second.client)
    expect(await aws.iotData().send(new GetConnectionCommand({ clientId: name }))).toMatchObject({
      connected: false,
      cleanSession: true,
      sessionExpiry: 0,
    })
    const third = await present()
    expect(third.sessionPresent).toBe(false)
    await third.client.endAsync()
  })

  test('publishes the last will, or not', async () => {
    const listener = await connectTo(aws, aDevice().identity)
    const heard: string[] = []
    listener.on('message', (_topic, payload) => heard.push(payload.toString()))
    await listener.subscribeAsync('wills')
    for (const preventWillMessage of [true, false]) {
      const { name, identity } = aDevice()
      const will = { topic: 'wills', payload: `${preventWillMessage}`, qos: 0, retain: false } as const
      const client = await connectTo(aws, { ...identity, will })
      await cut(name, { preventWillMessage })
      await closed(client)
    }
    await until(() => heard.length)
    expect(heard).toEqual(['false'])
    await listener.endAsync()
  })

  test('leaves a record, and an event with its reason', async () => {
    aws.world.records.clear()
    const { name, identity } = aDevice()
    const client = await connectTo(aws, identity)
    await cut(name)
    await closed(client)
    expect(logsOf(aws.world, 'DeleteConnection')).toMatchObject([{ clientId: name, status: 'Success' }])
    expect(eventsOf(aws.world).at(-1)).toMatchObject({ disconnectReason: 'API_INITIATED_DISCONNECT' })
    await expectRefusal(cut('$aws'), 'InvalidRequestException', 400)
  })
})

test('subscriptions are listed by pages, of clients that are here', async () => {
  const { name, identity } = aDevice()
  await expectRefusal(subscriptions(name), 'ResourceNotFoundException', 404)
  const client = await connectTo(aws, identity)
  expect((await subscriptions(name)).subscriptions).toEqual([])
  await client.subscribeAsync(['a/+', '#'], { qos: 0 })
  const first = await subscriptions(name, { maxResults: 1 })
  const second = await subscriptions(name, { maxResults: 1, nextToken: first.nextToken })
  expect([...(first.subscriptions ?? []), ...(second.subscriptions ?? [])]).toEqual([
    { topicFilter: 'a/+', qos: 0 },
    { topicFilter: '#', qos: 0 },
  ])
  expect(second.nextToken).toBeUndefined()
  await client.endAsync()
})

describe('messages', () => {
  const send = (clientId: string, options = {}) =>
    aws
      .iotData()
      .send(new SendDirectMessageCommand({ clientId, topic: 'direct', payload: Buffer.from('hello'), ...options }))

  test('go to one client directly, and a confirmation waits for its answer', async () => {
    const { name, identity } = aDevice()
    await expectRefusal(send(name), 'ResourceNotFoundException', 404)
    const client = await connectTo(aws, identity)
    const heard: string[] = []
    client.on('message', (topic, payload) => heard.push(`${topic} ${payload}`))
    expect((await send(name, { confirmation: true })).traceId).toBeTruthy()
    await send(name)
    await until(() => heard.length === 2)
    expect(heard).toEqual(['direct hello', 'direct hello'])
    await client.endAsync()
  })

  test('are not confirmed by a client that may not receive them', async () => {
    const { name, identity } = aDevice([{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }])
    const client = await connectTo(aws, identity)
    await expectRefusal(send(name, { confirmation: true, timeout: 1 }), 'GatewayTimeoutException', 504)
    await expectRefusal(send(name, { timeout: 16 }), 'InvalidRequestException', 400)
    await client.endAsync()
  })

  test('are retained for who subscribes later', async () => {
    const topic = 'orders/kept'
    await aws.iotData().send(new PublishCommand({ topic, payload: Buffer.from('stop'), retain: true, qos: 1 }))
    const client = await connectTo(aws, aDevice().identity)
    const message = new Promise<string>((resolve) => client.once('message', (_, payload) => resolve(`${payload}`)))
    await client.subscribeAsync('orders/#')
    expect(await message).toBe('stop')
    await client.endAsync()
  })
})

test('every answer and every refusal bears a request id of its own', async () => {
  const failed = async (call: Promise<unknown>) =>
    (await call.catch((error) => error)) as { $metadata: { requestId?: string } }
  const answers = [
    await aws.iot().send(new ListThingsCommand({})),
    await aws.sts().send(new GetCallerIdentityCommand({})),
    await failed(aws.iot().send(new DescribeThingCommand({ thingName: 'nobody' }))),
    await failed(aws.iot().send(new DescribeThingCommand({ thingName: 'throttled-one' }))),
    await failed(cut('nobody')),
  ]
  const ids = answers.map(({ $metadata }) => $metadata.requestId)
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/)
  expect(new Set(ids).size).toBe(answers.length)
})
