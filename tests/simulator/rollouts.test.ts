import {
  CancelJobCommand,
  CancelJobExecutionCommand,
  CreateJobCommand,
  type CreateJobCommandInput,
  DeleteJobCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  GetJobDocumentCommand,
  ListJobExecutionsForJobCommand,
  ListJobsCommand,
} from '@aws-sdk/client-iot'
import { beforeEach, expect, test } from 'vitest'
import { hours, minutes } from '#simulator/clock.ts'
import { joinGroup } from '#simulator/fleet/attachments.ts'
import { setConnected, setDisconnected } from '#simulator/fleet/presence.ts'
import type { Connectivity } from '#simulator/fleet/thing.ts'
import { FleetBuilder } from '#simulator/scenarios/fleet-builder.ts'
import { expectRefusal, seededDate, simulate } from './simulated.ts'

const aws = simulate()
const fleet = () => aws.world.fleet('123456789012', 'eu-west-1')

const session = (clientId: string): Connectivity => ({
  ...{ clientId, connected: true, timestamp: 0, keepAlive: 60, cleanSession: true, sessionExpiry: 0 },
  ...{ sourceIp: '192.0.2.1', sourcePort: 5000 },
})

const thing = (name: string) => {
  const found = fleet().things.get(name)
  if (!found) throw new Error(`No ${name}`)
  return found
}
const arn = (name: string) => fleet().arn('thing', name)
const pumps = Array.from({ length: 8 }, (_, index) => `pump-${index}`)

beforeEach(async () => {
  await aws.control('POST', '/_simulator/reset')
  const build = new FleetBuilder(fleet(), seededDate, 'rollouts')
  const hall = build.group('hall', 'The hall')
  for (const name of pumps) joinGroup(build.thing(name, { attributes: {}, connectivity: session(name) }), hall)
  build.package('firmware', 'of pumps', ['1.0.0', '2.0.0'])
  fleet().software.updatedByJobs = true
})

const create = (more: Partial<CreateJobCommandInput> & { jobId: string }) =>
  aws.iot().send(new CreateJobCommand({ targets: pumps.map(arn), document: '{"do":"it"}', ...more }))
const rollout = async (body: object) => (await aws.control('POST', '/_simulator/rollouts', body)).body
const pass = (ms: number) => aws.world.clock.advance(ms)
const describeJob = async (jobId: string) => {
  const { job } = await aws.iot().send(new DescribeJobCommand({ jobId }))
  const counts = Object.entries(job?.jobProcessDetails ?? {}).flatMap(([name, count]) =>
    typeof count === 'number' && count > 0 ? [[name.replace(/^numberOf|Things$/g, ''), count]] : [],
  )
  return { job, counts: Object.fromEntries(counts) as Record<string, number> }
}
const execution = async (jobId: string, thingName: string) =>
  (await aws.iot().send(new DescribeJobExecutionCommand({ jobId, thingName }))).execution

test('a job with maintenance windows is rolled out while one is open alone', async () => {
  const at = new Date(aws.world.clock.now() + hours(2))
  const startTime = `cron(${at.getUTCMinutes()} ${at.getUTCHours()} * * ? *)`
  const schedulingConfig = { maintenanceWindows: [{ startTime, durationInMinutes: 3 }] }
  const rollout = { maximumPerMinute: 1 }
  await create({
    ...{ jobId: 'windowed', targetSelection: 'CONTINUOUS', schedulingConfig, jobExecutionsRolloutConfig: rollout },
  })
  const { job } = await describeJob('windowed')
  expect(job).toMatchObject({ status: 'SCHEDULED', scheduledJobRollouts: { length: 7 } })
  expect(job?.scheduledJobRollouts?.[0]?.startTime).toBe(at.toISOString().slice(0, 16))
  pass(hours(2) + minutes(20))
  const first = await describeJob('windowed')
  expect(first.job?.status).toBe('IN_PROGRESS')
  const { Succeeded = 0 } = first.counts
  expect(Succeeded).toBeGreaterThan(0)
  expect(Succeeded).toBeLessThanOrEqual(4)
  pass(hours(20))
  expect((await describeJob('windowed')).counts.Succeeded).toBe(Succeeded)
  pass(hours(4))
  expect((await describeJob('windowed')).counts.Succeeded).toBeGreaterThan(Succeeded)
  for (const window of [
    { startTime: 'at night', durationInMinutes: 3 },
    { startTime, durationInMinutes: 1431 },
  ])
    await expectRefusal(
      create({ jobId: 'never', schedulingConfig: { maintenanceWindows: [window] } }),
      'InvalidRequestException',
      400,
    )
})

