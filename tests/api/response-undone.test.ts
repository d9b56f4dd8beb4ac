import { beforeAll, describe, expect, test } from 'vitest'
import type { ActionId } from '#contract/actions.ts'
import type { AttentionItem } from '#contract/overview.ts'
import type { ResponseOverview, Run, RunSummary, RunTarget } from '#contract/response.ts'
import { toQuery } from '#server/platform/sql.ts'
import { plainSelect } from '#server/reports/register.ts'
import { responseRuns, responseTargets } from '#server/reports/registers/response.ts'
import { answerRunCsv } from '#server/web/exports.ts'
import { parseCsv } from '../support/csv.ts'
import { executeAs } from '../support/response-runs.ts'
import { toRequest } from '../support/web.ts'
import { certificate, thing, useResponse } from './response-world.ts'

const world = useResponse()
beforeAll(() => world.guards({ typedAbove: 10 }))

/** A run that was asked for and made its calls; each target ends as told. */
async function acted(action: ActionId, names: string[], ends: Parameters<typeof executeAs>[2] = {}) {
  const run = await world.planned(action, names)
  await world.request(run)
  await executeAs(world.pool, run.id, ends)
  return run
}

/** The undo of a run as the engine leaves it: in this state, its targets as told. */
async function undo(run: Run, { state = 'done', targets = [] }: { state?: string; targets?: [string, string][] } = {}) {
  const { rows } = await world.pool.query<{ id: string; number: number }>(
    `insert into response_runs (account_id, action, target_kind, selection, state, targets, by_id, by_name, undo_of, requested_at)
     select account_id, 'restore', target_kind, '[]', $2, $3, 'u', 'Ada', id, now() from response_runs where id = $1
     returning id, number`,
    [run.id, state, targets.length],
  )
  for (const [n, [name, at]] of targets.entries())
    await world.pool.query(
      `insert into response_targets (run_id, n, account_id, action, kind, name, state, attempted_at)
       select $1, $2, account_id, 'restore', target_kind, $3, $4::text, case when $4 <> 'pending' then now() end
       from response_runs where id = $1`,
      [rows[0]?.id, n + 1, name, at],
    )
  return rows[0] ?? { id: '', number: 0 }
}

const asViewer = async (path: string) => (await world.call(path, { as: world.of('viewer') })).json()
const figures = (query = ''): Promise<ResponseOverview> => asViewer(`/response?${query}`)
const listed = async (id: string): Promise<RunSummary | undefined> =>
  (await asViewer('/response/runs')).items.find((one: RunSummary) => one.id === id)
const targets = async (id: string, query = ''): Promise<string[]> =>
  (await asViewer(`/response/runs/${id}/targets?${query}`)).items.map(
    ({ name, state }: RunTarget) => `${name} ${state}`,
  )

