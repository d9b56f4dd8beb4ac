import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Run } from '#contract/response.ts'
import { inTransaction } from '#server/platform/db.ts'
import { aDigest, executeAs, planAs } from '../support/response-runs.ts'
import { certificate, refusal, thing, useResponse } from './response-world.ts'

const world = useResponse()

beforeEach(() => world.guards({}))
afterEach(() =>
  world.pool.query(`update response_targets set open = false, attempted_at = null;
    update response_runs set state = 'done' where state in ('queued', 'running', 'awaiting-approval')`),
)

const cancel = (run: { id: string }, as = world.of('responder')) =>
  world.post(`/response/runs/${run.id}/cancel`, { reason: 'Wrong pump' }, as)
const undo = (run: { id: string }, as = world.of('responder')) => world.post(`/response/runs/${run.id}/undo`, {}, as)
const retry = (run: { id: string }, as = world.of('responder')) => world.post(`/response/runs/${run.id}/retry`, {}, as)
const statuses = (responses: Response[]) => responses.map(({ status }) => status).sort()

async function executed(action: 'deactivate-certificate' | 'revoke-certificate' = 'deactivate-certificate', n = 1) {
  const run = await world.planned(action, [certificate(n)])
  const response = await world.request(run, { typed: certificate(n) })
  if (!response.ok) throw new Error(await response.text())
  await executeAs(world.pool, run.id)
  return run
}

