import { ListThingsCommand } from '@aws-sdk/client-iot'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { beforeEach, expect, test } from 'vitest'
import { FleetBuilder } from '#simulator/scenarios/fleet-builder.ts'
import { expectRefusal, seededDate, simulate } from './simulated.ts'

const aws = simulate()

beforeEach(async () => {
  await aws.control('POST', '/_simulator/reset')
  for (const [account, region] of [
    ['123456789012', 'eu-west-1'],
    ['210987654321', 'us-east-1'],
  ] as const) {
    new FleetBuilder(aws.world.fleet(account, region), seededDate, 'accounts').thing(`of-${account}`, {
      attributes: {},
    })
  }
})

const assume = (account: string, extra = {}) =>
  aws.sts().send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/path/reader`,
      RoleSessionName: 'fleetwarden',
      ...extra,
    }),
  )

async function clientsOf(account: string, extra = {}) {
  const { Credentials } = await assume(account, extra)
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
}

const names = async (iot: ReturnType<typeof aws.iot>) =>
  (await iot.send(new ListThingsCommand({}))).things?.map(({ thingName }) => thingName)

test('any plain key belongs to the home account', async () => {
  expect(await aws.sts().send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:user/operator',
  })
  expect(await names(aws.iot())).toEqual(['of-123456789012'])
  expect(await names(aws.iot('us-east-1'))).toEqual([])
})

test('an assumed role sees the fleet of its own account', async () => {
  const credentials = await clientsOf('210987654321', { ExternalId: 'fleetwarden-demo' })
  expect(await names(aws.iot('us-east-1', credentials))).toEqual(['of-210987654321'])
  expect(await names(aws.iot('eu-west-1', credentials))).toEqual([])
  const other = await clientsOf('111122223333')
  expect(await names(aws.iot('us-east-1', other))).toEqual([])
})

test('the second account asks for its external id', async () => {
  await expectRefusal(assume('210987654321'), 'AccessDenied', 403)
  await expectRefusal(assume('210987654321', { ExternalId: 'guess' }), 'AccessDenied', 403)
})

test.each([{ RoleArn: 'nonsense' }, { RoleSessionName: '!' }, { DurationSeconds: 60 }])('refuses %o', async (wrong) => {
  await expectRefusal(assume('111122223333', wrong), 'ValidationError', 400)
})

test('temporary credentials end when the clock says so', async () => {
  const credentials = await clientsOf('111122223333', { DurationSeconds: 900 })
  await names(aws.iot('us-east-1', credentials))
  await aws.control('PUT', '/_simulator/clock', { advanceMs: 901_000 })
  await expectRefusal(names(aws.iot('us-east-1', credentials)), 'ExpiredTokenException', 403)
})