describe('a containment that was taken back is said to stand nowhere', () => {
  test('its figures, its row, its bar, its targets and its export', async () => {
    const run = await acted('cut-off-thing', [thing(1), thing(2)])
    const kept = await acted('cut-off-thing', [thing(3)])
    expect((await figures()).lastDay).toMatchObject({ contained: { targets: 3, runs: 2 }, undone: 0 })
    const { number } = await undo(run, {
      targets: [
        [thing(1), 'confirmed'],
        [thing(2), 'confirmed'],
      ],
    })

    const { lastDay, containment } = await figures()
    expect(lastDay).toMatchObject({ contained: { targets: 1, runs: 1 }, undone: 2 })
    expect(containment.map(({ run: id, undone }) => [id, undone])).toEqual([
      [run.id, true],
      [kept.id, false],
    ])
    expect(await listed(run.id)).toMatchObject({ undone: true, counts: { undone: 2 } })
    expect((await listed(run.id))?.counts.contained).toBeUndefined()
    expect(await listed(kept.id)).toMatchObject({ undone: false, counts: { contained: 1 } })
    expect((await world.run(run.id)).counts).toEqual({ undone: 2 })
    expect(await targets(run.id)).toEqual([`${thing(1)} undone`, `${thing(2)} undone`])
    expect(await targets(run.id, 'state=contained')).toEqual([])
    expect(await targets(run.id, 'state=undone&limit=1')).toEqual([`${thing(1)} undone`])
    const path = `/api/exports/response-runs/${run.id}.csv`
    const rows = parseCsv(await (await answerRunCsv(world.web, toRequest(path, { as: world.of('viewer') }))).text())
    expect(rows.map((row) => [row.state, row.undone_by])).toEqual([
      ['undone', String(number)],
      ['undone', String(number)],
    ])
  })

  test('a report and the incident that it answers', async () => {
    const run = await acted('quarantine-thing', [thing(20)])
    const { rows } = await world.pool.query<{ id: string }>(
      `insert into incidents (account_id, client_id, cause, confidence, severity, first_at, last_at, kicks)
       values (1, 'cloned', 'undecided', 1, 'high', now(), now(), 1) returning id`,
    )
    await world.pool.query('update response_runs set incident_id = $2 where id = $1', [run.id, rows[0]?.id])
    const answer = async () => (await asViewer(`/incidents/${rows[0]?.id}`)).runs[0]
    expect(await answer()).toMatchObject({ outcome: 'contained', undone: false })
    const scope = { accounts: [1], groups: [], now: new Date() }
    const told = async (register: typeof responseRuns) =>
      (await world.pool.query(toQuery(plainSelect(register, scope)))).rows.filter((row) =>
        [row.number, row.run].includes(run.number),
      )
    expect([await told(responseRuns), await told(responseTargets)]).toMatchObject([
      [{ undone_by: null }],
      [{ state: 'contained' }],
    ])
    // Released, not undone: the run itself has no other that undoes it.
    await acted('release-thing', [thing(20)], { outcome: 'confirmed' })
    expect(await answer()).toMatchObject({ undone: true })
    const { number } = await undo(run, { targets: [[thing(20), 'confirmed']] })
    expect([await told(responseRuns), await told(responseTargets)]).toMatchObject([
      [{ undone_by: number }],
      [{ state: 'undone' }],
    ])
  })

  test('what an undo could not put back stays contained, unless it had begun with it', async () => {
    const run = await acted('cut-off-thing', [thing(4), thing(5), thing(6), thing(7)])
    const { id } = await undo(run, {
      state: 'stopped',
      targets: [
        [thing(4), 'confirmed'],
        [thing(5), 'failed'],
        [thing(6), 'failed'],
        [thing(7), 'not-started'],
      ],
    })
    await world.pool.query(
      `insert into response_steps (run_id, n, step, params, state) values ($1, 3, 0, '{}', 'confirmed'), ($1, 3, 1, '{}', 'failed')`,
      [id],
    )
    expect((await listed(run.id))?.counts).toEqual({ undone: 2, contained: 2 })
    expect(await targets(run.id, 'state=undone')).toEqual([`${thing(4)} undone`, `${thing(6)} undone`])
  })

  test('while it is being undone its targets are no longer said to be out; a mere plan of it changes nothing', async () => {
    const run = await acted('cut-off-thing', [thing(8)])
    const { id } = await undo(run, { state: 'planned', targets: [[thing(8), 'pending']] })
    expect((await listed(run.id))?.counts).toEqual({ contained: 1 })
    await world.pool.query(`update response_runs set state = 'running' where id = $1`, [id])
    expect((await listed(run.id))?.counts).toEqual({ undone: 1 })
  })

  test('letting in by another name: a released thing, and a certificate that went with it', async () => {
    const [released, reactivated] = [
      await acted('quarantine-thing', [thing(9)]),
      await acted('cut-off-thing', [thing(10)]),
    ]
    await world.pool.query(
      `insert into response_touched (run_id, n, account_id, kind, name) values ($1, 1, 1, 'certificate', $2)`,
      [reactivated.id, certificate(10)],
    )
    const before = (await figures()).lastDay
    await acted('release-thing', [thing(9)], { outcome: 'confirmed' })
    await acted('reactivate-certificate', [certificate(10)], { outcome: 'confirmed' })
    for (const { id } of [released, reactivated]) expect((await listed(id))?.counts, id).toEqual({ undone: 1 })
    const { lastDay } = await figures()
    expect([lastDay.contained.targets, lastDay.undone]).toEqual([before.contained.targets - 2, before.undone + 2])
    // Who cuts it off again keeps it out, and only that run says so.
    const again = await acted('quarantine-thing', [thing(9)])
    expect([(await listed(released.id))?.counts, (await listed(again.id))?.counts]).toEqual([
      { undone: 1 },
      { contained: 1 },
    ])
  })
})

