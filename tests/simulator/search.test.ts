import {
  DescribeIndexCommand,
  GetBucketsAggregationCommand,
  GetCardinalityCommand,
  GetIndexingConfigurationCommand,
  GetStatisticsCommand,
  GetThingConnectivityDataCommand,
  ListIndicesCommand,
  SearchIndexCommand,
  UpdateIndexingConfigurationCommand,
} from '@aws-sdk/client-iot'
import { GetThingShadowCommand, ListNamedShadowsForThingCommand } from '@aws-sdk/client-iot-data-plane'
import { beforeAll, describe, expect, test } from 'vitest'
import { joinGroup } from '#simulator/fleet/attachments.ts'
import { everythingIndexed, packagesIndexed } from '#simulator/fleet/indexing.ts'
import { FleetBuilder } from '#simulator/scenarios/fleet-builder.ts'
import { expectRefusal, seededDate, simulate } from './simulated.ts'

const aws = simulate()
const fleet = () => aws.world.fleet('123456789012', 'eu-west-1')

beforeAll(() => {
  fleet().indexing = everythingIndexed()
  const build = new FleetBuilder(fleet(), seededDate, 'search')
  const session = { keepAlive: 60, cleanSession: true, sessionExpiry: 0, sourceIp: '192.0.2.1', sourcePort: 5000 }
  const [plant, quarantine] = [build.group('plant', ''), build.group('quarantine', '')]
  const pump = build.thing('Pump-1', {
    attributes: { site: 'North Hall', rpm: '900', note: 'a/b' },
    connectivity: { ...session, clientId: 'Pump-1', connected: true, timestamp: 2000 },
    shadow: { reported: { temperature: 21.5, mode: 'eco' }, desired: {} },
  })
  pump.type = build.type('pump', '', [])
  joinGroup(pump, plant)
  const second = build.thing('pump-2', {
    attributes: { site: 'South', rpm: '1200' },
    connectivity: {
      ...session,
      clientId: 'other',
      connected: false,
      timestamp: 1000,
      disconnectReason: 'DUPLICATE_CLIENTID',
    },
  })
  second.type = pump.type
  joinGroup(second, plant)
  joinGroup(second, quarantine)
  build.thing('valve-1', { attributes: { site: 'north' } })
})

const search = async (queryString: string) => {
  const { things } = await aws.iot().send(new SearchIndexCommand({ queryString }))
  return things?.map(({ thingName }) => thingName)
}

