import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aDigest } from '../support/response-runs.ts'
import type { TestPerson } from '../support/web.ts'
import { certificate, fewGuards, refusal, thing, useResponse } from './response-world.ts'

const world = useResponse()

beforeEach(() => world.guards({}))
afterEach(() => world.pool.query('update response_targets set open = false, attempted_at = null'))

const things = (count: number) => Array.from({ length: count }, (_, index) => thing(index))
const certificates = (count: number) => Array.from({ length: count }, (_, index) => certificate(index))

/** The newest entry of the trail of an action, with everything in it. */
async function trail(action: string) {
  const as = world.of('viewer')
  const { items } = await (await world.call(`/activity?action=${action}&limit=1`, { as })).json()
  return (await world.call(`/activity/${items[0].id}`, { as })).json()
}

describe('a guard refuses', () => {
  test('without a reason, or a category', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    expect((await world.request(run, { reason: '' })).status).toBe(400)
    expect((await world.request(run, { reason: '     short     ' })).status).toBe(400)
    expect((await world.request(run, { category: undefined })).status).toBe(400)
    expect((await world.request(run, { category: 'because' })).status).toBe(400)
  })

  test('a plan that is not the one that was seen', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    expect(await refusal(await world.request(run, { digest: 'another' }))).toBe(
      '409 This is not the plan you saw. Review it again.',
    )
  })

  test('a plan older than 15 minutes', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)], { at: new Date(Date.now() - 16 * 60_000) })
    expect(await refusal(await world.request(run))).toMatch(/^409 This plan is older than 15 minutes/)
  })

  test('untyped above the threshold, and a final action always', async () => {
    const many = await world.planned('cut-off-thing', things(4))
    expect((await world.run(many.id)).plan?.guards.typed).toBe('CUT OFF 4')
    expect(await refusal(await world.request(many))).toBe('400 Type “CUT OFF 4” to confirm.')
    expect(await refusal(await world.request(many, { typed: 'CUT OFF 40' }))).toBe('400 Type “CUT OFF 4” to confirm.')
    expect((await world.request(many, { typed: ' CUT OFF 4 ' })).status).toBe(200)

    const one = await world.planned('revoke-certificate', [certificate(1)], { plan: { final: true } })
    expect(await refusal(await world.request(one))).toBe(`400 Type “${certificate(1)}” to confirm.`)
    expect((await world.request(one, { typed: certificate(1) })).status).toBe(200)
  })

  test('while everything is read-only', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    await world.guards({ readOnly: true })
    expect(await refusal(await world.request(run))).toMatch(/^409 Response is read-only/)
    expect((await world.run(run.id, world.of('responder'))).may.request).toMatch(/^Response is read-only/)
  })

  test('above the hourly cap: what waits and what was attempted count', async () => {
    await world.guards({ targetsPerHour: 4 })
    const first = await world.planned('cut-off-thing', things(2))
    expect((await world.request(first)).status).toBe(200)
    await world.pool.query(
      `update response_targets set open = false, attempted_at = now() where run_id = $1 and n = 1`,
      [first.id],
    )
    const second = await world.planned('cut-off-thing', [thing(10), thing(11), thing(12)])
    expect(await refusal(await world.request(second))).toMatch(/^409 At most 4 targets an hour .* 2 are left/)
    await world.pool.query(
      `update response_targets set attempted_at = now() - interval '61 minutes' where run_id = $1`,
      [first.id],
    )
    await world.pool.query('update response_targets set open = false where run_id = $1', [first.id])
    expect((await world.request(second)).status).toBe(200)
  })

  test('above the hourly cap: a denied group counts as its things', async () => {
    await world.guards({ targetsPerHour: 10, approvalAbove: 100 })
    const losing = { things: 8, sessions: 0, sessionsUnknown: 0, sharedCertificates: 0, jobs: null, incidents: 0 }
    const approver = world.of('approver')
    const group = await world.planned('deny-group', ['pumps'], { as: approver, plan: { losing } })
    const typed = 'pumps'
    expect((await world.request(group, { typed }, approver)).status).toBe(200)
    const three = await world.planned('cut-off-thing', [thing(31), thing(32), thing(33)])
    expect(await refusal(await world.request(three))).toMatch(/^409 At most 10 targets an hour .* 2 are left/)
    await world.pool.query('update response_targets set open = false, attempted_at = now() where run_id = $1', [
      group.id,
    ])
    expect(await refusal(await world.request(three))).toMatch(/ 2 are left/)
    await world.pool.query(
      `update response_targets set attempted_at = now() - interval '61 minutes' where run_id = $1`,
      [group.id],
    )
    expect((await world.request(three)).status).toBe(200)
    await world.pool.query('update response_targets set open = false where run_id = $1', [three.id])
  })

  test.each([
    ['name', { by: 'name', pattern: 'pump-0?', why: 'they cool the reactor' }],
    ['attribute', { by: 'attribute', name: 'site', value: 'a', why: 'they cool the reactor' }],
  ] as const)('what a rule by %s has come to cover since it was planned', async (_, rule) => {
    const run = await world.planned('cut-off-thing', [thing(1), thing(30)])
    await world.guards({ neverTouch: [rule] })
    expect(await refusal(await world.request(run))).toBe('409 The never-touch list covers pump-01 now. Plan again.')
  })

  test('what is never touched, through a certificate it shares and through a group', async () => {
    await world.guards({ neverTouch: [{ by: 'name', pattern: thing(7), why: 'it cools the reactor' }] })
    const shared = await world.planned('deactivate-certificate', [certificate(1)])
    await world.pool.query(
      `insert into response_touched (run_id, n, account_id, kind, name) values ($1, 1, 1, 'thing', $2)`,
      [shared.id, thing(7)],
    )
    expect(await refusal(await world.request(shared))).toMatch(/covers pump-07 now/)

    await world.pool.query(
      `insert into thing_group_members (group_row_id, thing_name, thing_row_id, account_id)
       select g.id, t.name, t.id, 1 from thing_groups g, things t where g.name = 'pumps' and t.name = $1`,
      [thing(7)],
    )
    const group = await world.planned('deny-group', ['pumps'], { as: world.of('approver') })
    expect(await refusal(await world.request(group, {}, world.of('approver')))).toMatch(/covers pump-07 now/)
  })

  test('without a responder role, and with a quarantine that is not ready', async () => {
    const run = await world.planned('quarantine-thing', [thing(1)])
    await world.pool.query(`update responders set quarantine = 'not-attached'`)
    expect(await refusal(await world.request(run))).toMatch(/^409 The quarantine policy is not attached/)
    const cut = await world.planned('cut-off-thing', [thing(1)], {
      plan: { calls: [{ operation: 'AddThingToThingGroup', count: 1, perSecond: 10 }] },
    })
    expect(await refusal(await world.request(cut))).toMatch(/^409 The quarantine policy is not attached/)
    await world.pool.query(`update responders set quarantine = 'ready', role_arn = null`)
    expect(await refusal(await world.request(run))).toBe('409 No responder role is configured for this account.')
    await world.pool.query(`update responders set role_arn = 'arn:aws:iam::111122223333:role/Responder'`)
  })

  test('an account that is not watched any more', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    await world.pool.query('update aws_accounts set enabled = false')
    expect(await refusal(await world.request(run))).toMatch(/not watched/)
    expect(await refusal(await world.plan('cut-off-thing', [thing(1)]))).toMatch(/^409 .*not watched/)
    await world.pool.query('update aws_accounts set enabled = true')
  })

  test('a role that is too weak for the action, and says so in the trail', async () => {
    expect(await refusal(await world.plan('deny-group', ['pumps']))).toBe(
      '403 “Deny group” needs the role approver; yours is responder.',
    )
    expect(await trail('response.planned')).toMatchObject({ actorId: world.of('responder').id, result: 'refused' })
    const body = {
      account: 1,
      action: 'prepare-quarantine',
      selection: { scope: 'named', names: ['100000000001'] },
    }
    expect((await world.post('/response/runs', body, world.of('approver'))).status).toBe(403)
  })

  test("somebody else's plan", async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    expect(await refusal(await world.request(run, {}, world.of('admin')))).toMatch(/^403 A responder made this plan/)
    const again = await world.post(`/response/runs/${run.id}/plan`, {}, world.of('admin'))
    expect(await refusal(again)).toMatch(/^403 A responder made this plan/)
  })

  test('and the trail keeps the refusal with its reason', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    await world.guards({ readOnly: true })
    await world.request(run)
    expect(await trail('response.requested')).toMatchObject({
      actorId: world.of('responder').id,
      result: 'refused',
      object: { kind: 'run', id: run.id },
      reason: 'Seen on two sites at once',
      detail: { why: 'Response is read-only: an admin has switched every action off.' },
    })
  })
})

