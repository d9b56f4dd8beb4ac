import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { ActionOptions, Run } from '#contract/response.ts'
import type { Role } from '#contract/roles.ts'
import { verifyViolation } from '#server/behaviours/commands/verify.ts'
import { readViolation } from '#server/behaviours/queries/violations.ts'
import { auditRequests } from '#server/findings/asks/start-audits.ts'
import { suppressionCopies } from '#server/findings/asks/write-suppressions.ts'
import { verdictsForDetect } from '#server/findings/asks/write-verdicts.ts'
import { endSuppression } from '#server/findings/commands/decide-suppression.ts'
import { startAudit } from '#server/findings/commands/start-audit.ts'
import { suppress } from '#server/findings/commands/suppress.ts'
import { listAudits } from '#server/findings/queries/list-audits.ts'
import { listMitigations } from '#server/findings/queries/list-mitigations.ts'
import type { Context } from '#server/platform/context.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { planRun } from '#server/response/commands/plan-run.ts'
import { requestRun } from '#server/response/commands/request-run.ts'
import { ask, sendAsks } from '#server/response/engine/ask.ts'
import { comparePlan } from '#server/response/plan/compare-plan.ts'
import { makePlan } from '#server/response/plan/make-plan.ts'
import { refreshFacts } from '#server/response/plan/refresh-facts.ts'
import { getRun } from '#server/response/queries/get-run.ts'
import { listTargets } from '#server/response/queries/run-targets.ts'
import { runAudit } from '#simulator/audit/run.ts'
import { minutes } from '#simulator/clock.ts'
import { checkNames } from '#simulator/fleet/audits.ts'
import { anEngine, work } from './engine/response-world.ts'
import { usePlanWorld } from './plan/plan-world.ts'

const world = usePlanWorld()
const planner = { make: makePlan, compare: comparePlan, refresh: refreshFacts }
const audited = ['audit-settings', 'audits', 'audit-findings', 'audit-suppressions', 'mitigation']
let database: Database

