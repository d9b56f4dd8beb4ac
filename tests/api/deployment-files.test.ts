import { beforeEach, expect, test } from 'vitest'
import type { Deployment } from '#contract/deployments.ts'
import { answerDeploymentsCsv, answerDriftCsv, answerExecutionsCsv, answerUnupdatableCsv } from '#server/web/exports.ts'
import { aPresence, aThing, insert } from '../support/builders.ts'
import { insertDeployment } from '../support/deployments.ts'
import { toRequest } from '../support/web.ts'
import { useFindings } from './findings-world.ts'

const world = useFindings()

beforeEach(async () => {
  await world.pool.query(
    'truncate deployments, deployment_executions, things, software_drift, unupdatable_things, thing_groups restart identity cascade',
  )
})

test('a retry is led to with what it came to; only what it did not settle may be retried again', async () => {
  const document = '{"operation":"patch"}'
  const failed = ['a', 'b', 'c'].map((thing) => ({ thing, status: 'FAILED' }))
  const id = await insertDeployment(world.pool, { name: 'patch', failed: 3, succeeded: 7, document }, failed)
  const retry = await insertDeployment(
    world.pool,
    {
      name: 'patch-retry',
      title: 'patch-retry',
      succeeded: 1,
      queued: 1,
      document,
      created_at: '2026-11-02',
      health: 'running',
    },
    [
      { thing: 'a', status: 'SUCCEEDED' },
      { thing: 'b', status: 'QUEUED' },
    ],
  )
  await retried('patch', 'patch-retry')
  const one = await world.json<Deployment>(`/deployments/${id}`)
  expect(one).toMatchObject({
    retryable: 1,
    retries: [{ id: retry, title: 'patch-retry', health: 'running', succeeded: 1, total: 2 }],
  })
  expect(await world.json<Deployment>(`/deployments/${retry}`)).toMatchObject({ retryable: 0, retries: [] })
})

/** A run that retried one job by another. */
async function retried(name: string, by: string) {
  await world.pool.query(
    `with r as (insert into response_runs (id, account_id, action, target_kind, selection, options, state, targets, by_id, by_name, created_at)
       values (gen_random_uuid(), 1, 'retry-failed-job', 'deployment', '{}', '{}', 'done', 1, 'x', 'X', now()) returning id),
     t as (insert into response_targets (run_id, n, account_id, action, kind, name) select id, 1, 1, 'retry-failed-job', 'deployment', $1 from r)
     insert into response_steps (run_id, n, step, params) select id, 1, 1, $2 from r`,
    [`job/${name}`, JSON.stringify({ kind: 'create-job', job: by, retries: name })],
  )
}

test('retries of retries are summed with the first, each once', async () => {
  const at = (day: number) => `2026-11-0${day}`
  const first = await insertDeployment(world.pool, { name: 'v1', title: 'v1', failed: 2 })
  const second = await insertDeployment(world.pool, { name: 'v2', title: 'v2', failed: 1, created_at: at(2) })
  await insertDeployment(world.pool, { name: 'v3', title: 'v3', succeeded: 1, created_at: at(3) })
  await insertDeployment(world.pool, { name: 'v4', title: 'v4', succeeded: 1, created_at: at(4) })
  for (const [name, by] of [
    ['v1', 'v2'],
    ['v2', 'v3'],
    ['v2', 'v3'],
    ['v1', 'v4'],
  ] as const)
    await retried(name, by)
  const titles = async (id: string) =>
    (await world.json<Deployment>(`/deployments/${id}`)).retries.map(({ title }) => title)
  expect(await titles(first)).toEqual(['v2', 'v3', 'v4'])
  expect(await titles(second)).toEqual(['v3'])
})

test('what refused is retried, and what was taken out where it is meant again; what was deleted is not', async () => {
  const [back, deleted] = await insert(world.pool, 'things', [
    aThing({ name: 'back' }),
    aThing({ name: 'deleted', gone_at: '2026-11-02' }),
  ])
  expect(deleted).toBeDefined()
  await world.pool.query(
    `with g as (insert into thing_groups (account_id, name, parent_name) values (1, 'hall-3', 'pumps'), (1, 'pumps', null) returning id, name)
     insert into thing_group_members (group_row_id, thing_name, thing_row_id, account_id) select id, 'back', $1, 1 from g where name = 'hall-3'`,
    [back],
  )
  const id = await insertDeployment(world.pool, { failed: 1, rejected: 2, removed: 2 }, [
    { thing: 'deleted', status: 'FAILED' },
    { thing: 'x', status: 'REJECTED' },
    { thing: 'y', status: 'REJECTED' },
    { thing: 'back', status: 'REMOVED' },
    { thing: 'elsewhere', status: 'REMOVED' },
  ])
  expect((await world.json<Deployment>(`/deployments/${id}`)).retryable).toBe(3)
})

test('each list is a file, too', async () => {
  const id = await insertDeployment(
    world.pool,
    {
      ...{ name: 'sums', title: '=1+1', security: true },
      packages: [
        { name: 'fw', version: '2.0' },
        { name: 'boot', version: '1.1' },
      ],
    },
    [{ thing: 'a', message: '-x', stall_counts: true, stall_cause: 'no-timer' }],
  )
  const [row] = await insert(world.pool, 'things', [aThing({ name: 'a' })])
  await insert(world.pool, 'presence', [aPresence({ thing_row_id: row, thing_name: 'a', connected: false })])
  await world.pool.query("insert into software_drift (account_id, thing, package, kind) values (1, 'a', 'fw', 'other')")
  await world.pool.query("insert into unupdatable_things (account_id, thing, found_why) values (1, 'a', 'no-agent')")
  const as = world.of('viewer')
  const read = async (answer: typeof answerDriftCsv, path: string) => {
    const response = await answer(world.web, toRequest(`/api/exports/${path}`, { as }))
    expect(response.status).toBe(200)
    return (await response.text()).trim().split('\n')
  }
  const deployed = await read(answerDeploymentsCsv, 'deployments.csv?sort=health')
  expect(deployed[1]).toContain("'=1+1")
  expect(deployed[1]).toContain(',true,false,')
  expect(deployed[1]).toContain(',fw 2.0; boot 1.1,')
  const devices = await read(answerExecutionsCsv, `deployments/${id}/executions.csv?search=a&standing=stalled`)
  expect(devices[0]).toMatch(/^aws_account_id,region,kind,deployment,title,thing,status,connected,/)
  expect(devices[1]).toMatch(/,job,sums,'=1\+1,a,QUEUED,false,'-x,.*,true,no-timer,/)
  expect(await read(answerDriftCsv, 'software-drift.csv')).toHaveLength(2)
  expect(await read(answerUnupdatableCsv, 'unupdatable.csv?state=open')).toHaveLength(2)
  const none = await answerExecutionsCsv(world.web, toRequest('/api/exports/deployments/999/executions.csv', { as }))
  expect(none.status).toBe(404)
})
