import {
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { logRecord } from '#simulator/broker/log-records.ts'
import { loggingOf } from '#simulator/fleet/logging.ts'
import { until } from './mqtt.ts'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate()
const logGroupName = 'AWSIotLogsV2'
const fleet = () => aws.world.fleet('123456789012', 'eu-west-1')

type Rest = Parameters<typeof logRecord>[2]

/** Puts a record where the broker would, some seconds ago. */
function happened(secondsAgo: number, fields: Partial<Rest>) {
  const { account, region, clock } = fleet()
  const at = clock.now() - secondsAgo * 1000
  const record = logRecord(account, at, { eventType: 'Disconnect', protocol: 'MQTT', clientId: 'pump', ...fields })
  aws.world.records.add({ kind: 'log', account, region, at, record })
}

const duplicate = { reason: 'DUPLICATE_CLIENT_ID', disconnectReason: 'DUPLICATE_CLIENTID' } as const

/** Every event of a walk, and how many pages were empty. */
async function walk(input: Partial<FilterLogEventsCommandInput> = {}) {
  const found: Record<string, unknown>[] = []
  const ids: string[] = []
  let empty = 0
  let nextToken: string | undefined
  do {
    const page = await aws.logs().send(new FilterLogEventsCommand({ logGroupName, ...input, nextToken }))
    for (const { message = '', eventId = '' } of page.events ?? []) {
      found.push(JSON.parse(message) as Record<string, unknown>)
      ids.push(eventId)
    }
    if (!page.events?.length && page.nextToken) empty++
    nextToken = page.nextToken
  } while (nextToken)
  return { found, ids, empty }
}

async function query(queryString: string) {
  const seconds = Math.floor(fleet().clock.now() / 1000)
  const started = new StartQueryCommand({ logGroupName, queryString, startTime: seconds - 3600, endTime: seconds + 1 })
  const { queryId } = await aws.logs().send(started)
  const statuses: (string | undefined)[] = []
  const rows = await until(async () => {
    const { status, results } = await aws.logs().send(new GetQueryResultsCommand({ queryId }))
    if (statuses.at(-1) !== status) statuses.push(status)
    return status === 'Complete' && (results ?? [])
  })
  return { statuses, rows: rows.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value]))) }
}

beforeAll(() => {
  fleet().logging = loggingOf('123456789012', [
    { eventType: 'Connect', logLevel: 'INFO' },
    { eventType: 'Disconnect', logLevel: 'INFO' },
    { eventType: 'Subscribe', logLevel: 'INFO', logDestination: 'elsewhere' },
  ])
  happened(300, { eventType: 'Connect', sourceIp: '198.18.0.1' })
  for (const ago of [250, 200, 150]) happened(ago, { ...duplicate, sourceIp: '198.18.0.1' })
  happened(140, { ...duplicate, clientId: 'valve', sourceIp: '198.18.0.2' })
  happened(100, { disconnectReason: 'CLIENT_INITIATED_DISCONNECT' })
  happened(90, { eventType: 'Subscribe', topicName: 'a' })
})

