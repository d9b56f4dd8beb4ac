import {
  CancelDeploymentCommand,
  CreateDeploymentCommand,
  GetCoreDeviceCommand,
  GetDeploymentCommand,
  ListComponentsCommand,
  ListCoreDevicesCommand,
  ListDeploymentsCommand,
  ListEffectiveDeploymentsCommand,
  ListInstalledComponentsCommand,
} from '@aws-sdk/client-greengrassv2'
import { DescribeJobCommand } from '@aws-sdk/client-iot'
import { expect, test } from 'vitest'
import { days, hours, minutes } from '#simulator/clock.ts'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate({ scenario: 'demo', broker: 'off', bornAt: new Date(Date.now() - hours(20)) })
const fleet = () => aws.world.fleet('123456789012', 'eu-west-1')
const cores = async (filter = {}) => {
  const { coreDevices = [], nextToken } = await aws.greengrass().send(new ListCoreDevicesCommand(filter))
  return { coreDevices, nextToken }
}

test('cores tell their state once a day, and keep the last when they are dead', async () => {
  const { coreDevices } = await cores({ maxResults: 100 })
  expect(coreDevices.length).toBeGreaterThan(20)
  const old = coreDevices.filter(
    ({ status, lastStatusUpdateTimestamp: at }) => status === 'HEALTHY' && Number(at) < Date.now() - hours(26),
  )
  expect(old.length).toBeGreaterThan(3)
  expect(old.length).toBeLessThan(coreDevices.length / 2)
  const [unwell] = (await cores({ status: 'UNHEALTHY' })).coreDevices
  const coreDeviceThingName = unwell?.coreDeviceThingName ?? ''
  const core = await aws.greengrass().send(new GetCoreDeviceCommand({ coreDeviceThingName }))
  expect(core).toMatchObject({ status: 'UNHEALTHY', coreVersion: '2.12.6' })
  const emea = await cores({ thingGroupArn: fleet().arn('thinggroup', 'emea') })
  expect(emea.coreDevices.length).toBeLessThan(coreDevices.length)
  const first = await cores({ maxResults: 3 })
  const second = await cores({ maxResults: 3, nextToken: first.nextToken })
  expect(new Set([...first.coreDevices, ...second.coreDevices].map((one) => one.coreDeviceThingName)).size).toBe(6)
  const unknown = aws.greengrass().send(new GetCoreDeviceCommand({ coreDeviceThingName: 'nobody' }))
  await expectRefusal(unknown, 'ResourceNotFoundException', 404)
})

test('the core whose deployment failed says why, the others have its components', async () => {
  const [unwell] = (await cores({ status: 'UNHEALTHY' })).coreDevices
  const effective = async (coreDeviceThingName = '') =>
    (await aws.greengrass().send(new ListEffectiveDeploymentsCommand({ coreDeviceThingName }))).effectiveDeployments
  expect(await effective(unwell?.coreDeviceThingName)).toMatchObject([
    {
      coreDeviceExecutionStatus: 'FAILED',
      reason: expect.stringContaining('403'),
      statusDetails: { errorStack: expect.arrayContaining(['S3_ERROR']), errorTypes: expect.any(Array) },
    },
  ])
  const installed = async (coreDeviceThingName: string, topologyFilter: 'ALL' | 'ROOT') =>
    (await aws.greengrass().send(new ListInstalledComponentsCommand({ coreDeviceThingName, topologyFilter })))
      .installedComponents
  const broken = await installed(unwell?.coreDeviceThingName ?? '', 'ROOT')
  expect(broken?.map(({ lifecycleState }) => lifecycleState)).toContain('BROKEN')
  const well = (await cores()).coreDevices.map((one) => one.coreDeviceThingName ?? '')
  const updated = fleet().greengrass.cores.items.find(
    ({ name, version }) => well.includes(name) && version === '2.14.2',
  )
  const all = await installed(updated?.name ?? '', 'ALL')
  expect(all).toContainEqual(
    expect.objectContaining({ componentName: 'com.halden.TelemetryRouter', componentVersion: '1.4.0' }),
  )
  expect(all?.length).toBeGreaterThan((await installed(updated?.name ?? '', 'ROOT'))?.length ?? 0)
  const { components } = await aws.greengrass().send(new ListComponentsCommand({ scope: 'PRIVATE' }))
  expect(components).toHaveLength(2)
})

test('a deployment is carried by a job, and a later one takes its place', async () => {
  const client = aws.greengrass()
  const listed = async (historyFilter: 'ALL' | 'LATEST_ONLY') =>
    (await client.send(new ListDeploymentsCommand({ historyFilter }))).deployments ?? []
  const before = await listed('ALL')
  expect(before).toHaveLength(3)
  const targetArn = fleet().arn('thinggroup', 'apac')
  const components = { 'com.halden.ModbusBridge': { componentVersion: '2.3.0' } }
  const { deploymentId = '', iotJobId } = await client.send(
    new CreateDeploymentCommand({ targetArn, deploymentName: 'Again', components }),
  )
  aws.world.clock.advance(minutes(5))
  const found = await client.send(new GetDeploymentCommand({ deploymentId }))
  expect(found).toMatchObject({ deploymentStatus: 'ACTIVE', revisionId: '2', iotJobId, components })
  const { job } = await aws.iot().send(new DescribeJobCommand({ jobId: iotJobId }))
  expect(job?.jobProcessDetails?.numberOfSucceededThings).toBeGreaterThan(3)
  expect(await listed('ALL')).toHaveLength(4)
  expect(await listed('LATEST_ONLY')).toHaveLength(3)
  const earlier = before.find((one) => one.targetArn === targetArn)
  const past = await client.send(new GetDeploymentCommand({ deploymentId: earlier?.deploymentId }))
  expect(past).toMatchObject({ deploymentStatus: 'INACTIVE', isLatestForTarget: false })
  await client.send(new CancelDeploymentCommand({ deploymentId }))
  const ended = await client.send(new GetDeploymentCommand({ deploymentId }))
  expect(ended.deploymentStatus).toBe('CANCELED')
  await expectRefusal(client.send(new CancelDeploymentCommand({ deploymentId })), 'ValidationException', 400)
  aws.world.clock.advance(days(2))
  const { coreDevices } = await cores({ maxResults: 100 })
  expect(
    coreDevices.filter((one) => Number(one.lastStatusUpdateTimestamp) > aws.world.clock.now() - days(1)).length,
  ).toBeGreaterThan(10)
})
