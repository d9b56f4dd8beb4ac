import {
  AddThingToBillingGroupCommand,
  AddThingToThingGroupCommand,
  CreateBillingGroupCommand,
  CreateDynamicThingGroupCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  CreateThingTypeCommand,
  DeleteThingCommand,
  DeleteThingGroupCommand,
  DeprecateThingTypeCommand,
  DescribeBillingGroupCommand,
  DescribeThingCommand,
  DescribeThingGroupCommand,
  DescribeThingTypeCommand,
  ListBillingGroupsCommand,
  ListThingGroupsCommand,
  ListThingGroupsForThingCommand,
  ListThingsCommand,
  ListThingsInBillingGroupCommand,
  ListThingsInThingGroupCommand,
  ListThingTypesCommand,
  RemoveThingFromThingGroupCommand,
  UpdateThingCommand,
  UpdateThingGroupCommand,
  UpdateThingGroupsForThingCommand,
} from '@aws-sdk/client-iot'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate()
let iot: ReturnType<typeof aws.iot>

beforeEach(() => {
  aws.world.forgetFleets()
  iot = aws.iot()
})

const createThing = (thingName: string, extra = {}) => iot.send(new CreateThingCommand({ thingName, ...extra }))
const createGroup = (thingGroupName: string, parentGroupName?: string) =>
  iot.send(new CreateThingGroupCommand({ thingGroupName, parentGroupName }))
const join = (thingName: string, thingGroupName: string) =>
  iot.send(new AddThingToThingGroupCommand({ thingName, thingGroupName }))

describe('things', () => {
  test('a thing is created once, and again only if it is the same', async () => {
    const attributePayload = { attributes: { serial: '7' } }
    const first = await createThing('pump-1', { attributePayload })
    expect((await createThing('pump-1', { attributePayload })).thingId).toBe(first.thingId)
    await expectRefusal(createThing('pump-1'), 'ResourceAlreadyExistsException', 409)
  })

  test('names and attributes obey the registry rules', async () => {
    await expectRefusal(createThing('has space'), 'InvalidRequestException', 400)
    await expectRefusal(createThing('x'.repeat(129)), 'InvalidRequestException', 400)
    const four = { attributes: { a: '1', b: '2', c: '3', d: '4' } }
    await expectRefusal(createThing('untyped', { attributePayload: four }), 'InvalidRequestException', 400)
    await iot.send(new CreateThingTypeCommand({ thingTypeName: 'pump' }))
    await createThing('typed', { thingTypeName: 'pump', attributePayload: four })
    await expectRefusal(createThing('other', { thingTypeName: 'none' }), 'ResourceNotFoundException', 404)
  })

  test('updating replaces or merges attributes and counts versions', async () => {
    await createThing('pump-1', { attributePayload: { attributes: { a: '1', b: '2' } } })
    const merge = { attributes: { a: '', c: '3' }, merge: true }
    await iot.send(new UpdateThingCommand({ thingName: 'pump-1', attributePayload: merge, expectedVersion: 1 }))
    const after = await iot.send(new DescribeThingCommand({ thingName: 'pump-1' }))
    expect(after).toMatchObject({ attributes: { b: '2', c: '3' }, version: 2, defaultClientId: 'pump-1' })
    const stale = iot.send(new UpdateThingCommand({ thingName: 'pump-1', expectedVersion: 1 }))
    await expectRefusal(stale, 'VersionConflictException', 409)
  })

  test('lists filter by type and attribute', async () => {
    await iot.send(new CreateThingTypeCommand({ thingTypeName: 'pump' }))
    await createThing('a', { thingTypeName: 'pump', attributePayload: { attributes: { site: 'north-1' } } })
    await createThing('b', { attributePayload: { attributes: { site: 'north-2' } } })
    const names = async (input: object) =>
      (await iot.send(new ListThingsCommand(input))).things?.map((t) => t.thingName)
    expect(await names({})).toEqual(['a', 'b'])
    expect(await names({ thingTypeName: 'pump' })).toEqual(['a'])
    expect(await names({ attributeName: 'site', attributeValue: 'north-2' })).toEqual(['b'])
    expect(await names({ attributeName: 'site', attributeValue: 'north-', usePrefixAttributeValue: true })).toEqual([
      'a',
      'b',
    ])
  })

  test('deleting is idempotent', async () => {
    await createThing('a')
    await iot.send(new DeleteThingCommand({ thingName: 'a' }))
    await iot.send(new DeleteThingCommand({ thingName: 'a' }))
    await expectRefusal(iot.send(new DescribeThingCommand({ thingName: 'a' })), 'ResourceNotFoundException', 404)
  })
})

