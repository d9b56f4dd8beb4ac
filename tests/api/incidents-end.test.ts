import { expect, test } from 'vitest'
import type { TimelineEntry } from '#contract/incidents.ts'
import { useIncidents } from './incidents-world.ts'

const world = useIncidents()
const latest = async (id: string): Promise<TimelineEntry> =>
  (await (await world.call(`/incidents/${id}/timeline`, { as: world.of('viewer') })).json()).items[0]

test('what spoke against an end is noted with it', async () => {
  const id = await world.add({ client_id: 'loud' })
  const { rows } = await world.pool.query<{ id: string; number: number }>(
    `insert into response_runs (account_id, action, target_kind, selection, state, targets, by_id, by_name, incident_id, requested_at)
     values (1, 'cut-off-thing', 'thing', '{}', 'done', 1, 'p', 'Pat', $1, now() - interval '1 hour') returning id, number`,
    [id],
  )
  await world.pool.query(
    `insert into response_targets (run_id, n, account_id, action, kind, name, state)
     values ($1, 0, 1, 'cut-off-thing', 'thing', 'pump-01', 'not-contained')`,
    [rows[0]?.id],
  )
  expect((await world.change(id, { state: 'resolved' })).status).toBe(200)
  expect(await latest(id)).toMatchObject({
    title: 'New → resolved',
    detail: `All the same: Sessions were thrown out within the last 30 minutes. Run ${rows[0]?.number} is not contained.`,
  })
})

test('the end of what is quiet is noted plainly', async () => {
  const id = await world.add({ client_id: 'quiet', active: false })
  await world.change(id, { state: 'resolved' })
  expect(await latest(id)).toMatchObject({ title: 'New → resolved', detail: null })
})
