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
    'truncate deployments, deployment_executions, things, software_drift, unupdatable_things restart identity cascade',
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
  await world.pool.query(
    `with r as (insert into response_runs (id, account_id, action, target_kind, selection, options, state, targets, by_id, by_name, created_at)
       values (gen_random_uuid(), 1, 'retry-failed-job', 'deployment', '{}', '{}', 'done', 1, 'x', 'X', now()) returning id),
     t as (insert into response_targets (run_id, n, account_id, action, kind, name) select id, 1, 1, 'retry-failed-job', 'deployment', 'job/patch' from r)
     insert into response_steps (run_id, n, step, params)
     select id, 1, 1, '{"kind":"create-job","job":"patch-retry","retries":"patch"}' from r`,
  )
  const one = await world.json<Deployment>(`/deployments/${id}`)
  expect(one).toMatchObject({
    retryable: 1,
    retries: [{ id: retry, title: 'patch-retry', health: 'running', succeeded: 1, total: 2 }],
  })
  expect(await world.json<Deployment>(`/deployments/${retry}`)).toMatchObject({ retryable: 0, retries: [] })
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
