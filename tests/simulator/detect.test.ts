import {
  DescribeSecurityProfileCommand,
  GetBehaviorModelTrainingSummariesCommand,
  ListActiveViolationsCommand,
  ListSecurityProfilesCommand,
  ListSecurityProfilesForTargetCommand,
  ListTargetsForSecurityProfileCommand,
  ListViolationEventsCommand,
  PutVerificationStateOnViolationCommand,
} from '@aws-sdk/client-iot'
import { expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'demo', bornAt: new Date(), broker: 'off' })
const violations = async (input: ConstructorParameters<typeof ListActiveViolationsCommand>[0] = {}) =>
  (await aws.iot().send(new ListActiveViolationsCommand(input))).activeViolations ?? []
const profile = 'chargers-and-gateways'

test('the home account has profiles, their targets and what their models have learned', async () => {
  const { securityProfileIdentifiers } = await aws.iot().send(new ListSecurityProfilesCommand({}))
  expect(securityProfileIdentifiers?.map(({ name }) => name)).toEqual([profile, 'whole-fleet-learned'])
  const described = await aws.iot().send(new DescribeSecurityProfileCommand({ securityProfileName: profile }))
  expect(described.behaviors?.map(({ metric }) => metric)).toContain('aws:listening-tcp-ports')
  const targets = await aws.iot().send(new ListTargetsForSecurityProfileCommand({ securityProfileName: profile }))
  const [target] = targets.securityProfileTargets ?? []
  expect(target?.arn).toBe('arn:aws:iot:eu-west-1:123456789012:thinggroup/emea')
  const back = new ListSecurityProfilesForTargetCommand({ securityProfileTargetArn: target?.arn })
  expect((await aws.iot().send(back)).securityProfileTargetMappings).toHaveLength(1)
  const { summaries } = await aws.iot().send(new GetBehaviorModelTrainingSummariesCommand({}))
  expect(summaries?.map(({ modelStatus }) => modelStatus)).toEqual(['ACTIVE', 'PENDING_BUILD'])
})

test('violations that go on are active, of things and of a client that is none; the rest are events', async () => {
  const active = await violations()
  expect(active.length).toBeGreaterThan(5)
  const { things } = aws.world.fleet('123456789012', 'eu-west-1')
  const unknown = active.filter(({ thingName = '' }) => !things.get(thingName)).map(({ thingName }) => thingName)
  expect(unknown).toEqual(['field-modem-17'])
  expect(await violations({ securityProfileName: profile, behaviorCriteriaType: 'STATISTICAL' })).toHaveLength(1)
  expect(await violations({ behaviorCriteriaType: 'MACHINE_LEARNING', listSuppressedAlerts: true })).toHaveLength(1)
  const [startTime, endTime] = [new Date(Date.now() - 30 * 86_400_000), new Date(Date.now() + 86_400_000)]
  const { violationEvents = [] } = await aws
    .iot()
    .send(new ListViolationEventsCommand({ startTime, endTime, maxResults: 250 }))
  const types = new Set(violationEvents.map(({ violationEventType }) => violationEventType))
  expect(types).toEqual(new Set(['in-alarm', 'alarm-cleared']))
})

test('a verdict stays with the violation', async () => {
  const [violation] = await violations({ verificationState: 'UNKNOWN' })
  const verdict = { verificationState: 'BENIGN_POSITIVE', verificationStateDescription: 'A test drive' } as const
  await aws.iot().send(new PutVerificationStateOnViolationCommand({ violationId: violation?.violationId, ...verdict }))
  expect(await violations({ thingName: violation?.thingName })).toMatchObject([verdict])
})

test('an account without Detect is refused, or finds nothing', async () => {
  const { accessKeyId, secretAccessKey } = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }
  const elsewhere = aws.iot('eu-central-1', { accessKeyId, secretAccessKey })
  await expectRefusal(elsewhere.send(new ListActiveViolationsCommand({})), 'AccessDeniedException', 403)
  await aws.control('PUT', '/_simulator/detect', { region: 'eu-central-1', access: 'empty' })
  expect((await elsewhere.send(new ListActiveViolationsCommand({}))).activeViolations).toEqual([])
  const put = new PutVerificationStateOnViolationCommand({ violationId: 'a', verificationState: 'UNKNOWN' })
  await expectRefusal(elsewhere.send(put), 'ResourceNotFoundException', 404)
})
