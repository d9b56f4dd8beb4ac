import { beforeEach, expect, test } from 'vitest'
import { comparePlan } from '#server/response/plan/compare-plan.ts'
import { makePlan } from '#server/response/plan/make-plan.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { certificateOf, cutOff, difference, useResponseWorld, work } from './response-world.ts'

const aws = useResponseWorld(30, { collected: true })
const role = 'arn:aws:iam::123456789012:role/FleetwardenResponder'
let thing: Thing

beforeEach(async () => {
  const [first] = aws.healthy()
  if (!first) throw new Error('Too few things')
  thing = first
  await aws.pool.query('UPDATE responders SET role_arn = $1', [role])
  await aws.pool.query('TRUNCATE response_touched, response_steps, response_targets, response_runs CASCADE')
})

/** A run as it is when its plan was asked for. */
async function toPlan(): Promise<string> {
  const { rows } = await aws.pool.query<{ id: string }>(
    `INSERT INTO response_runs (account_id, action, target_kind, selection, targets, by_id, by_name)
     VALUES ($1, 'deactivate-certificate', 'certificate', '{"scope":"named","names":[]}', 1, 'p1', 'Olive Operator') RETURNING id`,
    [aws.account],
  )
  const id = rows[0]?.id ?? ''
  await aws.pool.query(
    `INSERT INTO response_targets (run_id, n, account_id, action, kind, name)
     VALUES ($1, 0, $2, 'deactivate-certificate', 'certificate', $3)`,
    [id, aws.account, certificateOf(thing)],
  )
  return id
}

test('a plan is made, and the run given back', async () => {
  const id = await toPlan()
  await work(aws.pool, { planner: { make: makePlan, compare: comparePlan } })
  const { run, targets } = await aws.standing(id)
  expect(run).toMatchObject({ state: 'planned', holder: null, lease_until: null, plan: { changes: 1 } })
  expect(targets[0].steps[0].params).toMatchObject({ kind: 'set-certificate-status', from: 'ACTIVE', to: 'INACTIVE' })
})

test.each([
  ['no role', 'UPDATE responders SET role_arn = NULL', 'No responder role is configured for this account.'],
  ['an account not watched', 'UPDATE aws_accounts SET enabled = FALSE', 'This account is not watched any more.'],
])('without AWS there is no plan, and it says why: %s', async (_name, sql, words) => {
  const id = await toPlan()
  await aws.pool.query(sql)
  await work(aws.pool, { planner: { make: makePlan } })
  await aws.pool.query('UPDATE aws_accounts SET enabled = TRUE')
  expect((await aws.standing(id)).run).toMatchObject({
    state: 'plan-failed',
    stop_reason: expect.stringContaining(words),
  })
})

test('a plan that fails for reasons of our own says so, and does not begin again and again', async () => {
  const id = await toPlan()
  let times = 0
  const make = async () => {
    times++
    throw new TypeError('undefined is not a function')
  }
  await work(aws.pool, { planner: { make } })
  expect((await aws.standing(id)).run).toMatchObject({
    state: 'plan-failed',
    stop_reason: 'An internal error; the log has it in full.',
  })
  expect(times).toBe(1)
})

test('who approves has the plan computed again', async () => {
  const id = await aws.insertRun({
    action: 'cut-off-thing',
    kind: 'thing',
    state: 'awaiting-approval',
    targets: [cutOff(thing)],
  })
  await aws.pool.query(
    `UPDATE response_runs SET recheck_wanted_at = now(), approval_expires_at = now() + interval '1 hour' WHERE id = $1`,
    [id],
  )
  await work(aws.pool, {
    planner: { compare: async () => ({ digest: 'other', differences: [difference] }) },
    until: async () => (await aws.standing(id)).run.recheck !== null,
  })
  expect((await aws.standing(id)).run).toMatchObject({
    state: 'awaiting-approval',
    recheck: { digest: 'other', differences: [difference], at: expect.any(String) },
    recheck_wanted_at: null,
  })
})