test('a deprecated type takes no more things until the deprecation is undone', async () => {
  const thingTypeName = 'pump'
  await iot.send(new CreateThingTypeCommand({ thingTypeName, thingTypeProperties: { thingTypeDescription: 'Pump' } }))
  await iot.send(new DeprecateThingTypeCommand({ thingTypeName }))
  await expectRefusal(createThing('a', { thingTypeName }), 'InvalidRequestException', 400)
  const { thingTypeMetadata } = await iot.send(new DescribeThingTypeCommand({ thingTypeName }))
  expect(thingTypeMetadata?.deprecated).toBe(true)
  await iot.send(new DeprecateThingTypeCommand({ thingTypeName, undoDeprecate: true }))
  await createThing('a', { thingTypeName })
  expect((await iot.send(new ListThingTypesCommand({}))).thingTypes).toHaveLength(1)
})

describe('thing groups', () => {
  test('form trees that can be listed level by level', async () => {
    await createGroup('root')
    await createGroup('child', 'root')
    await createGroup('grandchild', 'child')
    const names = async (input: object) =>
      (await iot.send(new ListThingGroupsCommand(input))).thingGroups?.map(({ groupName }) => groupName)
    expect(await names({ parentGroup: 'root', recursive: false })).toEqual(['child'])
    expect(await names({ parentGroup: 'root', recursive: true })).toEqual(['child', 'grandchild'])
    expect(await names({ namePrefixFilter: 'gr' })).toEqual(['grandchild'])
    const { thingGroupMetadata } = await iot.send(new DescribeThingGroupCommand({ thingGroupName: 'grandchild' }))
    expect(thingGroupMetadata).toMatchObject({
      parentGroupName: 'child',
      rootToParentThingGroups: [{ groupName: 'root' }, { groupName: 'child' }],
    })
    await expectRefusal(
      iot.send(new DeleteThingGroupCommand({ thingGroupName: 'child' })),
      'InvalidRequestException',
      400,
    )
  })

  test('are at most seven levels deep', async () => {
    for (let level = 1; level <= 7; level++)
      await createGroup(`level-${level}`, level > 1 ? `level-${level - 1}` : undefined)
    await expectRefusal(createGroup('level-8', 'level-7'), 'LimitExceededException', 410)
  })

  test('hold a thing once per hierarchy and ten times in all', async () => {
    await createThing('a')
    await createGroup('root')
    await createGroup('child', 'root')
    await join('a', 'child')
    await join('a', 'child')
    await expectRefusal(join('a', 'root'), 'InvalidRequestException', 400)
    for (let count = 2; count <= 10; count++) {
      await createGroup(`group-${count}`)
      await join('a', `group-${count}`)
    }
    await createGroup('one-too-many')
    await expectRefusal(join('a', 'one-too-many'), 'InvalidRequestException', 400)
    const swap = { thingName: 'a', thingGroupsToRemove: ['group-2'], thingGroupsToAdd: ['one-too-many'] }
    await iot.send(new UpdateThingGroupsForThingCommand(swap))
    const { thingGroups } = await iot.send(new ListThingGroupsForThingCommand({ thingName: 'a' }))
    expect(thingGroups).toHaveLength(10)
  })

  test('a full thing leaves its dynamic group for a static one when that is asked for', async () => {
    await createThing('a', { attributePayload: { attributes: { site: 'north' } } })
    for (let count = 1; count <= 9; count++) {
      await createGroup(`group-${count}`)
      await join('a', `group-${count}`)
    }
    await iot.send(
      new CreateDynamicThingGroupCommand({ thingGroupName: 'north', queryString: 'attributes.site:north' }),
    )
    await createGroup('quarantine')
    await expectRefusal(join('a', 'quarantine'), 'InvalidRequestException', 400)
    const wanted = { thingName: 'a', thingGroupName: 'quarantine', overrideDynamicGroups: true }
    await iot.send(new AddThingToThingGroupCommand(wanted))
    const { thingGroups = [] } = await iot.send(new ListThingGroupsForThingCommand({ thingName: 'a' }))
    expect(thingGroups.map(({ groupName }) => groupName)).toContain('quarantine')
    expect(thingGroups).toHaveLength(10)
    const members = async () =>
      (await iot.send(new ListThingsInThingGroupCommand({ thingGroupName: 'north' }))).things ?? []
    expect(await members()).toEqual([])
    await iot.send(new RemoveThingFromThingGroupCommand({ thingName: 'a', thingGroupName: 'quarantine' }))
    expect(await members()).toEqual(['a'])
    await createGroup('tenth')
    await iot.send(new AddThingToThingGroupCommand({ ...wanted, thingGroupName: 'tenth' }))
    await expectRefusal(iot.send(new AddThingToThingGroupCommand(wanted)), 'InvalidRequestException', 400)
  })

  test('a refused change of several groups changes none', async () => {
    await createThing('a')
    await createGroup('first')
    await createGroup('root')
    await createGroup('child', 'root')
    const change = { thingName: 'a', thingGroupsToAdd: ['first', 'root', 'child'] }
    await expectRefusal(iot.send(new UpdateThingGroupsForThingCommand(change)), 'InvalidRequestException', 400)
    expect((await iot.send(new ListThingGroupsForThingCommand({ thingName: 'a' }))).thingGroups).toEqual([])
  })

  test('list members directly or through their children', async () => {
    await createThing('a')
    await createGroup('root')
    await createGroup('child', 'root')
    await join('a', 'child')
    const members = async (input: object) =>
      (await iot.send(new ListThingsInThingGroupCommand({ thingGroupName: 'root', ...input }))).things
    expect(await members({})).toEqual([])
    expect(await members({ recursive: true })).toEqual(['a'])
    await iot.send(new RemoveThingFromThingGroupCommand({ thingName: 'a', thingGroupName: 'child' }))
    expect(await members({ recursive: true })).toEqual([])
  })

  test('keep a version', async () => {
    await createGroup('a')
    const change = { thingGroupName: 'a', thingGroupProperties: { thingGroupDescription: 'now' }, expectedVersion: 1 }
    expect((await iot.send(new UpdateThingGroupCommand(change))).version).toBe(2)
    await expectRefusal(iot.send(new UpdateThingGroupCommand(change)), 'VersionConflictException', 409)
  })

  test('a dynamic group holds whatever its query matches', async () => {
    await createThing('a', { attributePayload: { attributes: { site: 'north' } } })
    await createThing('b')
    const dynamic = { thingGroupName: 'north', queryString: 'attributes.site:north' }
    await iot.send(new CreateDynamicThingGroupCommand(dynamic))
    const { things } = await iot.send(new ListThingsInThingGroupCommand({ thingGroupName: 'north' }))
    expect(things).toEqual(['a'])
    await expectRefusal(join('b', 'north'), 'InvalidRequestException', 400)
    expect(await iot.send(new DescribeThingGroupCommand({ thingGroupName: 'north' }))).toMatchObject({
      queryString: 'attributes.site:north',
      status: 'ACTIVE',
    })
    const halfQuery = { thingGroupName: 'half', queryString: 'a AND (' }
    await expectRefusal(iot.send(new CreateDynamicThingGroupCommand(halfQuery)), 'InvalidQueryException', 400)
  })
})

test('billing groups hold things', async () => {
  await createThing('a')
  await iot.send(new CreateBillingGroupCommand({ billingGroupName: 'ops' }))
  await iot.send(new AddThingToBillingGroupCommand({ thingName: 'a', billingGroupName: 'ops' }))
  const { things } = await iot.send(new ListThingsInBillingGroupCommand({ billingGroupName: 'ops' }))
  expect(things).toEqual(['a'])
  expect((await iot.send(new ListBillingGroupsCommand({}))).billingGroups).toHaveLength(1)
  expect((await iot.send(new DescribeBillingGroupCommand({ billingGroupName: 'ops' }))).version).toBe(1)
})
