import { type AuthInfo, TestAuthorizationCommand, type TestAuthorizationCommandInput } from '@aws-sdk/client-iot'
import { beforeAll, describe, expect, test } from 'vitest'
import { attachPolicy, joinGroup } from '#simulator/fleet/attachments.ts'
import { deviceMaker } from './mqtt.ts'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ broker: 'off' })
const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const thingName = '$' + '{iot:Connection.Thing.ThingName}'
let principal: string

beforeAll(() => {
  const { build, make } = deviceMaker(aws.world)
  const { thing, certificate } = make('pump', [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: arn(`client/${thingName}`) },
    { Effect: 'Allow', Action: 'iot:Publish', Resource: arn('topic/acme/*') },
    {
      Effect: 'Allow',
      Action: 'iot:Subscribe',
      Resource: arn('topicfilter/acme/#'),
      Condition: { StringLike: { 'aws:SourceIp': '10.*' } },
    },
  ])
  const group = build.group('yard', 'The yard')
  joinGroup(thing, group)
  const secret = { Effect: 'Deny', Action: 'iot:Publish', Resource: arn('topic/acme/secret') }
  attachPolicy(group, build.policy('no-secrets', { Version: '2012-10-17', Statement: [secret] }))
  const everything = { Effect: 'Allow', Action: 'iot:*', Resource: '*' }
  build.policy('anything', { Version: '2012-10-17', Statement: [everything] })
  principal = arn(`cert/${certificate.id}`)
})

const ask = async (info: AuthInfo, input: Partial<TestAuthorizationCommandInput> = {}) => {
  const command = new TestAuthorizationCommand({ principal, clientId: 'pump', authInfos: [info], ...input })
  const [result] = (await aws.iot().send(command)).authResults ?? []
  return result
}
const connect: AuthInfo = { actionType: 'CONNECT', resources: [arn('client/pump')] }
const publish = (topic: string) => ({ actionType: 'PUBLISH' as const, resources: [arn(`topic/${topic}`)] })

describe('a principal', () => {
  test('may what a policy allows, which is named', async () => {
    expect(await ask(connect)).toMatchObject({
      authInfo: connect,
      authDecision: 'ALLOWED',
      allowed: { policies: [{ policyName: 'pump-policy' }] },
      missingContextValues: [],
    })
    expect(await ask({ ...connect, resources: [arn('client/other')] }, { clientId: 'other' })).toMatchObject({
      authDecision: 'IMPLICIT_DENY',
      missingContextValues: ['iot:Connection.Thing.ThingName'],
    })
  })

  test('may not what a policy of its thing’s group denies', async () => {
    expect(await ask(publish('acme/secret'))).toMatchObject({
      authDecision: 'EXPLICIT_DENY',
      denied: { explicitDeny: { policies: [{ policyName: 'no-secrets' }] } },
    })
    const both: AuthInfo = { actionType: 'PUBLISH', resources: [arn('topic/acme/a'), arn('topic/acme/secret')] }
    expect(await ask(both)).toMatchObject({ authDecision: 'EXPLICIT_DENY' })
    expect(await ask(publish('acme/secret'), { policyNamesToSkip: ['no-secrets'] })).toMatchObject({
      authDecision: 'ALLOWED',
    })
  })

  test('may not what nothing allows, unless another policy is thought of', async () => {
    expect(await ask(publish('other'))).toMatchObject({
      authDecision: 'IMPLICIT_DENY',
      denied: { implicitDeny: { policies: [{ policyName: 'pump-policy' }, { policyName: 'no-secrets' }] } },
    })
    expect(await ask(publish('other'), { policyNamesToAdd: ['anything'] })).toMatchObject({ authDecision: 'ALLOWED' })
  })

  test('has no address', async () => {
    const subscribe: AuthInfo = { actionType: 'SUBSCRIBE', resources: [arn('topicfilter/acme/#')] }
    expect(await ask(subscribe)).toMatchObject({
      authDecision: 'IMPLICIT_DENY',
      missingContextValues: ['aws:SourceIp'],
    })
  })

  test('may be a group', async () => {
    const result = await ask(publish('acme/secret'), { principal: arn('thinggroup/yard') })
    expect(result).toMatchObject({ authDecision: 'EXPLICIT_DENY' })
  })
})

test.each<[string, Partial<TestAuthorizationCommandInput>, string, number]>([
  ['an unknown certificate', { principal: arn(`cert/${'0'.repeat(64)}`) }, 'ResourceNotFoundException', 404],
  ['something else', { principal: 'nobody' }, 'InvalidRequestException', 400],
  ['more than ten questions', { authInfos: Array(11).fill(connect) }, 'LimitExceededException', 410],
])('%s is refused', async (_, input, name, status) => {
  await expectRefusal(ask(connect, input), name, status)
})
