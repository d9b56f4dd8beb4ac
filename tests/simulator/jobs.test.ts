import {
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  ListJobExecutionsForThingCommand,
  ListJobsCommand,
} from '@aws-sdk/client-iot'
import { beforeAll, expect, test } from 'vitest'
import { FleetBuilder } from '#simulator/scenarios/fleet-builder.ts'
import { expectRefusal, seededDate, simulate } from './simulated.ts'

const aws = simulate()
let iot: ReturnType<typeof aws.iot>

beforeAll(() => {
  iot = aws.iot()
  const build = new FleetBuilder(aws.world.fleet('123456789012', 'eu-west-1'), seededDate, 'jobs')
  const [one, other] = ['pump-1', 'pump-2'].map((name) => build.thing(name, { attributes: {} }))
  if (!one || !other) throw new Error('No things')
  const job = (id: string, startedDaysAgo: number) => ({ id, description: `${id} of the pumps`, startedDaysAgo })
  build.job(job('calibrate', 9), [
    [one, 'SUCCEEDED'],
    [other, 'FAILED'],
  ])
  build.job(job('update', 2), [
    [one, 'IN_PROGRESS'],
    [other, 'QUEUED'],
  ])
})

const ofThing = async (thingName: string, filter = {}) => {
  const { executionSummaries = [], nextToken } = await iot.send(
    new ListJobExecutionsForThingCommand({ thingName, ...filter }),
  )
  const seen = executionSummaries.map(({ jobId, jobExecutionSummary }) => [jobId, jobExecutionSummary?.status])
  return { seen, nextToken }
}

test('a thing’s executions, newest first, by status and by pages', async () => {
  expect((await ofThing('pump-1')).seen).toEqual([
    ['update', 'IN_PROGRESS'],
    ['calibrate', 'SUCCEEDED'],
  ])
  expect((await ofThing('pump-2', { status: 'QUEUED' })).seen).toEqual([['update', 'QUEUED']])
  const first = await ofThing('pump-1', { maxResults: 1 })
  const second = await ofThing('pump-1', { maxResults: 1, nextToken: first.nextToken })
  expect([...first.seen, ...second.seen]).toHaveLength(2)
  expect(second.nextToken).toBeUndefined()
  await expectRefusal(ofThing('nobody'), 'ResourceNotFoundException', 404)
  await expectRefusal(ofThing('pump-1', { status: 'DONE' }), 'InvalidRequestException', 400)
  await expectRefusal(ofThing('pump-1', { maxResults: 251 }), 'InvalidRequestException', 400)
})

test('one execution says when it was queued and started', async () => {
  const { execution } = await iot.send(new DescribeJobExecutionCommand({ jobId: 'update', thingName: 'pump-1' }))
  expect(execution).toMatchObject({ status: 'IN_PROGRESS', thingArn: expect.stringMatching(/thing\/pump-1$/) })
  expect(execution?.startedAt?.getTime()).toBeGreaterThan(execution?.queuedAt?.getTime() ?? 0)
  const queued = await iot.send(new DescribeJobExecutionCommand({ jobId: 'update', thingName: 'pump-2' }))
  expect(queued.execution?.startedAt).toBeUndefined()
  const unknown = iot.send(new DescribeJobExecutionCommand({ jobId: 'none', thingName: 'pump-2' }))
  await expectRefusal(unknown, 'ResourceNotFoundException', 404)
})

test('jobs count their executions, and are over when all of them are', async () => {
  const { jobs } = await iot.send(new ListJobsCommand({}))
  expect(jobs).toMatchObject([
    { jobId: 'update', status: 'IN_PROGRESS' },
    { jobId: 'calibrate', status: 'COMPLETED' },
  ])
  expect((await iot.send(new ListJobsCommand({ status: 'COMPLETED' }))).jobs).toHaveLength(1)
  const { job } = await iot.send(new DescribeJobCommand({ jobId: 'calibrate' }))
  expect(job).toMatchObject({
    description: 'calibrate of the pumps',
    jobProcessDetails: { numberOfSucceededThings: 1, numberOfFailedThings: 1, numberOfQueuedThings: 0 },
  })
  expect(job?.targets).toHaveLength(2)
})