beforeAll(async () => {
  database = createDatabase(String(world.pool.options.connectionString))
  for (const check of checkNames) world.fleet.audits.enable(check)
  const add = (name: string, params: object) =>
    world.fleet.audits.mitigations.actions.set(name, {
      ...{ name, id: name, params, createdAt: 1, modifiedAt: 1 },
      roleArn: 'arn:aws:iam::123456789012:role/Mitigate',
    })
  add('Blank', { replaceDefaultPolicyVersionParams: { templateName: 'BLANK_POLICY' } })
  add('Deactivate', { updateDeviceCertificateParams: { action: 'DEACTIVATE' } })
  add('Publish', { publishFindingToSnsParams: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:found' } })
  add('Join', { addThingsToThingGroupParams: { thingGroupNames: ['no-such-group'] } })
  runAudit(world.fleet, {
    ...{ type: 'ON_DEMAND_AUDIT_TASK', checks: checkNames },
    ...{ startedAt: world.fleet.clock.now() - minutes(2), takesMs: 1000 },
  })
  await world.sync({ collectors: audited })
  return () => database.close()
})
beforeEach(() => world.setGuards({}))

const people = new Map<Role, Context['actor']>()
function as(role: Role): Context {
  const actor = people.get(role) ?? { id: randomUUID(), name: `A ${role}`, email: `${role}@example.test`, role }
  people.set(role, actor)
  return { database, now: new Date(), actor, ipAddress: null }
}

async function targetsOf(check: string, subject?: string): Promise<string[]> {
  const rows = await world.rows<{ id: string }>(
    `SELECT id FROM findings WHERE open AND check_id = $1 AND ($2::text IS NULL OR subject = $2) ORDER BY subject`,
    [check, subject ?? null],
  )
  const all = await Promise.all(rows.map(({ id }) => listMitigations(as('viewer'), { id })))
  return all.flatMap(({ targets }) => targets)
}

async function planned(names: string[], options: ActionOptions) {
  const selection = { scope: 'named' as const, names }
  const run = await planRun(as('responder'), {
    account: world.account(),
    action: 'apply-mitigation',
    selection,
    options,
  })
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

const failuresOf = async ({ id }: Run) =>
  (await listTargets(as('viewer'), { id })).items.map(({ state, error }) => ({ state, error }))

test('what can be done is said of a finding, and why not', async () => {
  const [row] = await world.rows<{ id: string }>(
    `SELECT id FROM findings WHERE check_id = 'policy-overly-permissive' LIMIT 1`,
  )
  const { targets, choices } = await listMitigations(as('viewer'), { id: row?.id ?? '' })
  expect(targets).toHaveLength(1)
  expect(choices.map(({ action, whyNot }) => [action, whyNot === null])).toEqual([
    ['Blank', true],
    ['Deactivate', false],
    ['Join', false],
    ['Publish', true],
  ])
})

test('a blank policy is planned with everything that it cuts, which takes a second person', async () => {
  const run = await planned(await targetsOf('policy-overly-permissive', 'shadows'), { mitigation: 'Blank' })
  const [attached] = await world.rows<{ things: number }>(
    `SELECT count(DISTINCT l.thing_row_id)::int AS things FROM policies p JOIN policy_targets x ON x.policy_row_id = p.id
     JOIN thing_certificates l ON l.certificate_row_id = x.certificate_row_id WHERE p.name = 'shadows'`,
  )
  expect(attached?.things).toBeGreaterThan(10)
  expect(run.plan).toMatchObject({
    changes: 1,
    calls: [{ operation: 'StartAuditMitigationActionsTask', count: 1 }],
    losing: { things: attached?.things },
    guards: { whyNot: [], approval: expect.stringContaining('would lose access'), typed: 'MITIGATE 1' },
  })
})

test('nobody on the never-touch list is reached through a policy', async () => {
  await world.setGuards({ neverTouch: [{ by: 'name', pattern: 'dev-00*', why: 'Pilot line' }] })
  const run = await planned(await targetsOf('policy-overly-permissive', 'shadows'), { mitigation: 'Blank' })
  expect(run.plan).toMatchObject({ changes: 0, guards: { neverTouched: 1 } })
})

test('certificates are deactivated by Device Defender, and each finding has its result', async () => {
  await world.setGuards({ approvalAbove: 100 })
  const names = (await targetsOf('certificate-expiring')).slice(0, 3)
  expect(names.length).toBeGreaterThan(1)
  const run = await done(await planned(names, { mitigation: 'Deactivate' }))
  expect(run).toMatchObject({ state: 'done', counts: { confirmed: names.length } })
  const { items } = await listTargets(as('viewer'), { id: run.id })
  for (const { plan } of items) expect(plan?.things.length).toBeGreaterThan(0)
  const subjects = await world.rows<{ subject: string }>(
    'SELECT subject FROM audit_findings WHERE finding_id = ANY ($1)',
    [names],
  )
  for (const { subject } of subjects) {
    const certificate = world.fleet.certificates.items.find(({ id }) => id === subject)
    expect(certificate?.status).toBe('INACTIVE')
  }
})

test('what AWS could not do has failed at once, in AWS’s words', async () => {
  await world.setGuards({ approvalAbove: 100 })
  const names = (await targetsOf('certificate-expired')).slice(0, 1)
  const run = await done(await planned(names, { mitigation: 'Join' }))
  expect(await failuresOf(run)).toEqual([
    { state: 'failed', error: expect.stringContaining('AWS says FAILED: ResourceNotFoundException') },
  ])
})

test('an action that AWS does not apply to the check is not planned', async () => {
  const run = await planned(await targetsOf('policy-overly-permissive', 'shadows'), { mitigation: 'Deactivate' })
  expect(run.plan?.changes).toBe(0)
  expect(run.plan?.skipped).toEqual([{ why: expect.stringContaining('does not apply'), count: 1 }])
})

test('tasks are kept with what came of each finding', async () => {
  await world.sync({ collectors: ['mitigation'] })
  const told = await world.rows<{ by: string; text: string }>(
    `SELECT l.by_name AS by, l.text FROM finding_log l JOIN findings f ON f.id = l.finding_id WHERE l.kind = 'mitigation' ORDER BY l.text`,
  )
  expect(told.length).toBeGreaterThan(2)
  expect(told.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Run \d+: Deactivate: completed/),
      expect.stringMatching(/^Run \d+: Join: failed, /),
    ]),
  )
  expect(told.every(({ by }) => by === 'A responder')).toBe(true)
  const tasks = await world.rows<{ status: string; executions: { status: string }[] }>(
    'SELECT status, executions FROM mitigation_tasks ORDER BY started_at',
  )
  expect(tasks.map(({ status }) => status)).toContain('FAILED')
  expect(tasks.every(({ executions }) => executions.length === 1)).toBe(true)
  await world.sync({ collectors: ['mitigation'] })
  expect((await world.feed('mitigation')).changed).toBe(0)
})

