import {
  AddThingToThingGroupCommand,
  AttachPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachPolicyCommand,
  GetEffectivePoliciesCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedPoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListTargetsForPolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iot'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'
import { registerCertificate } from './test-authority.ts'

const aws = simulate()
let iot: ReturnType<typeof aws.iot>

beforeEach(() => {
  aws.world.forgetFleets()
  iot = aws.iot()
})

const allowing = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })

const create = (policyName: string, policyDocument = allowing('iot:Connect')) =>
  iot.send(new CreatePolicyCommand({ policyName, policyDocument }))

describe('documents', () => {
  test.each([
    ['not JSON', '{'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['no effect', '{"Version":"2012-10-17","Statement":[{"Action":"*","Resource":"*"}]}'],
    ['another version', '{"Version":"2020-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'],
    ['too long', allowing(`iot:${'x'.repeat(2048)}`)],
  ])('%s is malformed', async (_why, document) => {
    await expectRefusal(create('p', document), 'MalformedPolicyException', 400)
  })

  test('white space does not count', async () => {
    await create('p', allowing('iot:Connect').replace('{', `{${' '.repeat(3000)}`))
  })
})

test('versions: five at most, one the default, and that one stays', async () => {
  await create('p')
  await expectRefusal(create('p'), 'ResourceAlreadyExistsException', 409)
  const add = (setAsDefault = false) =>
    iot.send(new CreatePolicyVersionCommand({ policyName: 'p', policyDocument: allowing('iot:Publish'), setAsDefault }))
  expect(await add(true)).toMatchObject({ policyVersionId: '2', isDefaultVersion: true })
  expect((await iot.send(new GetPolicyCommand({ policyName: 'p' }))).policyDocument).toContain('iot:Publish')
  for (let version = 3; version <= 5; version++) await add()
  await expectRefusal(add(), 'VersionsLimitExceededException', 409)
  const remove = (policyVersionId: string) =>
    iot.send(new DeletePolicyVersionCommand({ policyName: 'p', policyVersionId }))
  await expectRefusal(remove('2'), 'DeleteConflictException', 409)
  await remove('3')
  expect((await add()).policyVersionId).toBe('6')
  await iot.send(new SetDefaultPolicyVersionCommand({ policyName: 'p', policyVersionId: '1' }))
  const first = await iot.send(new GetPolicyVersionCommand({ policyName: 'p', policyVersionId: '1' }))
  expect(first.isDefaultVersion).toBe(true)
  expect((await iot.send(new ListPolicyVersionsCommand({ policyName: 'p' }))).policyVersions).toHaveLength(5)
  await expectRefusal(iot.send(new DeletePolicyCommand({ policyName: 'p' })), 'DeleteConflictException', 409)
})

test('attachments are listed from both ends, groups and certificates alike', async () => {
  await create('p')
  const { thingGroupArn } = await iot.send(new CreateThingGroupCommand({ thingGroupName: 'g' }))
  const { certificateArn } = await registerCertificate(iot)
  for (const target of [thingGroupArn, certificateArn])
    await iot.send(new AttachPolicyCommand({ policyName: 'p', target }))
  const page = await iot.send(new ListTargetsForPolicyCommand({ policyName: 'p', pageSize: 1 }))
  const rest = await iot.send(
    new ListTargetsForPolicyCommand({ policyName: 'p', pageSize: 1, marker: page.nextMarker }),
  )
  expect([page.targets, rest.targets, rest.nextMarker]).toEqual([[thingGroupArn], [certificateArn], undefined])
  const attached = await iot.send(new ListAttachedPoliciesCommand({ target: certificateArn }))
  expect(attached.policies?.map(({ policyName }) => policyName)).toEqual(['p'])
  await expectRefusal(iot.send(new DeletePolicyCommand({ policyName: 'p' })), 'DeleteConflictException', 409)
  for (const target of [thingGroupArn, certificateArn])
    await iot.send(new DetachPolicyCommand({ policyName: 'p', target }))
  await iot.send(new DeletePolicyCommand({ policyName: 'p' }))
  expect((await iot.send(new ListPoliciesCommand({}))).policies).toEqual([])
})

test('a target holds ten policies', async () => {
  const { thingGroupArn: target } = await iot.send(new CreateThingGroupCommand({ thingGroupName: 'g' }))
  for (let count = 0; count < 10; count++) {
    await create(`p${count}`)
    await iot.send(new AttachPolicyCommand({ policyName: `p${count}`, target }))
  }
  await create('last')
  await expectRefusal(iot.send(new AttachPolicyCommand({ policyName: 'last', target })), 'LimitExceededException', 410)
})

test('a thing inherits the policies of its groups and their ancestors', async () => {
  for (const name of ['own', 'group', 'root']) await create(name)
  const { thingGroupArn: root } = await iot.send(new CreateThingGroupCommand({ thingGroupName: 'root' }))
  const child = { thingGroupName: 'child', parentGroupName: 'root' }
  const { thingGroupArn: group } = await iot.send(new CreateThingGroupCommand(child))
  const { certificateArn: own } = await registerCertificate(iot)
  for (const [policyName, target] of Object.entries({ own, group, root }))
    await iot.send(new AttachPolicyCommand({ policyName, target }))
  await iot.send(new CreateThingCommand({ thingName: 'a' }))
  await iot.send(new AddThingToThingGroupCommand({ thingName: 'a', thingGroupName: 'child' }))
  const names = (policies: { policyName?: string | undefined }[] = []) => policies.map(({ policyName }) => policyName)
  const { effectivePolicies } = await iot.send(new GetEffectivePoliciesCommand({ principal: own, thingName: 'a' }))
  expect(names(effectivePolicies)).toEqual(['own', 'group', 'root'])
  const inherited = await iot.send(new ListAttachedPoliciesCommand({ target: group, recursive: true }))
  expect(names(inherited.policies)).toEqual(['group', 'root'])
})

test('a document that AWS would refuse can be put in from outside', async () => {
  const put = (document: string) => aws.control('PUT', '/_simulator/policies', { name: 'odd', document })
  expect((await put('{ "Statement": [')).body).toEqual({ name: 'odd', version: '1' })
  await put('{ "Statement": "none" }')
  const policy = await iot.send(new GetPolicyCommand({ policyName: 'odd' }))
  expect(policy).toMatchObject({ policyDocument: '{ "Statement": "none" }', defaultVersionId: '2' })
})