describe('events', () => {
  test.each([
    ['', 6],
    ['{ $.reason = "DUPLICATE_CLIENT_ID" }', 4],
    ['{ ($.eventType = "Connect") || ($.reason = DUPLICATE* && $.clientId = "valve") }', 2],
    ['{ $.clientId != "pump" }', 1],
    ['{ $.reason NOT EXISTS }', 2],
    ['DUPLICATE_CLIENT_ID -valve', 3],
    ['?valve ?Connect', 2],
  ])('match %s', async (filterPattern, count) => {
    const { found, ids } = await walk({ filterPattern })
    expect(found).toHaveLength(count)
    expect(new Set(ids).size).toBe(count)
    expect((await walk({ filterPattern })).ids).toEqual(ids)
  })

  test('come in pages of the wanted size, from the start to the end of a time', async () => {
    const now = fleet().clock.now()
    const { ids } = await walk({ limit: 1 })
    expect(new Set(ids).size).toBe(6)
    const some = await walk({ startTime: now - 220_000, endTime: now - 120_000, limit: 2 })
    expect(some.found.map(({ clientId }) => clientId).sort()).toEqual(['pump', 'pump', 'valve'])
  })

  test('may begin with an empty page that has a token', async () => {
    const walks = await Promise.all(Array.from({ length: 30 }, (_, start) => walk({ startTime: start })))
    expect(walks.filter(({ empty }) => empty > 0).length).toBeGreaterThan(0)
    expect(walks.every(({ ids }) => ids.length === 6)).toBe(true)
  })

  test('are not filtered by a service that ignores patterns', async () => {
    await aws.control('PUT', '/_simulator/faults', { ignoredPatterns: true })
    expect((await walk({ filterPattern: '{ $.clientId = "valve" }' })).found).toHaveLength(6)
    await aws.control('PUT', '/_simulator/faults', {})
  })

  test('go where their type is sent', async () => {
    expect((await walk({ logGroupName: 'elsewhere' })).found).toMatchObject([{ eventType: 'Subscribe' }])
    const { logGroups } = await aws.logs().send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'AWSIot' }))
    expect(logGroups).toMatchObject([{ logGroupName, arn: expect.stringMatching(/:log-group:AWSIotLogsV2:\*$/) }])
  })

  test.each([
    [{ logGroupName: 'none' }, 'ResourceNotFoundException'],
    [{ filterPattern: '{ $.reason = }' }, 'InvalidParameterException'],
    [{ nextToken: 'made-up' }, 'InvalidParameterException'],
    [{ limit: 10_001 }, 'InvalidParameterException'],
  ])('are refused for %j', async (input, name) => {
    await expectRefusal(aws.logs().send(new FilterLogEventsCommand({ logGroupName, ...input })), name, 400)
  })
})

describe('a query', () => {
  test('is scheduled, runs and completes with the newest first', async () => {
    const { statuses, rows } = await query(
      'fields @timestamp, clientId, @message | filter reason in ["DUPLICATE_CLIENT_ID"] | sort @timestamp desc | limit 2',
    )
    expect(statuses.at(-1)).toBe('Complete')
    expect(statuses.length).toBeGreaterThan(1)
    expect(rows.map(({ clientId }) => clientId)).toEqual(['valve', 'pump'])
    expect(rows[0]).toMatchObject({
      '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
      '@message': expect.stringContaining('"reason":"DUPLICATE_CLIENT_ID"'),
      '@ptr': expect.any(String),
    })
  })

  test('counts by client', async () => {
    const { rows } = await query(
      'filter reason = "DUPLICATE_CLIENT_ID" or disconnectReason = "DUPLICATE_CLIENTID" | stats count(*) as kicks, min(@timestamp) as first by clientId | sort kicks desc',
    )
    expect(rows).toMatchObject([
      { clientId: 'pump', kicks: '3', first: expect.any(String) },
      { clientId: 'valve', kicks: '1' },
    ])
  })

  test('is refused when it is not understood, and can be stopped', async () => {
    const ask = (queryString: string) =>
      aws.logs().send(new StartQueryCommand({ logGroupName, queryString, startTime: 1, endTime: 2 }))
    await expectRefusal(ask('fields @message | explode x'), 'MalformedQueryException', 400)
    const { queryId } = await ask('fields @message')
    await aws.logs().send(new StopQueryCommand({ queryId }))
    const { status } = await aws.logs().send(new GetQueryResultsCommand({ queryId }))
    expect(status).toBe('Cancelled')
  })
})

describe('what is not logged', () => {
  beforeEach(() => {
    fleet().logging = loggingOf('123456789012')
  })

  test('is a success at ERROR, and everything where nothing is configured', async () => {
    const before = (await walk()).ids.length
    happened(50, { eventType: 'Connect' })
    happened(49, { disconnectReason: 'CONNECTION_LOST' })
    happened(48, duplicate)
    expect((await walk()).ids).toHaveLength(before + 1)
    fleet().logging = undefined
    happened(47, duplicate)
    expect((await walk()).ids).toHaveLength(before + 1)
  })

  test('can not be read before it is taken in', async () => {
    const before = (await walk()).ids.length
    const now = fleet().clock.now()
    const record = logRecord('123456789012', now, { eventType: 'Disconnect', ...duplicate })
    fleet()
      .logs.get(logGroupName)
      ?.add({ at: now, readableAt: now + 60_000, stream: 's', record })
    expect((await walk()).ids).toHaveLength(before)
    await aws.control('PUT', '/_simulator/clock', { advanceMs: 61_000 })
    expect((await walk()).ids).toHaveLength(before + 1)
  })
})