const asking = async () => {
  const engine = anEngine(world.pool)
  await sendAsks(
    engine.parts,
    [ask(auditRequests), ask(suppressionCopies), ask(verdictsForDetect)],
    new AbortController().signal,
  )
  await engine.close()
}

test('an audit is asked for once, started, and shown until AWS lists it', async () => {
  const account = world.account()
  await startAudit(as('responder'), { account, checks: ['LOGGING_DISABLED_CHECK'] })
  await expect(startAudit(as('responder'), { account })).rejects.toThrow('being asked for already')
  await expect(startAudit(as('responder'), { account, checks: ['NO_SUCH_CHECK'] })).rejects.toThrow('NO_SUCH_CHECK')
  const first = async () => (await listAudits(as('viewer'), { account })).items[0]
  expect(await first()).toMatchObject({ status: 'WANTED', requestedBy: 'A responder' })
  await asking()
  expect(await first()).toMatchObject({ status: 'SENDING', requestedBy: 'A responder' })
  await world.sync({ collectors: ['audits'] })
  expect(await first()).toMatchObject({
    ...{ status: 'IN_PROGRESS', requestedBy: 'A responder', error: null },
    checks: [{ check: 'LOGGING_DISABLED_CHECK', compliant: null }],
  })
  expect(await world.rows(`SELECT action FROM activity WHERE action LIKE 'audit.%' ORDER BY id`)).toEqual(
    expect.arrayContaining([{ action: 'audit.requested' }, { action: 'audit.started' }]),
  )
})

test('an audit that cannot be asked for says why', async () => {
  await world.setGuards({ readOnly: true })
  const account = world.account()
  await startAudit(as('responder'), { account })
  await asking()
  expect((await listAudits(as('viewer'), { account })).items[0]).toMatchObject({
    status: 'NOT_STARTED',
    error: expect.stringContaining('read-only'),
  })
})

