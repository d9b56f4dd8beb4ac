import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { ResponseOverview, Run, RunSummary, RunTarget } from '#contract/response.ts'
import { tellLateRuns } from '#server/response/notices.ts'
import { answerRunCsv } from '#server/web/exports.ts'
import { parseCsv } from '#tests/support/csv.ts'
import { executeAs } from '#tests/support/response-runs.ts'
import { toRequest } from '../support/web.ts'
import { useResponse } from './response-world.ts'

const world = useResponse()
const since = '2026-11-20T10:00:05.000Z'
const decideAt = '2026-11-20T10:01:05.000Z'
let run: Run

beforeAll(async () => {
  await world.guards({ approvalAbove: 100, containmentLimitS: 300 })
  run = await world.planned('cut-off-thing', ['pump-01', 'pump-02'])
  await world.request(run)
  await executeAs(world.pool, run.id, { outcome: 'proving', state: 'watching' })
})

/** When it was asked for, against when its proof began. */
const asked = (seconds: number) =>
  world.pool.query(
    `with t as (update response_targets set proving_since = $2, decide_at = $3, observation = 'No live session', observed_at = $2
       where run_id = $1) update response_runs set proving_since = $2, decide_at = $3,
       queued_at = $2::timestamptz - make_interval(secs => $4) where id = $1`,
    [run.id, since, decideAt, seconds],
  )
beforeEach(() => asked(30))

const get = async <Answer>(path: string): Promise<Answer> => (await world.call(path, { as: world.of('viewer') })).json()

test('a run, its targets and the figures say alike that it is being proved, since when, and when it is decided', async () => {
  expect(await get<Run>(`/response/runs/${run.id}`)).toMatchObject({
    ...{ counts: { proving: 2 }, proving: { since, decideAt }, containedInS: null, overLimit: false, undone: false },
  })
  const { items } = await get<{ items: RunTarget[] }>(`/response/runs/${run.id}/targets?state=proving`)
  expect(items).toMatchObject(
    Array(2).fill({ state: 'proving', proving: { since, decideAt }, containedAt: null, provedAt: null }),
  )
  const listed = await get<{ items: RunSummary[] }>('/response/runs?outcome=proving')
  expect(listed.items.map(({ number }) => number)).toEqual([run.number])
  expect(await get<ResponseOverview>('/response')).toMatchObject({
    ...{ proving: { targets: 2, runs: 1, at: since }, notContained: { targets: 0 }, unproved: { targets: 0 } },
    lastDay: { contained: { targets: 0 } },
  })
})

test('what was out in time is not late while it is being proved; what was not is, everywhere', async () => {
  const late = async () => {
    const listed = await get<{ items: RunSummary[] }>('/response/runs?outcome=over-limit')
    const { attention } = await get<{ attention: { id: string }[] }>('/overview')
    await tellLateRuns(world.pool, new Date())
    const told = await world.pool.query(`select 1 from notices where key = 'run ' || $1 || ' late'`, [run.id])
    return {
      run: (await get<Run>(`/response/runs/${run.id}`)).overLimit,
      listed: listed.items.length === 1,
      attention: attention.some(({ id }) => id === 'response-over-limit'),
      told: told.rowCount === 1,
    }
  }
  // The limit is long over by now; what counts is when the proof began.
  expect(await late()).toEqual({ run: false, listed: false, attention: false, told: false })
  await asked(301)
  expect(await late()).toEqual({ run: true, listed: true, attention: true, told: true })
})

test('the CSV has when the proof began, and when it was one', async () => {
  const address = `/api/exports/response-runs/${run.id}.csv`
  const rows = async () =>
    parseCsv(await (await answerRunCsv(world.web, toRequest(address, { as: world.of('viewer') }))).text())
  const [begun, decided] = [since, decideAt].map((at) => at.replace('.000', ''))
  expect((await rows())[0]).toMatchObject({ state: 'proving', proving_since: begun, contained_at: '', proved_at: '' })
  await world.pool.query(
    `update response_targets set state = 'contained', contained_at = proving_since, proved_at = decide_at where run_id = $1`,
    [run.id],
  )
  expect((await rows())[0]).toMatchObject({ state: 'contained', contained_at: begun, proved_at: decided })
})