test('a job that was created is taken by its devices, and brings them its package version', async () => {
  const destinationPackageVersions = [fleet().arn('package', 'firmware/version/2.0.0')]
  await create({ jobId: 'update', description: 'All of them', destinationPackageVersions })
  expect((await describeJob('update')).counts).toEqual({ Queued: 8 })
  pass(minutes(1))
  const { job, counts } = await describeJob('update')
  expect(counts).toEqual({ Succeeded: 8 })
  expect(job).toMatchObject({ status: 'COMPLETED', description: 'All of them', destinationPackageVersions })
  expect(thing('pump-3').details.software).toEqual({ firmware: '2.0.0' })
  const { document } = await aws.iot().send(new GetJobDocumentCommand({ jobId: 'update' }))
  expect(document).toBe('{"do":"it"}')
  await expectRefusal(create({ jobId: 'update' }), 'ResourceAlreadyExistsException', 409)
  await expectRefusal(create({ jobId: 'other', targets: [arn('nobody')] }), 'ResourceNotFoundException', 404)
  await expectRefusal(aws.iot().send(new CancelJobCommand({ jobId: 'update' })), 'InvalidRequestException', 400)
})

test('devices fail with a reason, reject, hang or stay silent, as a control asks', async () => {
  const fates = { 'pump-0': 'FAILED', 'pump-1': 'REJECTED', 'pump-2': 'stall', 'pump-3': 'silent' }
  const made = await rollout({ id: 'mixed', things: pumps, fates, messages: ['Out of paper'] })
  expect(made).toMatchObject({ id: 'mixed', executions: 8 })
  pass(minutes(10))
  const { job, counts } = await describeJob('mixed')
  expect(counts).toEqual({ Failed: 1, Rejected: 1, InProgress: 1, Queued: 1, Succeeded: 4 })
  expect(job?.status).toBe('IN_PROGRESS')
  const failed = await execution('mixed', 'pump-0')
  expect(failed?.statusDetails?.detailsMap).toMatchObject({ reason: 'Out of paper' })
  const stalled = await execution('mixed', 'pump-2')
  expect(stalled?.approximateSecondsBeforeTimedOut).toBeUndefined()
  const page = await aws
    .iot()
    .send(new ListJobExecutionsForJobCommand({ jobId: 'mixed', status: 'SUCCEEDED', maxResults: 3 }))
  expect(page.executionSummaries).toHaveLength(3)
  const rest = await aws.iot().send(
    new ListJobExecutionsForJobCommand({
      jobId: 'mixed',
      status: 'SUCCEEDED',
      maxResults: 3,
      nextToken: page.nextToken,
    }),
  )
  expect(rest.executionSummaries?.map(({ thingArn }) => thingArn)).toEqual([arn('pump-7')])
})

test('a timer ends what hangs, and a retry begins it again', async () => {
  await rollout({ id: 'timed', things: ['pump-0'], fates: { 'pump-0': 'stall' }, timeoutMinutes: 30, retries: 1 })
  pass(minutes(2))
  const running = await execution('timed', 'pump-0')
  expect(running?.approximateSecondsBeforeTimedOut).toBeGreaterThan(27 * 60)
  pass(minutes(31))
  expect(await execution('timed', 'pump-0')).toMatchObject({ status: 'IN_PROGRESS', executionNumber: 2 })
  pass(minutes(31))
  expect((await execution('timed', 'pump-0'))?.status).toBe('TIMED_OUT')
  expect((await describeJob('timed')).job?.status).toBe('COMPLETED')
})

