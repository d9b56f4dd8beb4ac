import { expect, test } from 'vitest'
import { rolloutFeeds } from './a-rollout.ts'
import { useOddAws } from './odd-aws.ts'

const aws = useOddAws()
const execution = (thing: string, summary: object) => ({
  thingArn: `arn:aws:iot:eu-west-1:123456789012:thing/${thing}`,
  jobExecutionSummary: summary,
})

test('answers as nobody documented: what can be read is kept, and feeds that have no service say so', async () => {
  const outcomes = await aws.sync(
    {
      'GET /jobs': {
        jobs: [
          { jobId: 'good', status: 'IN_PROGRESS', lastUpdatedAt: 1.7e9 },
          { jobId: 'undescribed', status: 'COMPLETED', lastUpdatedAt: 1.7e9 },
          { jobId: 5 },
          null,
          { jobId: 'odd', status: 'NEWLY', createdAt: 1e15, lastUpdatedAt: -1e20 },
        ],
      },
      'GET /jobs/good': {
        job: {
          ...{ jobId: 'good', status: 'IN_PROGRESS', lastUpdatedAt: 1.7e9, targets: ['a', 5, null] },
          ...{ jobProcessDetails: { numberOfQueuedThings: 2, numberOfFailedThings: -4, numberOfSucceededThings: 'x' } },
          ...{ destinationPackageVersions: ['nonsense', 5], description: 'half\ud800' },
        },
      },
      'GET /jobs/undescribed': { nothing: true },
      'GET /jobs/odd': { job: { jobId: 5 } },
      'GET /jobs/good/job-document': { document: 'no { json \u0000' },
      'GET /jobs/good/things': {
        executionSummaries: [
          execution('one', { status: 'FAILED', lastUpdatedAt: 1.7e9, executionNumber: 1e300, retryAttempt: 1.5 }),
          execution('two', { status: 'NEW_STATUS', queuedAt: -1e20 }),
          execution('three', {}),
          { jobExecutionSummary: { status: 'QUEUED' } },
          execution('one', { status: 'FAILED', lastUpdatedAt: 1.7e9 + 1 }),
        ],
      },
      'GET /things/one/jobs/good': {
        execution: { status: 'FAILED', statusDetails: { detailsMap: { reason: 'x\u0000', step: 5 } } },
      },
      'GET /packages': { packageSummaries: [{ packageName: 'firmware' }, { packageName: 7 }] },
      'GET /packages/firmware/versions': {
        packageVersionSummaries: [{ versionName: '1.0', status: 5 }, { status: 'DRAFT' }],
      },
      'GET /indexing/config': { thingIndexingConfiguration: { thingIndexingMode: 'REGISTRY', filter: 5 } },
    },
    rolloutFeeds,
  )
  expect(outcomes).toMatchObject({
    ...{ jobs: 'ok', 'job-executions': 'ok', 'job-messages': 'ok', 'software-packages': 'ok' },
    ...{ 'greengrass-cores': 'unavailable', 'greengrass-deployments': 'unavailable', 'package-shadow': 'unavailable' },
  })
  expect(await aws.column(`SELECT name || ' ' || queued || ' ' || failed FROM deployments ORDER BY id`)).toEqual([
    'good 2 0',
    'undescribed 0 0',
    'odd 0 0',
  ])
  expect(await aws.column('SELECT thing || status FROM deployment_executions ORDER BY 1')).toEqual([
    'oneFAILED',
    'twoNEW_STATUS',
  ])
  expect(await aws.column(`SELECT message FROM deployment_executions WHERE thing = 'one'`)).toEqual(['x\ufffd'])
  expect(await aws.column(`SELECT document FROM deployments WHERE name = 'good'`)).toEqual(['no { json \ufffd'])
  expect(await aws.column('SELECT version || status FROM software_package_versions')).toEqual(['1.0UNKNOWN'])
})

test('a device that comes again on a later page is one device', async () => {
  const page = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) =>
      execution(`thing-${from + at}`, { status: 'QUEUED', lastUpdatedAt: 1.7e9 }),
    )
  const outcomes = await aws.sync(
    {
      'GET /jobs': { jobs: [{ jobId: 'twice', status: 'IN_PROGRESS', lastUpdatedAt: 1.7e9 }] },
      'GET /jobs/twice': {
        job: { jobId: 'twice', status: 'IN_PROGRESS', jobProcessDetails: { numberOfQueuedThings: 61 } },
      },
      'GET /jobs/twice/job-document': { document: '{}' },
      'GET /jobs/twice/things': (request, response) => {
        const isFirst = !request.url?.includes('nextToken')
        const answer = isFirst
          ? { executionSummaries: page(0, 60), nextToken: 'more' }
          : { executionSummaries: [...page(59, 2), execution('thing-0', { status: 'FAILED', lastUpdatedAt: 1.8e9 })] }
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(answer))
      },
    },
    ['jobs', 'job-executions'],
  )
  expect(outcomes['job-executions']).toBe('ok')
  expect(
    await aws.column(
      `SELECT e.status || count(*) FROM deployment_executions e JOIN deployments d ON d.id = e.deployment_id
       WHERE d.name = 'twice' GROUP BY e.status ORDER BY 1`,
    ),
  ).toEqual(['FAILED1', 'QUEUED60'])
})
