import { beforeEach, describe, expect, test } from 'vitest'
import type { Run } from '#contract/response.ts'
import { executeAs } from '#tests/support/response-runs.ts'
import type { TestPerson } from '#tests/support/web.ts'
import { useResponse } from './response-world.ts'

const world = useResponse()
const names = Array.from({ length: 40 }, (_, index) => String(index).padStart(2, '0'))
let next = 0
function take(count: number) {
  next += count
  return names.slice(next - count, next)
}
const things = (count: number) => take(count).map((n) => `pump-${n}`)
const certificates = (count: number) => take(count).map((n) => n.repeat(32))

let somebody: TestPerson
beforeEach(async () => {
  next = 0
  await world.pool.query('update response_targets set open = false')
  await world.guards({ approvalAbove: 5, typedAbove: 100 })
  somebody = await world.person('responder')
})

const quarantine = (count: number) => world.planned('quarantine-thing', things(count), { as: somebody })
const deactivate = (count: number, as = somebody) =>
  world.planned('deactivate-certificate', certificates(count), { as })
const asked = async (run: Run, as = somebody): Promise<Run> => (await world.request(run, {}, as)).json()
const seen = async ({ id }: Run) => (await world.run(id)).plan?.guards

describe('what one person cuts off within an hour adds up', () => {
  test('over small plans of every kind, and each plan says what is left', async () => {
    const first = await quarantine(3)
    expect((await seen(first))?.alone).toEqual({ cut: 0, left: 5 })
    expect((await asked(first)).state).toBe('queued')
    const second = await deactivate(2)
    expect(await seen(second)).toMatchObject({ approval: null, alone: { cut: 3, left: 2 } })
    expect((await asked(second)).state).toBe('queued')
    const third = await quarantine(1)
    const why =
      '5 were cut off within the hour on one person’s word; with 1 more that makes 6, and more than 5 need a second person.'
    expect(await seen(third)).toMatchObject({ approval: why, alone: { cut: 5, left: 0 } })
    const waits = await asked(third)
    expect([waits.state, waits.plan?.guards.approval]).toEqual(['awaiting-approval', why])
    // It waits for a second person, and so counts for nobody's own word.
    expect((await seen(await deactivate(1)))?.alone).toEqual({ cut: 5, left: 0 })
    // Letting in again is held up by nothing of it.
    const release = await world.planned('release-thing', things(1), { as: somebody })
    expect(await seen(release)).toMatchObject({ approval: null, alone: null })
  })

  test('also for two requests at the same moment', async () => {
    const [one, other] = [await quarantine(3), await deactivate(3)]
    expect([(await seen(one))?.approval, (await seen(other))?.approval]).toEqual([null, null])
    const states = (await Promise.all([asked(one), asked(other)])).map(({ state }) => state)
    expect(states.sort()).toEqual(['awaiting-approval', 'queued'])
  })

  test('for each person apart, in a window that rolls on', async () => {
    const run = await quarantine(5)
    expect((await asked(run)).state).toBe('queued')
    const other = await world.person('responder')
    expect((await asked(await deactivate(5, other), other)).state).toBe('queued')
    const late = await deactivate(1)
    expect((await seen(late))?.approval).not.toBeNull()
    await world.pool.query(
      `update response_runs set requested_at = requested_at - interval '61 minutes' where id = $1`,
      [run.id],
    )
    expect((await seen(late))?.approval).toBeNull()
  })

  test('but not what was let in again, nor what AWS refused, nor what a second person approved', async () => {
    const run = await quarantine(5)
    await asked(run)
    const { items } = await (await world.call(`/response/runs/${run.id}/targets`, { as: somebody })).json()
    await executeAs(world.pool, run.id, { failing: [items[0].name, items[1].name] })
    const plan = await deactivate(1)
    expect((await seen(plan))?.alone).toEqual({ cut: 3, left: 2 })
    const release = await world.planned('release-thing', [items[2].name], { as: somebody })
    await world.request(release, {}, somebody)
    await executeAs(world.pool, release.id, { outcome: 'confirmed' })
    expect((await seen(plan))?.alone).toEqual({ cut: 2, left: 3 })
    await world.pool.query(
      `update response_runs set decided_by_id = $2, decided_by_name = 'Ada', decided_at = now() where id = $1`,
      [run.id, world.of('approver').id],
    )
    expect((await seen(plan))?.alone).toEqual({ cut: 0, left: 5 })
  })
})

test('a revocation needs a second person where an admin wants that, and its plan says so', async () => {
  const [name = ''] = certificates(1)
  const plan = { final: true }
  const run = await world.planned('revoke-certificate', [name], { as: somebody, plan })
  expect((await seen(run))?.approval).toBeNull()
  await world.guards({ finalNeedsApproval: true })
  expect((await seen(run))?.approval).toMatch(/^AWS has no way back from this: here that needs a second person/)
  const response = await world.request(run, { typed: name }, somebody)
  expect(await response.json()).toMatchObject({ state: 'awaiting-approval' })
})
