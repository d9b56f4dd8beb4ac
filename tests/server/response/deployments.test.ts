import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { ActionId } from '#contract/actions.ts'
import type { ActionOptions, Run } from '#contract/response.ts'
import type { Role } from '#contract/roles.ts'
import type { Context } from '#server/platform/context.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { undoRun } from '#server/response/commands/follow-up.ts'
import { planRun } from '#server/response/commands/plan-run.ts'
import { requestRun } from '#server/response/commands/request-run.ts'
import { comparePlan } from '#server/response/plan/compare-plan.ts'
import { makePlan } from '#server/response/plan/make-plan.ts'
import { refreshFacts } from '#server/response/plan/refresh-facts.ts'
import { getRun } from '#server/response/queries/get-run.ts'
import { listTargets } from '#server/response/queries/run-targets.ts'
import { aCoreDeployment, addCore, addThings, aJob, move, rolloutFeeds } from '../sync/a-rollout.ts'
import { work } from './engine/response-world.ts'
import { usePlanWorld } from './plan/plan-world.ts'

const world = usePlanWorld()
const planner = { make: makePlan, compare: comparePlan, refresh: refreshFacts }
let database: Database

beforeAll(async () => {
  database = createDatabase(String(world.pool.options.connectionString))
  await world.setGuards({})
  return () => database.close()
})

const people = new Map<Role, Context['actor']>()
function as(role: Role): Context {
  const actor = people.get(role) ?? { id: randomUUID(), name: `A ${role}`, email: `${role}@example.test`, role }
  people.set(role, actor)
  return { database, now: new Date(), actor, ipAddress: null }
}

async function planned(action: Exclude<ActionId, 'restore'>, name: string, options: ActionOptions = {}) {
  const selection = { scope: 'named' as const, names: [name] }
  const run = await planRun(as('responder'), { account: world.account(), action, selection, options })
  await work(world.pool, { planner })
  return getRun(as('responder'), run)
}

async function done(run: Run) {
  const typed = run.plan?.guards.typed ?? undefined
  const why = { reason: 'An exercise of the tests', category: 'exercise' } as const
  await requestRun(as('responder'), { id: run.id, digest: run.digest ?? '', typed, ...why })
  await work(world.pool, { planner })
  return getRun(as('responder'), run)
}

const targetOf = async ({ id }: Run) => (await listTargets(as('viewer'), { id })).items[0]

test('a job is cancelled; the counts that AWS tells prove it, and there is no way back', async () => {
  const things = addThings(world.fleet, 3, 'cancelled')
  const job = aJob(world.fleet, 'cancel-me', things)
  move(job, things[0], 'IN_PROGRESS')
  await world.sync({ collectors: rolloutFeeds })
  const run = await done(await planned('cancel-job', 'job/cancel-me'))
  expect(run).toMatchObject({ state: 'done', counts: { confirmed: 1 } })
  expect(job.executions.counts).toMatchObject({ QUEUED: 0, IN_PROGRESS: 1, CANCELED: 2 })
  expect((await targetOf(run))?.steps).toMatchObject([
    { state: 'confirmed', before: 'IN_PROGRESS: 2 queued, 1 in progress' },
  ])
  expect(run.undo.whyNot).toContain('no way back')
  // What is left of it can be stopped with force.
  expect((await planned('cancel-job', 'job/cancel-me')).plan).toMatchObject({ changes: 0 })
  const forced = await planned('cancel-job', 'job/cancel-me', { force: true })
  expect(forced.plan).toMatchObject({ changes: 1, touches: 1 })
  expect(await done(forced)).toMatchObject({ state: 'done', counts: { confirmed: 1 } })
  expect(job.executions.counts).toMatchObject({ IN_PROGRESS: 0, CANCELED: 3 })
})

test('the failed devices alone are retried with the same document, once; an undo cancels that', async () => {
  const things = addThings(world.fleet, 6, 'retried')
  const job = aJob(world.fleet, 'fails', things, { timeout: { inProgressTimeoutInMinutes: 5 } })
  for (const [index, status] of (
    ['FAILED', 'FAILED', 'TIMED_OUT', 'SUCCEEDED', 'REJECTED', 'REMOVED'] as const
  ).entries())
    move(job, things[index], status)
  // Where the same document succeeded since, it is not tried again.
  const again = aJob(world.fleet, 'again', things.slice(0, 1), { createdAt: world.fleet.clock.now() - 1_000 })
  move(again, things[0], 'SUCCEEDED')
  await world.sync({ collectors: rolloutFeeds })
  const plan = await planned('retry-failed-job', 'job/fails')
  expect(plan.plan).toMatchObject({ changes: 1, touches: 4, guards: { whyNot: [], typed: 'fails' } })
  // What AWS took out of the job is there, and among its targets.
  expect(plan.plan?.warnings).toContain('1 device refused it, and may refuse it again.')
  const run = await done(plan)
  expect(run).toMatchObject({ state: 'done', counts: { confirmed: 1 } })
  const made = world.fleet.jobs.newestFirst.filter(({ id }) => id.startsWith('fails-retry-'))
  expect(made).toHaveLength(1)
  expect(made[0]?.targets.map((arn) => arn.split('/').at(-1))).toEqual([
    'retried-0002',
    'retried-0003',
    'retried-0005',
    'retried-0006',
  ])
  expect(made[0]?.order).toMatchObject({ document: job.order.document, timeout: { inProgressTimeoutInMinutes: 5 } })
  // The run's end has the lists read at once: the new job stands in them within seconds.
  const { rows } = await world.pool.query('select collector from collections where requested_at is not null order by 1')
  expect(rows.map(({ collector }) => collector)).toEqual(['greengrass-deployments', 'jobs'])
  await world.sync({ collectors: rolloutFeeds })
  // What is under way again is left out of another retry.
  expect((await planned('retry-failed-job', 'job/fails')).plan?.skipped).toHaveLength(1)

  const undo = await undoRun(as('responder'), { id: run.id })
  await work(world.pool, { planner })
  const undone = await done(await getRun(as('responder'), undo))
  expect(undone).toMatchObject({ state: 'done', counts: { confirmed: 1 } })
  expect(made[0]?.status).toBe('CANCELED')
})

test('a Greengrass deployment is cancelled', async () => {
  const things = addThings(world.fleet, 1, 'core')
  const [thing] = things
  if (!thing) throw new Error('No thing')
  addCore(world.fleet, thing, { 'aws.greengrass.Nucleus': '2.12.0' })
  aCoreDeployment(world.fleet, 'd-1', world.fleet.arn('thing', thing.name), { app: '1.0.0' })
  await world.sync({ collectors: rolloutFeeds })
  const run = await done(await planned('cancel-greengrass-deployment', 'greengrass/d-1'))
  expect(run).toMatchObject({ state: 'done', counts: { confirmed: 1 } })
  expect((await targetOf(run))?.steps).toMatchObject([{ state: 'confirmed', before: 'ACTIVE' }])
})

test('a failed device that succeeds between plan and execution changes the plan: nothing is called', async () => {
  const things = addThings(world.fleet, 2, 'moving')
  const job = aJob(world.fleet, 'moving', things)
  move(job, things[0], 'FAILED')
  await world.sync({ collectors: rolloutFeeds })
  const plan = await planned('retry-failed-job', 'job/moving')
  move(job, things[1], 'FAILED')
  expect(await done(plan)).toMatchObject({ state: 'changed' })
  expect(world.fleet.jobs.newestFirst.filter(({ id }) => id.startsWith('moving-retry-'))).toEqual([])
})