describe('the query language', () => {
  test.each([
    ['*', ['Pump-1', 'pump-2', 'valve-1']],
    ['thingName:pump-1', ['Pump-1']],
    ['thingName:PUMP*', ['Pump-1', 'pump-2']],
    ['thingName:p*2', ['pump-2']],
    ['thingName:*-1', ['Pump-1', 'valve-1']],
    ['thingName:pump-?', ['Pump-1', 'pump-2']],
    ['thingName:"pump-1"', ['Pump-1']],
    ['thingTypeName:pump', ['Pump-1', 'pump-2']],
    ['registry.thingTypeName:pump', ['Pump-1', 'pump-2']],
    ['NOT thingTypeName:*', ['valve-1']],
    ['-thingTypeName:pump', ['valve-1']],
    ['thingGroupNames:quarantine', ['pump-2']],
    ['attributes.site:"north hall"', ['Pump-1']],
    ['attributes.site:north*', ['Pump-1', 'valve-1']],
    ['attributes.note:"a/b"', ['Pump-1']],
    ['attributes.site:south OR thingName:valve-1', ['pump-2', 'valve-1']],
    ['thingTypeName:pump attributes.site:south', ['pump-2']],
    ['thingTypeName:pump AND NOT attributes.site:south', ['Pump-1']],
    ['(attributes.site:south OR attributes.site:north) AND -thingName:pump*', ['valve-1']],
    ['attributes.rpm:[900 TO 1200]', ['Pump-1', 'pump-2']],
    ['attributes.rpm:{900 TO 1200}', []],
    ['attributes.rpm:{900 TO 1200]', ['pump-2']],
    ['attributes.rpm:[* TO 1000]', ['Pump-1']],
    ['attributes.rpm > 900', ['pump-2']],
    ['attributes.rpm>=900', ['Pump-1', 'pump-2']],
    ['attributes.rpm:<1000', ['Pump-1']],
    ['connectivity.connected:true', ['Pump-1']],
    ['connectivity.connected:false', ['pump-2', 'valve-1']],
    ['connectivity.connected:false AND connectivity.timestamp < 1500', ['pump-2']],
    ['connectivity.disconnectReason:DUPLICATE_CLIENTID', ['pump-2']],
    ['connectivity.timestamp:*', ['Pump-1', 'pump-2']],
    ['shadow.reported.temperature > 21', ['Pump-1']],
    ['shadow.reported.mode:ECO', ['Pump-1']],
    ['deviceDefender.violationCount > 0', []],
    ['attributes.constructor:*', []],
    ['south', ['pump-2']],
  ])('%s', async (query, expected) => {
    expect(await search(query)).toEqual(expected)
  })

  test.each([
    ['nothing', ''],
    ['an open parenthesis', '(a OR b'],
    ['an open quotation', '"a'],
    ['half a range', 'attributes.a:[1 TO'],
    ['an operator alone', 'AND a'],
    ['an unknown field', 'colour:red'],
    ['a field every object inherits', 'constructor:*'],
    ['an unsupported character', 'attributes.note:a/b'],
    ['a fuzzy search', 'thingName:a~2'],
    ['two leading wildcards', 'thingName:*a OR thingName:*b'],
    ['a long query with a leading wildcard', `thingName:*a OR thingName:${'b'.repeat(100)}`],
    ['three wildcards in a term', 'thingName:a*b*c*'],
    ['six single wildcards in a term', 'thingName:??????a'],
    ['more than twelve terms', Array.from({ length: 13 }, (_, index) => `a${index}`).join(' OR ')],
    ['more than a thousand characters', 'a'.repeat(1001)],
  ])('refuses %s', async (_why, query) => {
    await expectRefusal(search(query), 'InvalidQueryException', 400)
  })
})

test('a document holds what the index knows', async () => {
  const { things } = await aws.iot().send(new SearchIndexCommand({ queryString: 'thingName:pump-2' }))
  expect(things).toMatchObject([
    {
      thingGroupNames: ['plant', 'quarantine'],
      connectivity: { connected: false, timestamp: 1000, disconnectReason: 'DUPLICATE_CLIENTID', clientId: 'other' },
    },
  ])
  const never = await aws.iot().send(new SearchIndexCommand({ queryString: 'thingName:valve-1' }))
  expect(never.things?.[0]?.connectivity).toEqual({ connected: false })
})

test('groups are searched in their own index', async () => {
  const query = { indexName: 'AWS_ThingGroups', queryString: 'thingGroupName:plant' }
  const { thingGroups } = await aws.iot().send(new SearchIndexCommand(query))
  expect(thingGroups?.map(({ thingGroupName }) => thingGroupName)).toEqual(['plant'])
})

test('aggregations count over a query', async () => {
  const iot = aws.iot()
  const { statistics } = await iot.send(
    new GetStatisticsCommand({ queryString: '*', aggregationField: 'attributes.rpm' }),
  )
  expect(statistics).toMatchObject({
    count: 2,
    sum: 2100,
    average: 1050,
    minimum: 900,
    maximum: 1200,
    stdDeviation: 150,
  })
  const field = { queryString: '*', aggregationField: 'registry.thingTypeName' }
  expect((await iot.send(new GetCardinalityCommand(field))).cardinality).toBe(1)
  const bucketsAggregationType = { termsAggregation: { maxBuckets: 5 } }
  const aggregation = await iot.send(new GetBucketsAggregationCommand({ ...field, bucketsAggregationType }))
  expect(aggregation).toMatchObject({ totalCount: 2, buckets: [{ keyValue: 'pump', count: 2 }] })
})