test('a suppression is written to AWS once, read there, and taken away when it ends', async () => {
  const account = world.account()
  const scope = {
    account,
    check: 'policy-overly-permissive',
    kind: 'policy' as const,
    subject: 'shadows',
    reason: null,
  }
  const { id } = await suppress(as('approver'), { scope, why: 'A lab of ours', days: 30, alsoInAws: true })
  await world.rows(`UPDATE finding_suppressions SET state = 'active' WHERE id = $1`, [id])
  await asking()
  await asking()
  const { suppressions } = world.fleet.audits
  expect(suppressions).toMatchObject([
    { check: 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK', description: expect.stringContaining('A lab of ours') },
  ])
  const state = () => world.rows('SELECT state, in_aws, aws_error FROM finding_suppressions ORDER BY id')
  await world.sync({ collectors: ['audit-suppressions'] })
  expect(await state()).toEqual([{ state: 'active', in_aws: 'written', aws_error: null }])
  await endSuppression(as('approver'), { id })
  await asking()
  expect(world.fleet.audits.suppressions).toEqual([])
  expect(await state()).toEqual([{ state: 'ended', in_aws: 'no', aws_error: null }])
})

test('one that AWS has no way to say stays here, and says so', async () => {
  const account = world.account()
  const scope = { account, check: 'policy-overly-permissive', kind: 'policy' as const, subject: 'lab-*', reason: null }
  const { id } = await suppress(as('approver'), { scope, why: 'Labs of ours', days: 30, alsoInAws: true })
  await world.rows(`UPDATE finding_suppressions SET state = 'active' WHERE id = $1`, [id])
  await asking()
  expect(await world.rows('SELECT in_aws, aws_error FROM finding_suppressions WHERE id = $1', [id])).toEqual([
    { in_aws: 'failed', aws_error: expect.stringContaining('one check on one resource') },
  ])
})

test('a verdict on an alarm of Detect is asked for, taken by AWS, and confirmed by reading it', async () => {
  const { detect } = world.fleet
  const behavior = { name: 'calm', metric: 'aws:num-disconnects' }
  const profile = { name: 'AWS', description: '', behaviors: [behavior], targets: [], createdAt: 1 }
  const id = '11111111222243338444555555555555'
  const at = world.fleet.clock.now() - minutes(3)
  const verification = { state: 'UNKNOWN' as const, description: undefined }
  const events = [{ type: 'in-alarm' as const, at, value: { count: 9 } }]
  const violation = { id, thingName: 'dev-001', profile, behavior, confidence: undefined, events, verification }
  detect.violations.set(id, violation)
  await world.sync({ collectors: ['detect'] })
  const stands = async () => {
    const { verification: said, asked } = await readViolation(world.pool, id)
    return [said, asked?.verification, asked?.state, asked?.error]
  }
  const say = (to: 'FALSE_POSITIVE' | 'TRUE_POSITIVE') =>
    verifyViolation(as('responder'), { id, verification: to, note: 'A test drive' })
  await say('FALSE_POSITIVE')
  expect(await stands()).toEqual(['UNKNOWN', 'FALSE_POSITIVE', 'wanted', null])
  await asking()
  expect(violation.verification).toEqual({
    state: 'FALSE_POSITIVE',
    description: 'A test drive (A responder, in Fleetwarden)',
  })
  expect(await stands()).toEqual(['UNKNOWN', 'FALSE_POSITIVE', 'applied', null])
  await world.sync({ collectors: ['detect'] })
  expect(await stands()).toEqual(['FALSE_POSITIVE', 'FALSE_POSITIVE', 'confirmed', null])
  // AWS took it and says otherwise a while later.
  await say('TRUE_POSITIVE')
  await asking()
  detect.violations.set(id, { ...violation, verification: { state: 'UNKNOWN', description: undefined } })
  await world.rows(`UPDATE detect_verdicts SET applied_at = applied_at - interval '2 minutes'`)
  await world.sync({ collectors: ['detect'] })
  expect(await stands()).toEqual(['UNKNOWN', 'TRUE_POSITIVE', 'failed', expect.stringContaining('says UNKNOWN')])
  // What AWS does not know any more cannot be told.
  detect.violations.delete(id)
  await say('TRUE_POSITIVE')
  await asking()
  expect((await stands())[2]).toBe('failed')
  expect(await world.rows(`SELECT action, result FROM activity WHERE object_id = $1 ORDER BY id`, [id])).toEqual([
    ...['violation.verified', 'violation.verdict-written'].map((action) => ({ action, result: 'ok' })),
    { action: 'violation.verdict-confirmed', result: 'ok' },
    ...['violation.verified', 'violation.verdict-written'].map((action) => ({ action, result: 'ok' })),
    { action: 'violation.verdict-lost', result: 'failed' },
    { action: 'violation.verified', result: 'ok' },
    { action: 'violation.verdict-written', result: 'failed' },
  ])
})