describe('races', () => {
  test('two operators, the same target: one has it, the other is told which run', async () => {
    const other = await world.person('responder')
    const runs = [
      await world.planned('cut-off-thing', [thing(1)]),
      await world.planned('cut-off-thing', [thing(1)], { as: other }),
    ]
    const responses = await Promise.all([world.request(runs[0] as Run), world.request(runs[1] as Run, {}, other)])
    expect(statuses(responses)).toEqual([200, 409])
    const [won, lost] = responses[0]?.status === 200 ? [runs[0], responses[1]] : [runs[1], responses[0]]
    expect(await refusal(lost as Response)).toBe(`409 Run ${won?.number} is at “${thing(1)}” already.`)
    const { rows } = await world.pool.query('select 1 from response_targets where open')
    expect(rows).toHaveLength(1)
  })

  test('another action on the same target may run beside it', async () => {
    const runs = [await world.planned('cut-off-thing', [thing(1)]), await world.planned('quarantine-thing', [thing(1)])]
    expect(statuses(await Promise.all(runs.map((run) => world.request(run))))).toEqual([200, 200])
  })

  test('two requests cannot both take what is left of the cap', async () => {
    await world.guards({ targetsPerHour: 3 })
    const runs = [
      await world.planned('cut-off-thing', [thing(1), thing(2)]),
      await world.planned('cut-off-thing', [thing(3), thing(4)]),
    ]
    expect(statuses(await Promise.all(runs.map((run) => world.request(run))))).toEqual([200, 409])
  })

  test('the same request twice at once', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    expect(statuses(await Promise.all([world.request(run), world.request(run)]))).toEqual([200, 409])
  })

  test('approve twice at once: one decides', async () => {
    await world.guards({ approvalAbove: 0 })
    const run = await world.planned('cut-off-thing', [thing(1)])
    await world.request(run)
    const [one, two] = [world.of('approver'), world.of('admin')]
    expect(statuses(await Promise.all([world.decide(run, 'approve', one), world.decide(run, 'approve', two)]))).toEqual(
      [200, 409],
    )
    const approvals = await world.pool.query(
      `select 1 from activity where action = 'response.approved' and object_id = $1 and result = 'ok'`,
      [run.id],
    )
    expect(approvals.rows).toHaveLength(1)
  })

  test.each([
    ['disabled', { disabled: true }, 'A responder, who asked for it, has been disabled since.'],
    ['a viewer', { role: 'viewer' }, 'A responder, who asked for it, has the role viewer by now, which may not.'],
  ])('what somebody asked for who is %s by now is only rejected', async (_, change, why) => {
    const who = await world.person('responder')
    await world.guards({ approvalAbove: 0 })
    const run = await world.planned('cut-off-thing', [thing(39)], { as: who })
    expect((await world.request(run, {}, who)).status).toBe(200)
    await world.call(`/people/${who.id}`, { method: 'PATCH', body: change, as: world.of('admin') })
    expect(await refusal(await world.decide(run, 'approve'))).toBe(`409 ${why} Reject it, and plan it yourself.`)
    expect((await world.decide(run, 'reject')).status).toBe(200)
  })

  test('approve and reject at once: one decides, and nothing stays open after a rejection', async () => {
    await world.guards({ approvalAbove: 0 })
    const run = await world.planned('cut-off-thing', [thing(1)])
    await world.request(run)
    const decisions = [world.decide(run, 'approve'), world.decide(run, 'reject', world.of('admin'))]
    expect(statuses(await Promise.all(decisions))).toEqual([200, 409])
    const { state, counts } = await world.run(run.id)
    expect([state, counts]).toEqual(
      state === 'queued' ? ['queued', { pending: 1 }] : ['rejected', { 'not-started': 1 }],
    )
  })

  test('undo clicked twice leads to one undo', async () => {
    const run = await executed()
    const answers = await Promise.all([undo(run), undo(run)])
    const [one, two] = (await Promise.all(answers.map((response) => response.json()))) as Run[]
    expect(one?.id).toBe(two?.id)
    await planAs(world.pool, String(one?.id))
    const other = await world.person('responder')
    const theirs: Run = await (await undo(run, other)).json()
    await planAs(world.pool, theirs.id)
    const requests = [world.request({ id: String(one?.id) }), world.request(theirs, {}, other)]
    expect(statuses(await Promise.all(requests))).toEqual([200, 409])
    expect(await refusal(await undo(run))).toMatch(/^409 Run \d+ is undoing it\.$/)
  })

  test('cancel while a worker claims: either nothing is done, or the worker is told', async () => {
    for (const first of ['worker', 'cancel'] as const) {
      const run = await world.planned('cut-off-thing', [thing(1)])
      await world.request(run)
      const claim = () =>
        world.pool.query(
          `update response_runs set holder = gen_random_uuid(), lease_until = now() + interval '30 seconds'
           where id = $1 and state = 'queued'`,
          [run.id],
        )
      const steps = first === 'worker' ? [claim, () => cancel(run)] : [() => cancel(run), claim]
      for (const step of steps) await step()
      const { state } = await world.run(run.id)
      expect(state).toBe(first === 'worker' ? 'queued' : 'cancelled')
      const { rows } = await world.pool.query(
        'select cancel_wanted_at is not null as wanted, stop_reason, holder from response_runs where id = $1',
        [run.id],
      )
      expect(rows[0]).toMatchObject({ wanted: true, stop_reason: 'Wrong pump' })
      await world.pool.query(`update response_runs set state = 'cancelled' where id = $1`, [run.id])
      await world.pool.query('update response_targets set open = false where run_id = $1', [run.id])
    }
  })

  test('a cancel waits for a worker that is moving the run on, and sees what it did', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    await world.request(run)
    const cancelled = await inTransaction(world.pool, async (tx) => {
      await tx.query(`update response_runs set state = 'running', holder = gen_random_uuid() where id = $1`, [run.id])
      return { answer: cancel(run) }
    })
    expect(await (await cancelled.answer).json()).toMatchObject({
      state: 'running',
      may: { cancel: 'It is being cancelled.' },
    })
  })
})

describe('cancel', () => {
  test('ends at once what nobody has begun, and gives its targets up', async () => {
    const planned = await world.planned('cut-off-thing', [thing(1)])
    expect(await (await cancel(planned)).json()).toMatchObject({ state: 'cancelled', stopReason: 'Wrong pump' })
    const queued = await world.planned('cut-off-thing', [thing(1)])
    await world.request(queued)
    expect(await (await cancel(queued)).json()).toMatchObject({ state: 'cancelled', counts: { 'not-started': 1 } })
    const again = await world.planned('cut-off-thing', [thing(1)])
    expect((await world.request(again)).status).toBe(200)
  })

  test('refuses what is over, and what has only its watch left', async () => {
    const run = await executed()
    expect(await refusal(await cancel(run))).toBe('409 It is over.')
    await world.pool.query(`update response_runs set state = 'watching' where id = $1`, [run.id])
    expect(await refusal(await cancel(run))).toMatch(/^409 Every call was made/)
    expect((await cancel(run, world.of('viewer'))).status).toBe(403)
  })
})

