import {
  CreateCommandCommand,
  GetCommandCommand,
  GetCommandExecutionCommand,
  ListCommandExecutionsCommand,
  ListCommandsCommand,
} from '@aws-sdk/client-iot'
import { beforeAll, expect, test } from 'vitest'
import { connectTo, deviceMaker, identityOf, until } from './mqtt.ts'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate()
let iot: ReturnType<typeof aws.iot>
let devices: ReturnType<typeof deviceMaker>

const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const commandArn = arn('command/stop')
const payload = { content: Buffer.from('{"do":"stop"}'), contentType: 'application/json' }

beforeAll(async () => {
  iot = aws.iot()
  devices = deviceMaker(aws.world)
  await iot.send(new CreateCommandCommand({ commandId: 'stop', displayName: 'Stop', payload }))
})

/** The SDK has this in a package of its own, which nothing here needs otherwise. */
async function start(input: object) {
  const scope = 'AKIATEST/20260301/eu-west-1/iot-jobs-data/aws4_request'
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`
  const body = JSON.stringify(input)
  const response = await fetch(`${aws.url}/command-executions`, { method: 'POST', headers: { authorization }, body })
  const { executionId = '', message } = (await response.json()) as { executionId?: string; message?: string }
  return { status: response.status, error: response.headers.get('x-amzn-errortype'), executionId, message }
}

const execution = (executionId: string, targetArn: string) =>
  iot.send(new GetCommandExecutionCommand({ executionId, targetArn }))

test('commands are made once, read and listed', async () => {
  const again = iot.send(new CreateCommandCommand({ commandId: 'stop', payload }))
  await expectRefusal(again, 'ConflictException', 409)
  const read = await iot.send(new GetCommandCommand({ commandId: 'stop' }))
  expect(read).toMatchObject({ commandArn, displayName: 'Stop', deprecated: false })
  expect(Buffer.from(read.payload?.content ?? []).toString()).toBe('{"do":"stop"}')
  expect((await iot.send(new ListCommandsCommand({}))).commands).toMatchObject([{ commandId: 'stop' }])
  const unknown = iot.send(new GetCommandCommand({ commandId: 'none' }))
  await expectRefusal(unknown, 'ResourceNotFoundException', 404)
})

test('a device is told on its topic, answers on another, and the answer is kept', async () => {
  const { thing, certificate } = devices.make('listener')
  const client = await connectTo(aws, identityOf(devices.fleet, certificate))
  const topics = `$aws/commands/things/${thing.name}/executions/+`
  await client.subscribeAsync(`${topics}/request/json`)
  const heard = new Promise<[string, string]>((resolve) => {
    client.once('message', (topic, content) => resolve([topic, content.toString()]))
  })
  const targetArn = arn('thing/listener')
  const { executionId } = await start({ commandArn, targetArn, executionTimeoutSeconds: 60 })
  const [topic, content] = await heard
  expect(topic).toBe(`$aws/commands/things/listener/executions/${executionId}/request/json`)
  expect(content).toBe('{"do":"stop"}')
  expect((await execution(executionId, targetArn)).status).toBe('CREATED')
  const answer = (status: string) =>
    client.publishAsync(topic.replace('request', 'response'), JSON.stringify({ status }), { qos: 1 })
  await answer('IN_PROGRESS')
  await answer('SUCCEEDED')
  await answer('FAILED')
  await until(async () => (await execution(executionId, targetArn)).status === 'SUCCEEDED')
  const filter = { targetArn, startedTimeFilter: { after: '2020-01-01T00:00' } }
  const { commandExecutions } = await iot.send(new ListCommandExecutionsCommand(filter))
  expect(commandExecutions).toMatchObject([{ executionId, status: 'SUCCEEDED', completedAt: expect.any(Date) }])
  await expectRefusal(iot.send(new ListCommandExecutionsCommand({ targetArn })), 'InvalidRequestException', 400)
  await client.endAsync()
})

test('the cloud gives up on a silent device', async () => {
  devices.make('silent')
  const targetArn = arn('thing/silent')
  const { executionId } = await start({ commandArn, targetArn })
  aws.world.clock.advance(11_000)
  expect(await execution(executionId, targetArn)).toMatchObject({
    status: 'TIMED_OUT',
    statusReason: { reasonCode: '$NO_RESPONSE_FROM_DEVICE' },
  })
  aws.world.clock.reset()
})

test('one client token is one execution', async () => {
  devices.make('token')
  const wanted = { commandArn, targetArn: arn('thing/token'), clientToken: 'once' }
  const first = await start(wanted)
  expect((await start(wanted)).executionId).toBe(first.executionId)
  expect(await start({ ...wanted, targetArn: arn('client/other') })).toMatchObject({ error: 'ConflictException' })
})

test.each([
  ['no command', { commandArn: arn('command/none') }, 'ResourceNotFoundException', 404],
  ['no thing', { targetArn: arn('thing/none') }, 'ResourceNotFoundException', 404],
  ['a group', { targetArn: arn('thinggroup/all') }, 'ValidationException', 400],
  ['too long a wait', { executionTimeoutSeconds: 43_201 }, 'ValidationException', 400],
])('is not started for %s', async (_what, wrong, error, status) => {
  const targetArn = arn('client/anybody')
  expect(await start({ commandArn, targetArn, ...wrong })).toMatchObject({ error, status })
})
