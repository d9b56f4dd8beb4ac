import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ActionId } from '#contract/actions.ts'
import type { ActionOptions, Run } from '#contract/response.ts'
import type { Role } from '#contract/roles.ts'
import type { Context } from '#server/platform/context.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { cancelRun } from '#server/response/commands/cancel-run.ts'
import { decideRun } from '#server/response/commands/decide-run.ts'
import { retryRun, undoRun } from '#server/response/commands/follow-up.ts'
import { planRun } from '#server/response/commands/plan-run.ts'
import { recheckRun } from '#server/response/commands/recheck-run.ts'
import { requestRun } from '#server/response/commands/request-run.ts'
import { comparePlan } from '#server/response/plan/compare-plan.ts'
import { makePlan } from '#server/response/plan/make-plan.ts'
import { refreshFacts } from '#server/response/plan/refresh-facts.ts'
import { getRun } from '#server/response/queries/get-run.ts'
import { listTargets } from '#server/response/queries/run-targets.ts'
import { work } from './engine/response-world.ts'
import { certificateOf, usePlanWorld } from './plan/plan-world.ts'

// From what a person asks for to what AWS says, with the real planner and engine in between.
const world = usePlanWorld()
const planner = { make: makePlan, compare: comparePlan, refresh: refreshFacts }
const why = { reason: 'An exercise of the tests', category: 'exercise' } as const
let database: Database

beforeAll(() => {
  database = createDatabase(String(world.pool.options.connectionString))
  return () => database.close()
})
beforeEach(() => world.setGuards({}))

const people = new Map<Role, Context['actor']>()
function as(role: Role): Context {
  const actor = people.get(role) ?? { id: randomUUID(), name: `A ${role}`, email: `${role}@example.test`, role }
  people.set(role, actor)
  return { database, now: new Date(), actor, ipAddress: null }
}

const working = () => work(world.pool, { planner })
const rechecked = () => {
  const waiting = 'select 1 from response_runs where recheck_wanted_at is not null'
  return work(world.pool, { planner, until: async () => (await world.rows(waiting)).length === 0 })
}
const runOf = ({ id }: { id: string }, role: Role = 'responder') => getRun(as(role), { id })

async function planned(action: ActionId, names: string[], options: ActionOptions = {}, role: Role = 'responder') {
  const selection = { scope: 'named' as const, names }
  const run = await planRun(as(role), { account: world.account(), action, selection, options })
  await working()
  return runOf(run, role)
}

async function requested(run: Run, role: Role = 'responder') {
  const typed = run.plan?.guards.typed ?? undefined
  return requestRun(as(role), { id: run.id, digest: run.digest ?? '', typed, ...why })
}

async function done(run: Run, role: Role = 'responder') {
  await requested(run, role)
  await working()
  return runOf(run, role)
}

const status = (name: string) => certificateOf(world.thing(name)).status
const groupsOf = (name: string) => [...world.thing(name).groups].map((group) => group.name).sort()

test('the quarantine is made, a thing is put into it, and everything is taken back', async () => {
  const { rows } = await world.pool.query<{ name: string }>('select aws_account_id as name from aws_accounts')
  const prepared = await done(await planned('prepare-quarantine', [rows[0]?.name ?? ''], {}, 'admin'), 'admin')
  expect(prepared).toMatchObject({ state: 'done', undo: { whyNot: expect.stringContaining('held by it') } })

  const before = groupsOf('dev-001')
  const cut = await done(await planned('cut-off-thing', ['dev-003']))
  expect(cut.counts.failed).toBeUndefined()
  expect(status('dev-003')).toBe('INACTIVE')
  expect(groupsOf('dev-003')).toContain('fleetwarden-quarantine')

  const quarantined = await done(await planned('quarantine-thing', ['dev-001']))
  expect(quarantined.counts.failed).toBeUndefined()
  expect(groupsOf('dev-001')).toContain('fleetwarden-quarantine')

  for (const run of [cut, quarantined]) {
    const undo = await undoRun(as('responder'), { id: run.id })
    await working()
    expect(await done(await runOf(undo))).toMatchObject({ state: 'done', counts: { confirmed: 1 } })
    expect((await runOf(run)).undo).toMatchObject({ run: { id: undo.id }, whyNot: expect.stringContaining('undid it') })
  }
  expect(status('dev-003')).toBe('ACTIVE')
  expect(groupsOf('dev-003')).not.toContain('fleetwarden-quarantine')
  expect(groupsOf('dev-001')).toEqual(before)
})

