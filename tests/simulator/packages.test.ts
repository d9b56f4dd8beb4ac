import {
  GetPackageCommand,
  GetPackageConfigurationCommand,
  GetPackageVersionCommand,
  ListPackagesCommand,
  ListPackageVersionsCommand,
} from '@aws-sdk/client-iot'
import { expect, test } from 'vitest'
import { FleetBuilder } from '#simulator/scenarios/fleet-builder.ts'
import { expectRefusal, seededDate, simulate } from './simulated.ts'

const aws = simulate()

test('the catalog has packages and their versions, by pages and states', async () => {
  const iot = aws.iot()
  const fleet = aws.world.fleet('123456789012', 'eu-west-1')
  const build = new FleetBuilder(fleet, seededDate, 'packages')
  build.package('agent', 'Takes jobs', ['1.0.0', '1.1.0', '2.0.0-rc1'])
  build.package('pump.firmware', 'Turns', ['7.0.3'])
  const first = await iot.send(new ListPackagesCommand({ maxResults: 1 }))
  const second = await iot.send(new ListPackagesCommand({ maxResults: 1, nextToken: first.nextToken }))
  expect([...(first.packageSummaries ?? []), ...(second.packageSummaries ?? [])]).toMatchObject([
    { packageName: 'agent', defaultVersionName: '1.1.0' },
    { packageName: 'pump.firmware', defaultVersionName: '7.0.3' },
  ])
  const versions = async (filter: object) =>
    (await iot.send(new ListPackageVersionsCommand({ packageName: 'agent', ...filter }))).packageVersionSummaries?.map(
      ({ versionName, status }) => `${versionName} ${status}`,
    )
  expect(await versions({})).toEqual(['1.0.0 DEPRECATED', '1.1.0 PUBLISHED', '2.0.0-rc1 DRAFT'])
  expect(await versions({ status: 'DRAFT' })).toEqual(['2.0.0-rc1 DRAFT'])
  expect(await iot.send(new GetPackageCommand({ packageName: 'agent' }))).toMatchObject({ description: 'Takes jobs' })
  const version = { packageName: 'agent', versionName: '1.1.0' }
  expect(await iot.send(new GetPackageVersionCommand(version))).toMatchObject({
    packageVersionArn: 'arn:aws:iot:eu-west-1:123456789012:package/agent/version/1.1.0',
    sbomValidationStatus: 'SUCCEEDED',
  })
  const configured = () => iot.send(new GetPackageConfigurationCommand({}))
  expect(await configured()).toMatchObject({ versionUpdateByJobsConfig: { enabled: false } })
  fleet.software.updatedByJobs = true
  expect(await configured()).toMatchObject({ versionUpdateByJobsConfig: { enabled: true } })
  await expectRefusal(iot.send(new GetPackageCommand({ packageName: 'none' })), 'ResourceNotFoundException', 404)
  await expectRefusal(
    iot.send(new GetPackageVersionCommand({ ...version, versionName: '9' })),
    'ResourceNotFoundException',
    404,
  )
})
