import { ListCoreDevicesCommand, ListDeploymentsCommand } from '@aws-sdk/client-greengrassv2'
import { DescribeThingCommand, IoTClient, ListThingsCommand } from '@aws-sdk/client-iot'
import { GetConnectionCommand } from '@aws-sdk/client-iot-data-plane'
import { beforeEach, expect, test } from 'vitest'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'generated-10', quotaScale: 1 })

beforeEach(() => aws.control('POST', '/_simulator/reset'))

const answers = async (calls: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(calls)
  return settled.map((result) => (result.status === 'fulfilled' ? 'ok' : (result.reason as Error).name))
}

const listThings = (region?: string) => aws.iot(region).send(new ListThingsCommand({}))

test('ListThings answers ten a second, then throttles with 400', async () => {
  // A busy machine takes so long over these that some of the quota comes back meanwhile.
  const results = await answers(Array.from({ length: 40 }, () => listThings()))
  const throttled = results.filter((name) => name === 'ThrottlingException')
  expect(throttled.length).toBeGreaterThanOrEqual(3)
  expect(results.filter((name) => name === 'ok').length).toBeGreaterThanOrEqual(10)
  const { body } = await aws.control('GET', '/_simulator/stats')
  expect(body).toMatchObject({ operations: { ListThings: { calls: 40, throttled: throttled.length } } })
})

test('quotas are per operation and region', async () => {
  await answers(Array.from({ length: 12 }, () => listThings()))
  const thing = { thingName: 'dev-0000001' }
  await aws.iot().send(new DescribeThingCommand(thing))
  expect(await answers([listThings('us-east-1')])).toEqual(['ok'])
})

test('the data plane throttles with 429', async () => {
  await aws.control('PUT', '/_simulator/quotas', { scale: 0.01 })
  const ask = () => aws.iotData().send(new GetConnectionCommand({ clientId: 'dev-0000001' }))
  await answers([ask()])
  await expectRefusal(ask(), 'ThrottlingException', 429)
})

test('the scale stretches the quotas, and 0 lifts them', async () => {
  await aws.control('PUT', '/_simulator/quotas', { scale: 3 })
  expect(await answers(Array.from({ length: 25 }, () => listThings()))).not.toContain('ThrottlingException')
  await aws.control('PUT', '/_simulator/quotas', { scale: 0 })
  expect(await answers(Array.from({ length: 50 }, () => listThings()))).not.toContain('ThrottlingException')
})

test('the SDK retries its way through', async () => {
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }
  const patient = new IoTClient({ endpoint: aws.url, region: 'eu-west-1', credentials, maxAttempts: 5 })
  await answers(Array.from({ length: 12 }, () => listThings()))
  expect((await patient.send(new ListThingsCommand({}))).things).toHaveLength(10)
})

test('the operations of Greengrass share one quota, and are refused with 429', async () => {
  const calls = Array.from({ length: 45 }, (_, index) =>
    aws.greengrass().send(index % 2 ? new ListCoreDevicesCommand({}) : new ListDeploymentsCommand({})),
  )
  const settled = await Promise.allSettled(calls)
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(settled.length - refused.length).toBeGreaterThanOrEqual(30)
  expect(refused[0]).toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } })
})