test('a device that is away takes it when it is back, one that is busy afterwards', async () => {
  setDisconnected(fleet(), thing('pump-0'), 'CONNECTION_LOST')
  await rollout({ id: 'first', things: ['pump-0', 'pump-1'], fates: { 'pump-1': 'stall' } })
  pass(hours(1))
  await rollout({ id: 'second', things: ['pump-1'] })
  pass(hours(1))
  expect((await describeJob('first')).counts).toEqual({ Queued: 1, InProgress: 1 })
  expect((await describeJob('second')).counts).toEqual({ Queued: 1 })
  setConnected(fleet(), thing('pump-0'), session('pump-0'))
  const held = await execution('first', 'pump-1')
  const cancel = (more: object) =>
    aws.iot().send(new CancelJobExecutionCommand({ jobId: 'first', thingName: 'pump-1', ...more }))
  await expectRefusal(cancel({}), 'InvalidStateTransitionException', 409)
  await expectRefusal(cancel({ force: true, expectedVersion: 99 }), 'VersionConflictException', 409)
  await cancel({ force: true, expectedVersion: held?.versionNumber })
  pass(minutes(5))
  expect((await describeJob('first')).counts).toEqual({ Succeeded: 1, Canceled: 1 })
  expect((await describeJob('second')).counts).toEqual({ Succeeded: 1 })
  expect((await execution('first', 'pump-1'))?.forceCanceled).toBe(true)
})

test('cancelling ends what waits, and by force what runs, too', async () => {
  const fates = Object.fromEntries(pumps.map((name, index) => [name, index < 3 ? 'stall' : 'silent']))
  await rollout({ id: 'stuck', things: pumps, fates })
  pass(minutes(1))
  const cancel = (force: boolean) =>
    aws.iot().send(new CancelJobCommand({ jobId: 'stuck', force, reasonCode: 'WRONG_IMAGE', comment: 'Oh no' }))
  await cancel(false)
  expect((await describeJob('stuck')).counts).toEqual({ InProgress: 3, Canceled: 5 })
  await cancel(true)
  const { job, counts } = await describeJob('stuck')
  expect(counts).toEqual({ Canceled: 8 })
  expect(job).toMatchObject({ status: 'CANCELED', forceCanceled: true, reasonCode: 'WRONG_IMAGE', comment: 'Oh no' })
  await aws.iot().send(new DeleteJobCommand({ jobId: 'stuck' }))
  expect((await aws.iot().send(new ListJobsCommand({}))).jobs).toEqual([])
})

test('a rollout keeps its rate, and ends itself when too many fail', async () => {
  await rollout({ id: 'slow', things: pumps, fail: 1, perMinute: 1, abort: { percent: 50, least: 3 } })
  pass(minutes(1))
  const { job, counts } = await describeJob('slow')
  expect(counts.Queued).toBeGreaterThanOrEqual(6)
  expect(job?.jobProcessDetails?.processingTargets).toHaveLength(8)
  pass(minutes(10))
  expect((await describeJob('slow')).counts).toEqual({ Failed: 3, Canceled: 5 })
  expect((await describeJob('slow')).job?.status).toBe('CANCELED')
})

test('a continuous job takes what joins its group, a scheduled one waits', async () => {
  await create({ jobId: 'for-all', targets: [fleet().arn('thinggroup', 'hall')], targetSelection: 'CONTINUOUS' })
  const startTime = new Date(aws.world.clock.now() + hours(2)).toISOString().slice(0, 16)
  await create({ jobId: 'later', schedulingConfig: { startTime } })
  pass(minutes(5))
  expect((await describeJob('for-all')).counts).toEqual({ Succeeded: 8 })
  expect((await describeJob('later')).job?.status).toBe('SCHEDULED')
  const hall = fleet().groups.get('hall')
  const late = new FleetBuilder(fleet(), seededDate, 'late').thing('late', {
    attributes: {},
    connectivity: session('late'),
  })
  if (hall) joinGroup(late, hall)
  pass(minutes(5))
  expect((await describeJob('for-all')).counts).toEqual({ Queued: 1, Succeeded: 8 })
  pass(minutes(5))
  const { job, counts } = await describeJob('for-all')
  expect(counts).toEqual({ Succeeded: 9 })
  expect(job?.status).toBe('IN_PROGRESS')
  pass(hours(2))
  expect((await describeJob('later')).job?.status).toBe('COMPLETED')
  const tooSoon = create({ jobId: 'soon', schedulingConfig: { startTime: new Date().toISOString().slice(0, 16) } })
  await expectRefusal(tooSoon, 'InvalidRequestException', 400)
})

test('a version changes though no job has brought it', async () => {
  const change = { thing: 'pump-0', package: 'firmware', version: '1.9.9' }
  const { body } = await aws.control('PUT', '/_simulator/software', change)
  expect(body).toMatchObject({ version: '1.9.9' })
  expect(thing('pump-0').details.software).toEqual({ firmware: '1.9.9' })
  await aws.control('PUT', '/_simulator/software', { ...change, version: null })
  expect(thing('pump-0').details.software).toEqual({})
})