describe('a second person', () => {
  const waiting = async (as?: TestPerson) => {
    const run = await world.planned('cut-off-thing', things(11), { as })
    const response = await world.request(run, { typed: 'CUT OFF 11' }, as)
    expect(await response.json()).toMatchObject({ state: 'awaiting-approval' })
    return run
  }

  test('is needed above the threshold, and approves', async () => {
    const run = await waiting()
    const seen = await world.run(run.id, world.of('approver'))
    expect(seen.plan?.guards.approval).toMatch(/^11 targets would be changed; more than 10 need a second person/)
    expect(seen.may).toMatchObject({ approve: null })
    const response = await world.decide(run, 'approve')
    expect(await response.json()).toMatchObject({
      state: 'queued',
      decidedBy: { id: world.of('approver').id },
      counts: { pending: 11 },
    })
  })

  test('is always needed to revoke two', async () => {
    const run = await world.planned('revoke-certificate', certificates(2))
    const requested = await (await world.request(run, { typed: 'REVOKE 2' })).json()
    expect(requested).toMatchObject({ state: 'awaiting-approval' })
    expect(requested.approvalExpiresAt).not.toBeNull()
  })

  test('is needed to revoke a second one within the hour, one at a time or not', async () => {
    const alone = await world.person('responder')
    for (const [n, state] of [
      [0, 'queued'],
      [1, 'awaiting-approval'],
    ] as const) {
      const name = certificates(40)[38 + n] ?? ''
      const run = await world.planned('revoke-certificate', [name], { as: alone })
      const response = await world.request(run, { typed: name }, alone)
      expect(await response.json()).toMatchObject({ state })
    }
  })

  test('is never who asked: by session, by token, nor as an admin', async () => {
    const approver = await world.person('approver')
    const run = await waiting(approver)
    expect(await refusal(await world.decide(run, 'approve', approver))).toMatch(/^403 You asked for it yourself/)
    const path = `/response/runs/${run.id}/decision`
    const body = { decision: 'approve', digest: aDigest }
    const byToken = await world.call(path, { method: 'POST', body, as: approver, with: 'token' })
    expect(byToken.status).toBe(403)
    await world.pool.query(`update users set role = 'admin' where id = $1`, [approver.id])
    expect((await world.decide(run, 'approve', approver)).status).toBe(403)
    expect((await world.decide(run, 'reject', approver)).status).toBe(403)
    expect(await trail('response.approved')).toMatchObject({ actorId: approver.id, result: 'refused' })
    expect((await world.run(run.id)).state).toBe('awaiting-approval')
  })

  test('is an approver, whatever token a weaker one has', async () => {
    const run = await waiting()
    expect((await world.decide(run, 'approve', await world.person('responder'))).status).toBe(403)
    expect((await world.decide(run, 'approve', world.of('viewer'))).status).toBe(403)
    const demoted = await world.person('approver')
    await world.pool.query(`update users set role = 'responder' where id = $1`, [demoted.id])
    const body = { decision: 'approve', digest: aDigest }
    const path = `/response/runs/${run.id}/decision`
    expect((await world.call(path, { method: 'POST', body, as: demoted, with: 'token' })).status).toBe(403)
  })

  test('is too late after the request has expired', async () => {
    const run = await waiting()
    await world.pool.query(`update response_runs set approval_expires_at = now() - interval '1 second' where id = $1`, [
      run.id,
    ])
    expect(await refusal(await world.decide(run, 'approve'))).toBe('409 The request has expired.')
    const mine = await (await world.call('/response/runs?waiting=me', { as: world.of('approver') })).json()
    expect(mine.items.map(({ id }: { id: string }) => id)).not.toContain(run.id)
  })

  test('is asked again by the guards of the moment', async () => {
    const run = await waiting()
    await world.guards({ readOnly: true })
    expect(await refusal(await world.decide(run, 'approve'))).toMatch(/^409 Response is read-only/)
    await world.guards({ targetsPerHour: 5 })
    expect(await refusal(await world.decide(run, 'approve'))).toMatch(/^409 At most 5 targets/)
    await world.guards({ neverTouch: [{ by: 'name', pattern: thing(3), why: 'it cools the reactor' }] })
    expect(await refusal(await world.decide(run, 'approve'))).toMatch(/^409 The never-touch list covers pump-03/)
    expect((await world.decide(run, 'reject')).status).toBe(200)
  })

  test('cannot approve what has changed since it was asked for, and can reject it', async () => {
    const run = await waiting()
    const recheck = { at: new Date(), digest: 'another', differences: [{ name: thing(1), before: 'a', after: 'b' }] }
    await world.pool.query('update response_runs set recheck = $2 where id = $1', [run.id, JSON.stringify(recheck)])
    for (const digest of [aDigest, 'another']) {
      expect(await refusal(await world.decide(run, 'approve', undefined, digest))).toMatch(
        /^409 What it would do has changed/,
      )
    }
    expect((await world.run(run.id, world.of('approver'))).may.approve).toMatch(/^What it would do has changed/)
    const rejected = await (await world.decide(run, 'reject')).json()
    expect(rejected).toMatchObject({ state: 'rejected', counts: { 'not-started': 11 } })
  })

  test('nor another plan than the one they saw', async () => {
    const run = await waiting()
    expect(await refusal(await world.decide(run, 'approve', undefined, 'made up'))).toMatch(/^409 This is not the plan/)
  })
})