test('somebody with 20 plans in the making waits for one', async () => {
  const eager = await world.person('responder')
  for (let n = 0; n < 20; n++) expect((await world.plan('cut-off-thing', [thing(n)], eager)).status).toBe(201)
  const response = await world.plan('cut-off-thing', [thing(1)], eager)
  expect(await refusal(response)).toBe('429 20 plans of yours are being made. Wait for one, or cancel it.')
})

describe('plan again', () => {
  test('with other options, and the plan before it is gone', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    const body = { options: { route: 'group' } }
    const again = await world.post(`/response/runs/${run.id}/plan`, body, world.of('responder'))
    expect(await again.json()).toMatchObject({
      state: 'planning',
      plan: null,
      digest: null,
      options: { route: 'group' },
    })
    const targets = await (await world.call(`/response/runs/${run.id}/targets`, { as: world.of('viewer') })).json()
    expect(targets.items[0]).toMatchObject({ plan: null, steps: [] })
    expect(await refusal(await world.request(run))).toBe('409 The plan is being made.')
    const twice = await world.post(`/response/runs/${run.id}/plan`, {}, world.of('responder'))
    expect(await refusal(twice)).toBe('409 It is being planned.')
  })

  test('not once it was asked for', async () => {
    const run = await world.planned('cut-off-thing', [thing(1)])
    await world.request(run)
    const again = await world.post(`/response/runs/${run.id}/plan`, {}, world.of('responder'))
    expect(await refusal(again)).toBe('409 It was asked for already.')
  })
})

describe('recheck', () => {
  test('is for who decides, and asked for once until it is answered', async () => {
    await world.guards({ approvalAbove: 0 })
    const run = await world.planned('cut-off-thing', [thing(1)])
    const recheck = () => world.post(`/response/runs/${run.id}/recheck`, {}, world.of('approver'))
    expect((await recheck()).status).toBe(409)
    await world.request(run)
    expect(statuses([await recheck(), await recheck()])).toEqual([200, 200])
    const asked = await world.pool.query(
      `select (select count(*) from activity where action = 'response.rechecked' and object_id = r.id::text and result = 'ok') as times,
         recheck_wanted_at is not null as wanted, wake_at <= now() as due from response_runs r where id = $1`,
      [run.id],
    )
    expect(asked.rows[0]).toEqual({ times: 1, wanted: true, due: true })
  })
})

describe('retry', () => {
  test('plans what failed and what was left out, in a run of its own', async () => {
    const run = await world.planned('cut-off-thing', [thing(1), thing(2), thing(3)], { skip: [thing(3)] })
    await world.request(run)
    await executeAs(world.pool, run.id, { failing: [thing(2)] })
    const again: Run = await (await retry(run)).json()
    expect(again).toMatchObject({
      state: 'planning',
      targets: 1,
      target: thing(2),
      retryOf: { id: run.id },
      selection: { scope: 'named', names: [thing(2)] },
    })
    await planAs(world.pool, again.id)
    expect((await world.request(again)).status).toBe(200)
  })

  test('refuses when there is nothing to do again, or it is not over', async () => {
    const done = await executed()
    expect(await refusal(await retry(done))).toBe('409 Nothing failed, and nothing was left out.')
    const planned = await world.planned('cut-off-thing', [thing(1)])
    expect(await refusal(await retry(planned))).toBe('409 It is not over.')
  })
})

