import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectTo, deviceMaker, identityOf, logsOf, until } from './mqtt.ts'
import { simulate } from './simulated.ts'

const aws = simulate({ shortestReportS: 60 })
const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/fleetwarden-device-reports'
const topic = '$aws/things/gate/defender/metrics/json'
const report = (id: number) => ({
  header: { report_id: id, version: '1.0' },
  metrics: { network_stats: { bytes_in: 4 } },
})
let client: MqttClient
let answers: { topic: string; status: string; reportId?: number; statusDetails?: { ErrorCode: string } }[] = []

beforeEach(async () => {
  const { fleet, make } = deviceMaker(aws.world)
  const certificate = fleet.things.get('gate')?.certificates[0] ?? make('gate').certificate
  client = await connectTo(aws, identityOf(fleet, certificate))
  answers = []
  client.on('message', (from, payload) => answers.push({ topic: from, ...JSON.parse(payload.toString()) }))
  await client.subscribeAsync(`${topic}/+`)
  await aws.control('PUT', '/_simulator/clock', { advanceMs: 3_600_000 })
})
afterEach(() => client.endAsync(true))

const send = (to: string, body: unknown) =>
  client.publishAsync(to, typeof body === 'string' ? body : JSON.stringify(body))

test('Device Defender takes a report with long or short names, and says so', async () => {
  await send(topic, report(1))
  await until(() => answers.length === 1)
  expect(answers).toMatchObject([{ topic: `${topic}/accepted`, status: 'ACCEPTED', reportId: 1 }])
  await aws.control('PUT', '/_simulator/clock', { advanceMs: 61_000 })
  await send(topic, { hed: { rid: 2, v: '1.0' }, met: { ns: { bi: 4 } } })
  await until(() => answers.length === 2)
  expect(answers[1]).toMatchObject({ status: 'ACCEPTED', reportId: 2 })
})

test('it refuses what is no report, and what comes too soon', async () => {
  await send(topic, 'not json')
  await send(topic, { header: { version: '1.0' } })
  await send(topic, report(1))
  await send(topic, report(2))
  await until(() => answers.length === 4)
  expect(answers.map(({ status, statusDetails }) => [status, statusDetails?.ErrorCode])).toEqual([
    ['REJECTED', 'InvalidPayload'],
    ['REJECTED', 'InvalidPayload'],
    ['ACCEPTED', undefined],
    ['REJECTED', 'Throttled'],
  ])
})

test('a copy under an ordinary topic comes to the queue, with who sent it and when', async () => {
  await send('fleetwarden/device-reports/gate', report(7))
  const [message] = await until(async () => {
    const { Messages } = await aws.sqs().send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))
    return Messages
  })
  const { certificates } = aws.world.fleet('123456789012', 'eu-west-1').things.get('gate') ?? {}
  expect(JSON.parse(message?.Body ?? '')).toEqual({
    ...report(7),
    thingName: 'gate',
    clientId: 'gate',
    principal: certificates?.[0]?.id,
    receivedAt: expect.any(Number),
  })
})

test('messages are recorded where the account logs them', async () => {
  const count = () => logsOf(aws.world, 'Publish-In').length
  await send('acme/a', '1')
  await aws.control('PUT', '/_simulator/logging', {
    logging: { events: [{ eventType: 'Publish-In', logLevel: 'INFO' }] },
  })
  const before = count()
  await send('acme/b', '22')
  await until(() => count() > before)
  expect(logsOf(aws.world, 'Publish-In').at(-1)).toMatchObject({
    topicName: 'acme/b',
    status: 'Success',
    clientId: 'gate',
  })
  expect(before).toBe(0)
})

test('a virtual device reports, and an intruder shows in what it reports', async () => {
  await aws.control('POST', '/_simulator/devices', { thing: 'gate', behaviour: 'reporting-intruder', pace: 0.002 })
  const ports = await until(async () => {
    const input = { QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }
    const { Messages = [] } = await aws.sqs().send(new ReceiveMessageCommand(input))
    const open = Messages.map(
      ({ Body = '' }) => (JSON.parse(Body).metrics.listening_tcp_ports?.ports ?? []) as { port: number }[],
    )
    return open.find((all) => all.some(({ port }) => port === 23))
  })
  expect(ports.map(({ port }) => port)).toEqual([22, 443, 23, 5555])
  await aws.control('DELETE', '/_simulator/devices', { thing: 'gate' })
})