describe('settings', () => {
  test('only admins change guards, and the trail has both sides', async () => {
    const body = { ...fewGuards, approvalAbove: 3 }
    for (const role of ['viewer', 'responder', 'approver'] as const) {
      expect((await world.call('/response/guards', { method: 'PUT', body, as: world.of(role) })).status).toBe(403)
    }
    await world.guards({ approvalAbove: 3 })
    expect(await trail('response.guards-changed')).toMatchObject({
      actorId: world.of('admin').id,
      before: { approvalAbove: 10 },
      after: { approvalAbove: 3 },
    })
    expect(await (await world.call('/response/guards', { as: world.of('viewer') })).json()).toEqual(body)
  })

  test('guards that cannot be read let nothing through', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    await world.pool.query(`update settings set value = '{"neverTouch": 7}' where key = 'response-guards'`)
    expect(await refusal(await world.request(run))).toMatch(/^409 Response is read-only/)
  })

  test("a responder's settings, without its external id", async () => {
    const change = (body: object, as = world.of('admin')) =>
      world.call('/response/responders/1', { method: 'PATCH', body, as })
    expect((await change({ quarantineGroup: 'mine' }, world.of('approver'))).status).toBe(403)
    await world.pool.query(`insert into responder_permissions values (1, 'iot:UpdateCertificate', true, now())`)
    const [before] = await (await world.call('/response/responders', { as: world.of('viewer') })).json()
    expect(before).toMatchObject({ quarantine: 'ready', whyNot: null, hasExternalId: false })
    const after = await (await change({ quarantineGroup: 'mine', responderExternalId: 'half a secret' })).json()
    expect(after).toMatchObject({ quarantineGroup: 'mine', quarantine: 'unknown', hasExternalId: true })
    expect(new Set(after.permissions.map(({ state }: { state: string }) => state))).toEqual(new Set(['unproved']))
    expect(after.documents.group).toContain('mine')
    expect(JSON.stringify(await trail('response.responder-changed'))).not.toContain('half a secret')
    expect(await (await change({ responderRoleArn: null })).json()).toMatchObject({
      whyNot: 'No responder role is configured for this account.',
    })
    await change({ responderRoleArn: 'arn:aws:iam::111122223333:role/Responder' })
    await world.pool.query(`update responders set quarantine = 'ready'`)
    expect(
      (await world.call('/response/responders/999', { method: 'PATCH', body: {}, as: world.of('admin') })).status,
    ).toBe(404)
  })

  test('whether there is a quarantine group is told by the list of groups, too, where no plan has read it since', async () => {
    const told = async () => {
      const [one] = await (await world.call('/response/responders', { as: world.of('viewer') })).json()
      return one.quarantine
    }
    const read = (state: string, at: string | null) =>
      world.pool.query('update responders set quarantine = $1, quarantine_read_at = $2', [state, at])
    await read('unknown', null)
    expect(await told()).toBe('unknown')
    await world.pool.query(
      `insert into collections (account_id, collector, last_success_at) values (1, 'thing-groups', '2026-11-20T08:00:00Z')`,
    )
    expect(await told()).toBe('no-group')
    await read('ready', '2026-11-20T08:05:00Z')
    expect(await told()).toBe('ready')
    await read('ready', '2026-11-20T07:55:00Z')
    expect(await told()).toBe('no-group')
    await world.pool.query(
      `insert into thing_groups (account_id, name, content_hash) select 1, quarantine_group, 0 from responders`,
    )
    expect(await told()).toBe('ready')
    await read('no-group', '2026-11-20T07:55:00Z')
    expect(await told()).toBe('unknown')
  })
})