describe('undo', () => {
  test('goes through the same guards', async () => {
    const run = await executed()
    const plan: Run = await (await undo(run)).json()
    await planAs(world.pool, plan.id)
    await world.guards({ readOnly: true })
    expect(await refusal(await world.request(plan))).toMatch(/^409 Response is read-only/)
    await world.guards({ approvalAbove: 0, typedAbove: 0 })
    expect(await refusal(await world.request(plan))).toBe(`400 Type “${certificate(1)}” to confirm.`)
    const waiting = await (await world.request(plan, { typed: certificate(1) })).json()
    expect(waiting.state).toBe('awaiting-approval')
    expect((await world.decide(plan, 'approve')).status).toBe(200)
    await executeAs(world.pool, plan.id, { outcome: 'confirmed' })
    const source = await world.run(run.id, world.of('responder'))
    expect(source.undo).toEqual({ run: { id: plan.id, number: plan.number }, whyNot: `Run ${plan.number} undid it.` })
  })

  test('is possible while a run is still watched, which goes on until the undo acts', async () => {
    const run = await executed()
    await world.pool.query(`update response_runs set state = 'watching', finished_at = null where id = $1`, [run.id])
    const plan: Run = await (await undo(run)).json()
    await planAs(world.pool, plan.id)
    expect((await world.request(plan)).status).toBe(200)
    expect((await world.run(run.id)).state).toBe('watching')
  })

  test.each<[string, string]>([
    ['queued', 'It is still running.'],
    ['running', 'It is still running.'],
    ['rejected', 'Nothing was changed.'],
    ['planned', 'Nothing was changed.'],
  ])('not while or when it is %s', async (state, why) => {
    const run = await executed()
    await world.pool.query('update response_runs set state = $2 where id = $1', [run.id, state])
    expect(await refusal(await undo(run))).toBe(`409 ${why}`)
    await world.pool.query(`update response_runs set state = 'done' where id = $1`, [run.id])
  })

  test('not of what AWS has no way back from, nor of what changed nothing', async () => {
    expect(await refusal(await undo(await executed('revoke-certificate', 2)))).toMatch(/^409 AWS never lets a revoked/)
    const failed = await world.planned('deactivate-certificate', [certificate(3)])
    await world.request(failed)
    await executeAs(world.pool, failed.id, { failing: [certificate(3)] })
    expect(await refusal(await undo(failed))).toBe('409 There is nothing to put back.')
  })

  test('not of an undo', async () => {
    const run = await executed()
    const plan: Run = await (await undo(run)).json()
    await planAs(world.pool, plan.id)
    await world.request(plan)
    await executeAs(world.pool, plan.id, { outcome: 'confirmed' })
    expect(await refusal(await undo(plan))).toMatch(/^409 This is an undo itself/)
  })

  test('needs the role that the action needs', async () => {
    const run = await world.planned('deny-group', ['pumps'], { as: world.of('approver') })
    expect((await world.request(run, {}, world.of('approver'))).status).toBe(200)
    await executeAs(world.pool, run.id)
    expect((await undo(run)).status).toBe(403)
    expect((await world.run(run.id, world.of('responder'))).undo.whyNot).toMatch(/approver/)
    expect((await undo(run, world.of('approver'))).status).toBe(201)
  })
})

describe('nothing of that id', () => {
  const nobody = '00000000-0000-4000-8000-000000000000'
  test.each([
    ['GET', '', undefined],
    ['GET', '/targets', undefined],
    ['POST', '/plan', {}],
    ['POST', '/request', { digest: aDigest, reason: 'long enough', category: 'other' }],
    ['POST', '/recheck', {}],
    ['POST', '/decision', { digest: aDigest, decision: 'approve' }],
    ['POST', '/cancel', { reason: 'why not' }],
    ['POST', '/retry', {}],
    ['POST', '/undo', {}],
  ])('%s %s is 404, and a wrong id 400', async (method, path, body) => {
    const ask = (id: string) => world.call(`/response/runs/${id}${path}`, { method, body, as: world.of('admin') })
    expect((await ask(nobody)).status).toBe(404)
    for (const id of ['1', 'x'.repeat(300), '%00', 'éé', `${nobody}0`]) expect((await ask(id)).status, id).toBe(400)
  })

  test('an account that is not there', async () => {
    const body = { account: 77, action: 'cut-off-thing', selection: { scope: 'named', names: [thing(1)] } }
    expect((await world.post('/response/runs', body, world.of('responder'))).status).toBe(404)
  })
})