describe('what comes in the way between the request and the first call', () => {
  const certificate = (name: string) => certificateOf(world.thing(name)).id

  test('facts that change: nothing is called, and the difference is said', async () => {
    const run = await planned('deactivate-certificate', [certificate('dev-004')])
    await requested(run)
    certificateOf(world.thing('dev-004')).status = 'INACTIVE'
    await working()
    const after = await runOf(run)
    expect(after).toMatchObject({ state: 'changed', counts: { 'not-started': 1 } })
    expect(after.differences).toHaveLength(1)
    certificateOf(world.thing('dev-004')).status = 'ACTIVE'
    const again = await retryRun(as('responder'), { id: run.id })
    await working()
    expect(await done(await runOf(again))).toMatchObject({ state: 'done' })
    expect(status('dev-004')).toBe('INACTIVE')
  })

  test('facts that change before the approval: the approver is told, and can only reject', async () => {
    await world.setGuards({ approvalAbove: 0 })
    const run = await planned('deactivate-certificate', [certificate('dev-005')])
    expect(await requested(run)).toMatchObject({ state: 'awaiting-approval' })
    await recheckRun(as('approver'), { id: run.id })
    await rechecked()
    expect(await runOf(run, 'approver')).toMatchObject({ recheck: { differences: [] }, may: { approve: null } })
    certificateOf(world.thing('dev-005')).status = 'INACTIVE'
    await recheckRun(as('approver'), { id: run.id })
    await rechecked()
    const seen = await runOf(run, 'approver')
    expect(seen.recheck?.differences).toHaveLength(1)
    const digest = seen.digest ?? ''
    await expect(decideRun(as('approver'), { id: run.id, decision: 'approve', digest })).rejects.toThrow('has changed')
    expect(await decideRun(as('approver'), { id: run.id, decision: 'reject', digest })).toMatchObject({
      state: 'rejected',
    })
    certificateOf(world.thing('dev-005')).status = 'ACTIVE'
  })

  test.each([
    ['read-only', { readOnly: true }, /read-only/],
    [
      'a rule that protects it',
      { neverTouch: [{ by: 'name' as const, pattern: 'dev-006', why: 'it keeps us warm' }] },
      /dev-006/,
    ],
  ])('%s: it is stopped, and nothing was called', async (_, guards, words) => {
    const run = await planned('cut-off-thing', ['dev-006'], { route: 'certificates' })
    await requested(run)
    await world.setGuards(guards)
    await working()
    expect(await runOf(run)).toMatchObject({ state: 'stopped', stopReason: expect.stringMatching(words) })
    expect(status('dev-006')).toBe('ACTIVE')
  })

  test('a rule that covers what it shares a certificate with leaves it out of the plan', async () => {
    await world.setGuards({ neverTouch: [{ by: 'name', pattern: 'dev-002', why: 'it keeps us warm' }] })
    const run = await planned('deactivate-certificate', [certificate('dev-001')])
    expect(run.plan).toMatchObject({ changes: 0, guards: { neverTouched: 1 } })
    expect(run.may.request).toMatch(/never-touch list/)
    await expect(requested(run)).rejects.toThrow('never-touch list')
  })

  test('a cancel', async () => {
    const run = await planned('deactivate-certificate', [certificate('dev-008')])
    await requested(run)
    await cancelRun(as('responder'), { id: run.id, reason: 'The wrong one' })
    await working()
    expect(await runOf(run)).toMatchObject({ state: 'cancelled', stopReason: 'The wrong one' })
    expect(status('dev-008')).toBe('ACTIVE')
  })
})

test('what AWS denies fails with its words, and is done by a retry', async () => {
  const names = ['dev-010', 'dev-011', 'dev-012'].map((name) => certificateOf(world.thing(name)).id)
  const run = await planned('deactivate-certificate', names)
  await world.trouble({ denied: ['UpdateCertificate'] })
  const after = await done(run)
  await world.trouble({})
  expect(after).toMatchObject({ counts: { failed: 3 }, stopReason: expect.stringContaining('iot:UpdateCertificate') })
  expect(after.undo.whyNot).toBe('There is nothing to put back.')
  const { items } = await listTargets(as('viewer'), { id: run.id, state: 'failed' })
  expect(items[0]?.error).toBeTruthy()
  const again = await retryRun(as('responder'), { id: run.id })
  await working()
  expect(await done(await runOf(again))).toMatchObject({ state: 'done', retryOf: { id: run.id } })
  expect(names.map((id) => world.fleet.certificates.get(id)?.status)).toEqual(['INACTIVE', 'INACTIVE', 'INACTIVE'])
})

test('an undo that failed is retried, and puts back what the first run changed', async () => {
  const run = await done(await planned('deactivate-certificate', [certificateOf(world.thing('dev-013')).id]))
  const undo = await undoRun(as('responder'), { id: run.id })
  await working()
  await world.trouble({ denied: ['UpdateCertificate'] })
  const failed = await done(await runOf(undo))
  await world.trouble({})
  expect([failed.counts, status('dev-013')]).toEqual([{ failed: 1 }, 'INACTIVE'])
  expect((await runOf(run)).undo.whyNot).toBe(`Run ${undo.number} undid a part of it. Retry there what failed.`)
  const again = await retryRun(as('responder'), { id: undo.id })
  await working()
  expect(await done(await runOf(again))).toMatchObject({ state: 'done', counts: { confirmed: 1 } })
  expect(status('dev-013')).toBe('ACTIVE')
})
