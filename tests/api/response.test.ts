import { afterEach, describe, expect, test } from 'vitest'
import { executeAs } from '../support/response-runs.ts'
import { certificate, reason, refusal, thing, useResponse } from './response-world.ts'

const world = useResponse()

afterEach(() => world.pool.query('update response_targets set open = false, attempted_at = null'))

describe('planning', () => {
  test('freezes what is named, in order, once each', async () => {
    const response = await world.plan('cut-off-thing', [thing(2), thing(1), thing(2)])
    expect(response.status).toBe(201)
    const run = await response.json()
    expect(run).toMatchObject({ state: 'planning', targets: 2, target: null, plan: null, by: { name: 'A responder' } })
    expect(run.may).toMatchObject({ request: 'The plan is being made.', cancel: null })
    const { items } = await (await world.call(`/response/runs/${run.id}/targets`, { as: world.of('viewer') })).json()
    expect(items.map(({ name }: { name: string }) => name)).toEqual([thing(1), thing(2)])
  })

  test('freezes what a filter matches', async () => {
    const body = {
      account: 1,
      action: 'cut-off-thing',
      selection: { scope: 'things', filters: { attribute: 'site=a' } },
    }
    const run = await (await world.post('/response/runs', body, world.of('responder'))).json()
    expect(run).toMatchObject({ targets: 20, counts: { planned: 20 } })
    const certificates = {
      account: 1,
      action: 'deactivate-certificate',
      selection: { scope: 'certificates', filters: { status: 'ACTIVE' } },
    }
    expect((await (await world.post('/response/runs', certificates, world.of('responder'))).json()).targets).toBe(40)
  })

  test('names what it does not know', async () => {
    expect(await refusal(await world.plan('cut-off-thing', [thing(1), 'ghost']))).toBe(
      '409 Not known in this account, or gone: “ghost”.',
    )
    const many = Array.from({ length: 9 }, (_, index) => `ghost-${index}`)
    expect(await refusal(await world.plan('cut-off-thing', many))).toMatch(/“ghost-3” and 5 more\.$/)
  })

  test('a full life: planned, requested, done, undone', async () => {
    const run = await world.planned('deactivate-certificate', [certificate(1)])
    const queued = await world.request(run)
    expect(queued.status).toBe(200)
    expect(await queued.json()).toMatchObject({ state: 'queued', ...reason, counts: { pending: 1 } })
    await executeAs(world.pool, run.id)
    const done = await world.run(run.id, world.of('responder'))
    expect(done).toMatchObject({
      state: 'done',
      containedInS: 12.5,
      overLimit: false,
      undo: { whyNot: null, run: null },
    })
    const undo = await (await world.post(`/response/runs/${run.id}/undo`, {}, world.of('responder'))).json()
    expect(undo).toMatchObject({ action: 'restore', undoOf: { id: run.id, number: done.number }, targets: 1 })
  })
})
