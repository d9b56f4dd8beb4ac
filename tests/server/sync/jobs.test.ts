import { beforeAll, describe, expect, test } from 'vitest'
import type { Job } from '#simulator/fleet/jobs/job.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { addThings, aJob, move, rolloutVersions } from './a-rollout.ts'
import { useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()
const feeds = { collectors: ['jobs', 'job-executions', 'job-messages'] }
let things: Thing[]
let job: Job
let small: Job

const deployment = async (name: string) =>
  (await aws.rows('SELECT * FROM deployments WHERE name = $1', [name]))[0] ?? {}
const execution = async (name: string, thing: Thing | undefined) =>
  (
    await aws.rows(
      `SELECT e.* FROM deployment_executions e JOIN deployments d ON d.id = e.deployment_id
       WHERE d.name = $1 AND e.thing = $2`,
      [name, thing?.name],
    )
  )[0]
const byStatus = (name: string) =>
  aws.rows(
    `SELECT e.status, count(*)::int AS n FROM deployment_executions e JOIN deployments d ON d.id = e.deployment_id
     WHERE d.name = $1 GROUP BY 1 ORDER BY 1`,
    [name],
  )
const calls = async (collector: string) => (await aws.feed(collector)).calls

beforeAll(async () => {
  things = addThings(aws.fleet, 300)
  job = aJob(aws.fleet, 'security-patch-7', things, {
    description: 'Fixes the parser',
    packages: [aws.fleet.arn('package', 'firmware/version/1.2.0')],
    timeout: { inProgressTimeoutInMinutes: 60 },
  })
  small = aJob(aws.fleet, 'small', things.slice(0, 3))
  move(small, things[0], 'SUCCEEDED')
  move(small, things[1], 'FAILED', { reason: 'Disk full', step: 'install' })
  move(small, things[2], 'REJECTED')
  small.status = 'COMPLETED'
  small.completedAt = Date.now()
  move(job, things[0], 'FAILED', { message: 'Signature does not match' })
  await aws.sync(feeds)
})

test('a first sync brings jobs with their document, counts and configuration', async () => {
  expect(await deployment('security-patch-7')).toMatchObject({
    ...{ kind: 'job', title: 'security-patch-7', aws_status: 'IN_PROGRESS', description: 'Fixes the parser' },
    ...{ document: '{"operation":"install","version":"1.2.0"}', packages: [{ name: 'firmware', version: '1.2.0' }] },
    ...{ security: true, continuous: false, queued: 299, failed: 1, unchanged_polls: 0, gone_at: null },
    config: { targetSelection: 'SNAPSHOT', timeoutConfig: { inProgressTimeoutInMinutes: 60 } },
  })
  expect(await deployment('small')).toMatchObject({
    ...{ aws_status: 'COMPLETED', succeeded: 1, failed: 1, rejected: 1, queued: 0, security: false },
  })
  expect(await aws.rows('SELECT count(*)::int AS n FROM deployment_progress')).toEqual([{ n: 2 }])
})

test('every device is there, and those that failed say why', async () => {
  expect(await byStatus('security-patch-7')).toEqual([
    { status: 'FAILED', n: 1 },
    { status: 'QUEUED', n: 299 },
  ])
  expect(await execution('security-patch-7', things[0])).toMatchObject({ message: 'Signature does not match' })
  expect(await execution('small', things[1])).toMatchObject({
    ...{ message: 'Disk full', details: { reason: 'Disk full', step: 'install' }, has_timer: null },
  })
  expect(await execution('small', things[2])).toMatchObject({ message: null, told_at: expect.any(Date) })
  expect(await execution('small', things[0])).toMatchObject({ status: 'SUCCEEDED', told_at: null })
})

test('nothing changed: the poll of what runs is counted, and nothing else is written or asked', async () => {
  const before = await rolloutVersions(aws.pool, ['deployments'])
  const over = await aws.rows(`SELECT xmin::text FROM deployments WHERE name = 'small'`)
  await aws.sync(feeds)
  expect(await rolloutVersions(aws.pool, ['deployments'])).toEqual(before)
  expect(await aws.rows(`SELECT xmin::text FROM deployments WHERE name = 'small'`)).toEqual(over)
  expect(await deployment('security-patch-7')).toMatchObject({ unchanged_polls: 1 })
  // The page of jobs, and a description of what may have moved.
  expect(await calls('jobs')).toBe(2)
  expect(await calls('job-executions')).toBe(0)
  expect(await calls('job-messages')).toBe(0)
})

test('one execution moved: only the state it came to is read, and only its row is written', async () => {
  move(job, things[5], 'SUCCEEDED')
  const before = await aws.rows('SELECT thing, xmin::text FROM deployment_executions ORDER BY deployment_id, thing')
  await aws.sync(feeds)
  expect(await deployment('security-patch-7')).toMatchObject({ succeeded: 1, queued: 298, unchanged_polls: 0 })
  expect(await execution('security-patch-7', things[5])).toMatchObject({ status: 'SUCCEEDED' })
  const after = await aws.rows('SELECT thing, xmin::text FROM deployment_executions ORDER BY deployment_id, thing')
  expect(after.filter((row, at) => row.xmin !== before[at]?.xmin)).toHaveLength(1)
  expect(await calls('job-executions')).toBe(1)
  expect(await aws.rows('SELECT count(*)::int AS n FROM deployment_progress')).toEqual([{ n: 3 }])
})

test('what the counts hide is found in a second reading', async () => {
  // One leaves IN_PROGRESS as another comes: that count stays.
  move(job, things[6], 'IN_PROGRESS')
  await aws.sync(feeds)
  move(job, things[6], 'SUCCEEDED')
  move(job, things[7], 'IN_PROGRESS')
  await aws.sync(feeds)
  await aws.sync(feeds)
  expect(await execution('security-patch-7', things[6])).toMatchObject({ status: 'SUCCEEDED' })
  expect(await execution('security-patch-7', things[7])).toMatchObject({ status: 'IN_PROGRESS' })
  expect(await aws.rows(`SELECT executions_of IS NOT NULL AS read FROM deployments WHERE name = $1`, [job.id])).toEqual(
    [{ read: true }],
  )
})

test('an execution that is retried forgets what it said, one that is long in progress is asked for its timer', async () => {
  const retried = small.executions.get(things[1]?.name ?? '')
  if (!retried) throw new Error('No execution')
  small.status = 'IN_PROGRESS'
  retried.attempt++
  retried.number++
  move(small, things[1], 'IN_PROGRESS', {})
  const longAgo = Date.now() - 45 * 60_000
  Object.assign(retried, { lastUpdatedAt: longAgo, startedAt: longAgo, timesOutAt: Date.now() + 900_000 })
  // Not older than what is known of it.
  await aws.pool.query(`UPDATE deployment_executions SET updated_at = $1 WHERE thing = $2`, [
    new Date(longAgo - 1000),
    things[1]?.name,
  ])
  await aws.sync(feeds)
  const kept = await execution('small', things[1])
  expect(kept).toMatchObject({ status: 'IN_PROGRESS', message: null, details: null, attempt: 1, has_timer: true })
  expect(Math.abs(Number(kept?.times_out_at) - Date.now() - 900_000)).toBeLessThan(60_000)
})

test('a finished job is read once more to its end, and then no more', async () => {
  for (const thing of things.slice(1)) move(job, thing, 'SUCCEEDED')
  Object.assign(job, { status: 'COMPLETED', completedAt: Date.now() })
  await aws.sync(feeds)
  expect(await byStatus(job.id)).toEqual([
    { status: 'FAILED', n: 1 },
    { status: 'SUCCEEDED', n: 299 },
  ])
  expect(await deployment(job.id)).toMatchObject({ aws_status: 'COMPLETED', completed_at: expect.any(Date) })
  await aws.sync(feeds)
  expect(await calls('job-executions')).toBe(0)
})

describe('trouble', () => {
  test('a job that AWS deleted is gone, its devices stay known', async () => {
    aws.fleet.jobs.remove(small)
    await aws.sync(feeds)
    expect(await deployment('small')).toMatchObject({ gone_at: expect.any(Date) })
    expect(await byStatus('small')).toHaveLength(3)
  })

  test('a missing permission names itself, and jobs without documents are still jobs', async () => {
    aJob(aws.fleet, 'undocumented', things.slice(0, 2))
    await aws.trouble({ denied: ['GetJobDocument', 'DescribeJobExecution'] })
    move(job, things[9], 'FAILED')
    await aws.sync(feeds)
    await aws.trouble()
    expect(await aws.feed('jobs')).toMatchObject({ last_outcome: 'partial', missing_permission: 'iot:GetJobDocument' })
    expect(await deployment('undocumented')).toMatchObject({ document: null, queued: 2 })
    expect(await aws.feed('job-messages')).toMatchObject({ missing_permission: 'iot:DescribeJobExecution' })
    await aws.sync(feeds)
    expect(await deployment('undocumented')).toMatchObject({ document: expect.stringContaining('install') })
    expect(await aws.feed('jobs')).toMatchObject({ last_outcome: 'ok', missing_permission: null })
  })
})