describe('what is not contained is counted alike by the overview and the page of response', () => {
  const item = async (id: string, query = ''): Promise<AttentionItem | undefined> =>
    (await asViewer(`/overview?${query}`)).attention.find((one: AttentionItem) => one.id === id)

  test('targets, the runs they are in, and how old that is', async () => {
    const many = await acted('cut-off-thing', [thing(11), thing(12)], { outcome: 'not-contained' })
    const one = await acted('cut-off-thing', [thing(13)], { outcome: 'not-contained' })
    const dark = await acted('cut-off-thing', [thing(14), thing(15)], { outcome: 'unproved' })
    expect((await item('response-not-contained'))?.detail).toMatch(
      /^3 targets in 2 runs, not all of them looked at yet\./,
    )
    await world.pool.query(
      `update response_targets set observed_at = now() - case when name = $1 then interval '9.5 minutes' else interval '1 minute' end
       where run_id = any($2)`,
      [thing(12), [many.id, one.id, dark.id]],
    )
    const { notContained, unproved } = await figures()
    expect(notContained).toMatchObject({ targets: 3, runs: 2, capped: false })
    expect(Date.now() - Date.parse(notContained.at ?? '')).toBeGreaterThan(9 * 60_000)
    expect(unproved).toMatchObject({ targets: 2, runs: 1 })
    const [adrift, left] = [await item('response-not-contained'), await item('response-unproved')]
    expect(adrift).toMatchObject({ count: notContained.targets, href: '/response?outcome=not-contained' })
    expect(adrift?.detail).toMatch(/^3 targets in 2 runs, looked at within 10 min\./)
    expect(left).toMatchObject({ count: unproved.targets, href: `/response/${dark.id}` })
    expect(left?.detail).toMatch(/^2 targets in 1 run, /)
    const rows: RunSummary[] = (await asViewer('/response/runs?outcome=not-contained')).items
    expect(rows.map(({ id }) => id)).toEqual([one.id, many.id])

    expect([await figures('account=2'), await item('response-not-contained', 'account=2')]).toMatchObject([
      { notContained: { targets: 0, runs: 0, at: null }, lastDay: { contained: { targets: 0 } }, containment: [] },
      undefined,
    ])
    await undo(many, { targets: [[thing(11), 'confirmed']] })
    expect((await figures()).notContained).toMatchObject({ targets: 1, runs: 1 })
    expect(await item('response-not-contained')).toMatchObject({ count: 1, href: `/response/${one.id}` })
  })

  test('one that is still watched is not left without proof yet, for either of them', async () => {
    const before = (await figures()).unproved
    const run = await acted('cut-off-thing', [thing(16)], { outcome: 'unproved', state: 'watching' })
    expect((await figures()).unproved).toMatchObject({ targets: before.targets, runs: before.runs })
    expect((await item('response-unproved'))?.count).toBe(before.targets)
    await world.pool.query(`update response_runs set state = 'done' where id = $1`, [run.id])
    expect((await figures()).unproved.targets).toBe(before.targets + 1)
    expect((await item('response-unproved'))?.count).toBe(before.targets + 1)
  })
})
