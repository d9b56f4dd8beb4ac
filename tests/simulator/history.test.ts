import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  GetV2LoggingOptionsCommand,
  ListV2LoggingLevelsCommand,
  SetV2LoggingLevelCommand,
  SetV2LoggingOptionsCommand,
} from '@aws-sdk/client-iot'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'generated-50', broker: 'off' })
const roleArn = 'arn:aws:iam::123456789012:role/IotLogging'

beforeEach(() => aws.control('POST', '/_simulator/reset'))

const options = () => aws.iot().send(new GetV2LoggingOptionsCommand({}))

describe('logging options', () => {
  test('are not configured at first', async () => {
    await expectRefusal(options(), 'NotConfiguredException', 404)
    await expectRefusal(aws.iot().send(new ListV2LoggingLevelsCommand({})), 'NotConfiguredException', 404)
  })

  test('are kept as they were set, event types with their destinations', async () => {
    const eventConfigurations = [{ eventType: 'Connect', logLevel: 'INFO' as const, logDestination: 'connections' }]
    const set = { roleArn, defaultLogLevel: 'ERROR' as const, eventConfigurations }
    await aws.iot().send(new SetV2LoggingOptionsCommand(set))
    expect(await options()).toMatchObject({ ...set, disableAllLogs: false })
    const verbose = await aws.iot().send(new GetV2LoggingOptionsCommand({ verbose: true }))
    expect(verbose.eventConfigurations?.length).toBeGreaterThan(5)
  })

  test('have levels of single targets', async () => {
    await aws.iot().send(new SetV2LoggingOptionsCommand({ roleArn, defaultLogLevel: 'ERROR' }))
    const logTarget = { targetType: 'CLIENT_ID' as const, targetName: 'dev-0000001' }
    await aws.iot().send(new SetV2LoggingLevelCommand({ logTarget, logLevel: 'INFO' }))
    const { logTargetConfigurations } = await aws.iot().send(new ListV2LoggingLevelsCommand({}))
    expect(logTargetConfigurations).toEqual([
      { logTarget: { targetType: 'DEFAULT' }, logLevel: 'ERROR' },
      { logTarget, logLevel: 'INFO' },
    ])
  })

  test('can be set from outside', async () => {
    const events = [{ eventType: 'Disconnect', logLevel: 'INFO' }]
    expect((await aws.control('PUT', '/_simulator/logging', { logging: { events } })).status).toBe(200)
    expect(await options()).toMatchObject({ eventConfigurations: events })
    await aws.control('PUT', '/_simulator/logging', { logging: null })
    await expectRefusal(options(), 'NotConfiguredException', 404)
  })
})

describe('the past', () => {
  const infos = ['Connect', 'Disconnect'].map((eventType) => ({ eventType, logLevel: 'INFO' }))
  const write = (body: object) => aws.control('POST', '/_simulator/history', body)
  const logged = async () => {
    const found: { eventType: string; reason?: string }[] = []
    let nextToken: string | undefined
    do {
      const page = await aws.logs().send(new FilterLogEventsCommand({ logGroupName: 'AWSIotLogsV2', nextToken }))
      found.push(...(page.events ?? []).map(({ message = '' }) => JSON.parse(message) as (typeof found)[number]))
      nextToken = page.nextToken
    } while (nextToken)
    return found
  }

  test('has as many records as asked for, and conflicts of every cause that is told', async () => {
    await aws.control('PUT', '/_simulator/logging', { logging: { events: infos } })
    const { body } = await write({ days: 3, records: 5000, conflicts: 8, conflictShare: 0.1 })
    const conflicts = body.conflicts as { clientId: string; cause: string; kicks: number }[]
    expect(conflicts).toHaveLength(8)
    expect(new Set(conflicts.map(({ cause }) => cause)).size).toBe(4)
    expect(body.written).toEqual({ AWSIotLogsV2: 5000 })
    const records = await logged()
    const duplicates = records.filter(({ reason }) => reason === 'DUPLICATE_CLIENT_ID')
    expect(records).toHaveLength(5000)
    expect(duplicates).toHaveLength(conflicts.reduce((sum, { kicks }) => sum + kicks, 0))
  })

  test('shows the victims alone where errors are logged', async () => {
    await aws.control('PUT', '/_simulator/logging', { logging: {} })
    await write({ records: 1000, conflictShare: 0.2 })
    const records = await logged()
    expect(records.length).toBeGreaterThan(50)
    expect(records.every(({ reason }) => reason === 'DUPLICATE_CLIENT_ID')).toBe(true)
  })

  test('is the same for the same seed, and hundreds of thousands of records are written in seconds', async () => {
    await aws.control('PUT', '/_simulator/logging', { logging: { events: infos } })
    const [one, other] = [await write({ records: 100 }), await write({ records: 100 })]
    const clients = (answer: typeof one) =>
      (answer.body.conflicts as { clientId: string }[]).map((each) => each.clientId)
    expect(clients(one)).toEqual(clients(other))
    const began = performance.now()
    const { body } = await write({ records: 200_000, days: 30 })
    expect(body.written).toEqual({ AWSIotLogsV2: 200_000 })
    expect(performance.now() - began).toBeLessThan(30_000)
  }, 60_000)
})

test('refusals come in bursts, and messages where they are logged', async () => {
  const events = [
    { eventType: 'Publish-In', logLevel: 'INFO' },
    { eventType: 'Connection.AuthNError', logLevel: 'ERROR' },
  ]
  await aws.control('PUT', '/_simulator/logging', { logging: { events } })
  const asked = { days: 2, records: 1, conflicts: 0, refusals: 80, messages: 300 }
  const { body } = await aws.control('POST', '/_simulator/history', asked)
  const bursts = body.bursts as { kind: string; clientId: string; count: number }[]
  expect(bursts.map(({ kind, count }) => [kind, count])).toEqual([
    ['Connect', 10],
    ['Publish-In', 10],
    ['Subscribe', 10],
    ['Connection.AuthNError', 10],
  ])
  const matching = async (filterPattern: string) => {
    const group = { logGroupName: 'AWSIotLogsV2', filterPattern }
    const found: string[] = []
    for (let nextToken: string | undefined; ; ) {
      const page = await aws.logs().send(new FilterLogEventsCommand({ ...group, nextToken }))
      found.push(...(page.events ?? []).map(({ message = '' }) => message))
      nextToken = page.nextToken
      if (!nextToken) return found
    }
  }
  await aws.control('PUT', '/_simulator/clock', { advanceMs: 60_000 })
  expect(await matching('{ $.status = "Failure" }')).toHaveLength(80)
  const sent = await matching('{ ($.eventType = "Publish-In") && ($.status = "Success") }')
  expect(sent).toHaveLength(300)
  expect(sent.filter((message) => JSON.parse(message).clientId === body.loudest).length).toBeGreaterThanOrEqual(100)
})