test('connectivity of one thing, with its socket only when asked', async () => {
  const ask = (thingName: string, includeSocketInformation = false) =>
    aws.iot().send(new GetThingConnectivityDataCommand({ thingName, includeSocketInformation }))
  expect(await ask('Pump-1', true)).toMatchObject({ connected: true, timestamp: new Date(2000), sourceIp: '192.0.2.1' })
  expect((await ask('Pump-1')).sourceIp).toBeUndefined()
  expect(await ask('valve-1')).toMatchObject({ thingName: 'valve-1', connected: false })
})

test('there is nothing to search while indexing is off', async () => {
  const iot = aws.iot()
  const set = (thingIndexingMode: 'OFF' | 'REGISTRY', thingConnectivityIndexingMode: 'OFF' | 'STATUS') =>
    iot.send(
      new UpdateIndexingConfigurationCommand({
        thingIndexingConfiguration: { thingIndexingMode, thingConnectivityIndexingMode },
      }),
    )
  await set('REGISTRY', 'STATUS')
  expect((await iot.send(new DescribeIndexCommand({ indexName: 'AWS_Things' }))).schema).toBe(
    'REGISTRY_AND_CONNECTIVITY',
  )
  expect(await search('shadow.reported.mode:eco')).toEqual([])
  await expectRefusal(set('OFF', 'STATUS'), 'InvalidRequestException', 400)
  await set('OFF', 'OFF')
  const { thingIndexingConfiguration } = await iot.send(new GetIndexingConfigurationCommand({}))
  expect(thingIndexingConfiguration).toMatchObject({ thingIndexingMode: 'OFF', managedFields: [] })
  expect((await iot.send(new ListIndicesCommand({}))).indexNames).toEqual(['AWS_ThingGroups'])
  await expectRefusal(search('*'), 'ResourceNotFoundException', 404)
  const connectivity = iot.send(new GetThingConnectivityDataCommand({ thingName: 'Pump-1' }))
  await expectRefusal(connectivity, 'IndexNotReadyException', 400)
})

describe('what things run', () => {
  const ask = (queryString: string) => aws.iot().send(new SearchIndexCommand({ queryString }))
  const search = async (query: string) => (await ask(query)).things?.map(({ thingName }) => thingName)
  const thing = () => fleet().things.get('Pump-1')

  test('is in the index once `$package` is among its named shadows', async () => {
    const named = 'shadow.name.$package.reported.pump.firmware.version'
    fleet().indexing = everythingIndexed()
    thing()?.change({ software: { 'pump.firmware': '7.0.3' } })
    expect(await search(`${named}:7.0.3`)).toEqual([])
    fleet().indexing = { ...everythingIndexed(), ...packagesIndexed }
    expect(await search(`${named}:7.0.3`)).toEqual(['Pump-1'])
    expect(await search(`${named}:6.*`)).toEqual([])
    const { things } = await ask(`${named}:*`)
    expect(JSON.parse(things?.[0]?.shadow ?? '')).toMatchObject({
      reported: { mode: 'eco' },
      name: { $package: { reported: { 'pump.firmware': { version: '7.0.3', attributes: {} } } } },
    })
    fleet().indexing = everythingIndexed()
  })

  test('is in its shadow, which the data plane reads', async () => {
    const data = aws.iotData()
    const { payload } = await data.send(new GetThingShadowCommand({ thingName: 'Pump-1', shadowName: '$package' }))
    expect(JSON.parse(payload?.transformToString() ?? '')).toMatchObject({
      state: { reported: { 'pump.firmware': { version: '7.0.3' } } },
    })
    const list = (thingName: string) => data.send(new ListNamedShadowsForThingCommand({ thingName }))
    expect((await list('Pump-1')).results).toEqual(['$package'])
    expect((await list('pump-2')).results).toEqual([])
    const none = data.send(new GetThingShadowCommand({ thingName: 'pump-2', shadowName: '$package' }))
    await expectRefusal(none, 'ResourceNotFoundException', 404)
  })
})
