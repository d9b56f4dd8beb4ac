import { beforeAll, describe, expect, test } from 'vitest'
import type { Run, RunSummary, RunTarget } from '#contract/response.ts'
import { answerRunCsv, answerRunsCsv } from '#server/web/exports.ts'
import { parseCsv } from '../support/csv.ts'
import { executeAs } from '../support/response-runs.ts'
import { toRequest } from '../support/web.ts'
import { certificate, refusal, thing, useResponse } from './response-world.ts'

const world = useResponse()
const runs: Run[] = []

beforeAll(async () => {
  await world.guards({})
  const many = await world.planned('cut-off-thing', [thing(1), thing(2), thing(3)], { skip: [thing(3)] })
  await world.request(many)
  await executeAs(world.pool, many.id, { failing: [thing(2)], outcome: 'not-contained' })
  const one = await world.planned('deactivate-certificate', [certificate(1)])
  await world.request(one)
  await executeAs(world.pool, one.id)
  await world.pool.query(
    `insert into response_touched (run_id, n, account_id, kind, name) values ($1, 1, 1, 'certificate', $2)`,
    [many.id, certificate(1)],
  )
  await world.guards({ approvalAbove: 0 })
  const waiting = await world.planned('cut-off-thing', [thing(9)], { as: world.of('approver') })
  await world.request(waiting, {}, world.of('approver'))
  runs.push(many, one, waiting, await world.planned('disconnect-client', ['any client at all']))
})

const page = async (
  query: string,
  as = world.of('viewer'),
): Promise<{ items: RunSummary[]; nextCursor: string | null }> =>
  (await world.call(`/response/runs?${query}`, { as })).json()
const numbers = async (query: string, as?: Parameters<typeof page>[1]) =>
  (await page(query, as)).items.map(({ id }) => runs.findIndex((run) => run.id === id))

describe('the list', () => {
  test.each([
    ['', [2, 1, 0]],
    ['account=1', [2, 1, 0]],
    ['state=planned', [3]],
    ['underWay=true', []],
    ['underWay=false', [2, 1, 0]],
    ['account=2', []],
    ['action=cut-off-thing', [2, 0]],
    ['state=done', [1, 0]],
    ['waiting=anyone', [2]],
    ['waiting=me', []],
    ['account=1&thing=pump-01', [0]],
    ['account=1&thing=pump-0', []],
    [`account=1&certificate=${certificate(1)}`, [1, 0]],
    ['by=nobody', []],
    ['outcome=not-contained', [0]],
    ['outcome=unproved', []],
    ['outcome=over-limit', []],
  ])('%s', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected)
  })

  test('what waits for me is what I may decide on', async () => {
    expect(await numbers('waiting=me', world.of('approver'))).toEqual([])
    expect(await numbers('waiting=me', world.of('admin'))).toEqual([2])
    expect(await numbers(`by=${world.of('approver').id}`)).toEqual([2])
  })

  test('page by page', async () => {
    const found: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { items, nextCursor }: Awaited<ReturnType<typeof page>> = await page(`limit=1&cursor=${cursor}`)
      found.push(...items.map(({ number }) => number))
      cursor = nextCursor
    }
    expect(found).toEqual(
      runs
        .slice(0, 3)
        .map(({ number }) => number)
        .reverse(),
    )
    for (const key of [['x'], [1.5], [null], [2 ** 40], [1, 2]]) {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
      const response = await world.call(`/response/runs?cursor=${cursor}`, { as: world.of('viewer') })
      expect(response.status, JSON.stringify(key)).toBe(400)
    }
  })

  test('a thing is named with its account', async () => {
    expect(await refusal(await world.call('/response/runs?thing=pump-01', { as: world.of('viewer') }))).toMatch(/^400 /)
  })

  test('what it says of each', async () => {
    const [, one, many] = (await page('')).items
    expect(one).toMatchObject({
      target: certificate(1),
      counts: { contained: 1 },
      containedInS: 12.5,
      overLimit: false,
    })
    expect(many).toMatchObject({
      target: null,
      counts: { 'not-contained': 1, failed: 1, skipped: 1 },
      overLimit: true,
      category: 'cloned-device',
    })
  })
})

describe('the targets of a run', () => {
  const targets = async (query = '', id = runs[0]?.id): Promise<{ items: RunTarget[]; nextCursor: string | null }> =>
    (await world.call(`/response/runs/${id}/targets?${query}`, { as: world.of('viewer') })).json()

  test('in their order, each with its calls in words and as they went', async () => {
    const { items } = await targets()
    expect(items.map(({ name, state }) => [name, state])).toEqual([
      [thing(1), 'not-contained'],
      [thing(2), 'failed'],
      [thing(3), 'skipped'],
    ])
    expect(items[0]?.steps).toEqual([
      {
        kind: 'set-certificate-status',
        operation: 'UpdateCertificate',
        subject: thing(1),
        from: 'ACTIVE',
        to: 'INACTIVE',
        sentence: `Deactivate certificate ${thing(1)}`,
        state: 'confirmed',
        before: 'ACTIVE',
        requestId: 'request-1',
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        error: null,
      },
    ])
  })

  test('by state and by part of the name', async () => {
    const names = async (query: string) => (await targets(query)).items.map(({ name }) => name)
    expect(await names('state=failed')).toEqual([thing(2)])
    expect(await names('search=PUMP-03')).toEqual([thing(3)])
    expect(await names('search=%25')).toEqual([])
    expect(await names('search=pump&state=applied')).toEqual([])
  })

  test('page by page', async () => {
    const first = await targets('limit=2')
    const second = await targets(`limit=2&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items].map(({ n }) => n)).toEqual([1, 2, 3])
    expect(second.nextCursor).toBeNull()
  })
})

test('the overview of response', async () => {
  const overview = await (await world.call('/response', { as: world.of('admin') })).json()
  expect(overview).toMatchObject({
    waitingForMe: 1,
    waiting: 1,
    running: 0,
    notContained: { targets: 1, runs: 1, capped: false },
    unproved: { targets: 0, runs: 0 },
    readOnly: false,
    containmentLimitS: 300,
    containment: [{ run: runs[1]?.id, number: runs[1]?.number, seconds: 12.5, targets: 1 }],
    lastDay: { contained: { targets: 1, runs: 1 }, undone: 0, failed: 1 },
  })
})

test('what is running is as many as the list it leads to: a watched run makes no calls any more', async () => {
  const id = String(runs[1]?.id)
  const set = (state: string) => world.pool.query('update response_runs set state = $2 where id = $1', [id, state])
  for (const [state, expected] of [
    ['queued', 1],
    ['running', 1],
    ['watching', 0],
  ] as const) {
    await set(state)
    const overview = await (await world.call('/response', { as: world.of('admin') })).json()
    expect([overview.running, (await page('underWay=true')).items.length], state).toEqual([expected, expected])
  }
  await set('done')
})

test('an exercise is in no figure', async () => {
  const { rows } = await world.pool.query<{ id: string }>(
    `insert into incidents (account_id, client_id, cause, confidence, severity, sides, first_at, last_at, kicks, opened_at, drill)
     values (1, 'practice', 'undecided', 0, 'high', '[]', now(), now(), 1, now(), 'second-process') returning id`,
  )
  const set = (incident: string | null) =>
    world.pool.query('update response_runs set incident_id = $1 where id = any($2)', [
      incident,
      [runs[0]?.id, runs[1]?.id],
    ])
  await set(rows[0]?.id ?? '')
  const overview = await (await world.call('/response', { as: world.of('admin') })).json()
  expect(overview).toMatchObject({
    ...{ notContained: { targets: 0, runs: 0 }, containment: [] },
    lastDay: { contained: { targets: 0, runs: 0 }, failed: 0 },
  })
  expect(await numbers('outcome=not-contained')).toEqual([])
  const { attention } = await (await world.call('/overview', { as: world.of('viewer') })).json()
  expect(attention.map((item: { id: string }) => item.id)).not.toContain('response-not-contained')
  await set(null)
})

test('a run names the incident it answers, its targets those that concern them, and so does what is taken away', async () => {
  const id = String(runs[0]?.id)
  const { rows } = await world.pool.query<{ id: string; number: number }>(
    `insert into incidents (account_id, client_id, cause, confidence, severity, first_at, last_at, kicks)
     values (1, 'cloned', 'same-credential-two-places', 1, 'critical', now(), now(), 1) returning id, number`,
  )
  const { id: incident, number } = rows[0] ?? { id: '', number: 0 }
  expect((await world.run(id)).incident).toBeNull()
  await world.pool.query('update response_runs set incident_id = $2 where id = $1', [id, incident])
  const concerned = {
    id: incident,
    number,
    severity: 'critical',
    cause: 'same-credential-two-places',
    clientId: 'cloned',
  }
  await world.pool.query(
    `update response_targets set plan = plan || jsonb_build_object('incidents', $2::jsonb) where run_id = $1 and n = 1`,
    [id, JSON.stringify([concerned])],
  )
  expect((await world.run(id)).incident).toEqual({ id: incident, number })
  const targets = await (await world.call(`/response/runs/${id}/targets`, { as: world.of('viewer') })).json()
  // The second was stored by a version that looked for none.
  expect(targets.items.map(({ plan }: RunTarget) => plan?.incidents)).toEqual([[concerned], [], []])
  const csv = await answerRunCsv(
    world.web,
    toRequest(`/api/exports/response-runs/${id}.csv`, { as: world.of('viewer') }),
  )
  expect(parseCsv(await csv.text()).map((row) => row.open_incidents)).toEqual([`#${number} critical`, '', ''])
  await world.pool.query('update response_runs set incident_id = null where id = $1', [id])
})

test('what is not contained is named while it is watched, however new, and however old', async () => {
  const id = String(runs[0]?.id)
  const set = (state: string, days: number) =>
    world.pool.query(`update response_runs set state = $2, created_at = now() - $3 * interval '1 day' where id = $1`, [
      id,
      state,
      days,
    ])
  for (const [state, days] of [
    ['watching', 0],
    ['done', 30],
  ] as const) {
    await set(state, days)
    expect(await numbers('outcome=not-contained'), state).toEqual([0])
    const { attention } = await (await world.call('/overview', { as: world.of('viewer') })).json()
    expect(attention).toContainEqual(expect.objectContaining({ id: 'response-not-contained', count: 1 }))
  }
  await set('done', 0)
})

test('the overview of everything names what needs a person', async () => {
  const { attention } = await (await world.call('/overview', { as: world.of('viewer') })).json()
  const ours = attention.filter(({ id }: { id: string }) => id.startsWith('response-'))
  expect(ours.map(({ id, count, href }: { id: string; count: number; href: string }) => [id, count, href])).toEqual([
    ['response-not-contained', 1, `/response/${runs[0]?.id}`],
    ['response-waiting', 1, `/response/${runs[2]?.id}`],
  ])
})

test('what takes too long is over the limit, in the list and on the overview', async () => {
  const id = String(runs[1]?.id)
  const set = (state: string, target: string) =>
    world.pool.query(
      `with t as (update response_targets set state = $3 where run_id = $1)
       update response_runs set state = $2, queued_at = now() - interval '6 minutes', contained_in_s = null where id = $1`,
      [id, state, target],
    )
  await set('watching', 'not-contained')
  expect(await numbers('outcome=over-limit')).toEqual([1])
  expect((await world.run(id)).overLimit).toBe(true)
  const { attention } = await (await world.call('/overview', { as: world.of('viewer') })).json()
  expect(attention[0]).toMatchObject({ id: 'response-over-limit', count: 1, href: `/response/${id}` })
  await set('done', 'contained')
  expect(await numbers('outcome=over-limit')).toEqual([])
})

test.each(['', 'action=cut-off-thing', 'state=planned', 'waiting=anyone', 'outcome=not-contained', 'account=2'])(
  'the list as CSV: %s',
  async (query) => {
    const as = world.of('viewer')
    const csv = await answerRunsCsv(world.web, toRequest(`/api/exports/response-runs.csv?${query}`, { as }))
    expect(csv.headers.get('content-disposition')).toMatch(/filename="response-runs-\d{4}-\d\d-\d\d\.csv"/)
    const { items } = await page(query)
    expect(parseCsv(await csv.text()).map(({ id, run, state, targets }) => [id, run, state, targets])).toEqual(
      items.map(({ id, number, state, targets }) => [id, String(number), state, String(targets)]),
    )
  },
)

describe('a run as CSV', () => {
  const ask = (id: string, as = world.of('viewer')) =>
    answerRunCsv(world.web, toRequest(`/api/exports/response-runs/${id}.csv`, { as }))

  test('a row for each target and call', async () => {
    await world.pool.query(`update response_targets set identity = '=HYPERLINK("x")' where name = $1`, [thing(1)])
    const response = await ask(String(runs[0]?.id))
    expect(response.headers.get('content-disposition')).toMatch(/filename="response-run-\d{4}-\d\d-\d\d\.csv"/)
    const rows = parseCsv(await response.text())
    const column = (name: string) => rows.map((row) => row[name])
    expect(column('name')).toEqual([thing(1), thing(2), thing(3)])
    expect(column('identity')[0]).toBe('\'=HYPERLINK("x")')
    expect(column('state')).toEqual(['not-contained', 'failed', 'skipped'])
    expect(column('operation')).toEqual(['UpdateCertificate', 'UpdateCertificate', ''])
    expect(column('before')).toEqual(['ACTIVE', 'ACTIVE', ''])
    expect(column('request_id')).toEqual(['request-1', 'request-2', ''])
    expect(column('confirmed_at')[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  test('for who may see it, of what there is', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect((await ask(nobody)).status).toBe(404)
    expect((await ask('not-a-uuid')).status).toBe(400)
    const path = `/api/exports/response-runs/${runs[0]?.id}.csv`
    expect((await answerRunCsv(world.web, toRequest(path, {}))).status).toBe(401)
    expect((await answerRunCsv(world.web, toRequest(path, { method: 'HEAD', as: world.of('viewer') }))).status).toBe(
      200,
    )
  })
})

describe('rows that another version left are shown', () => {
  test('a plan, options and a selection of another form', async () => {
    const run = await world.planned('cut-off-thing', [thing(20)])
    await world.pool.query(
      `update response_runs set plan = '{"v": 9}', options = '{"route": 9}', selection = '[]', recheck = '1' where id = $1`,
      [run.id],
    )
    await world.pool.query(`update response_targets set plan = '{"v": 9}' where run_id = $1`, [run.id])
    const shown = await world.run(run.id, world.of('responder'))
    expect(shown).toMatchObject({ plan: null, options: {}, may: { request: 'The plan cannot be read. Plan again.' } })
    const { items } = await (await world.call(`/response/runs/${run.id}/targets`, { as: world.of('viewer') })).json()
    expect(items[0]).toMatchObject({ plan: null, steps: [{ operation: 'set-certificate-status' }] })
  })
})

describe('odd input', () => {
  const plan = (selection: unknown, more: object = {}) =>
    world.post('/response/runs', { account: 1, action: 'cut-off-thing', selection, ...more }, world.of('responder'))

  test.each<[string, unknown, number]>([
    ['no names', { scope: 'named', names: [] }, 400],
    ['too many names', { scope: 'named', names: Array.from({ length: 1001 }, String) }, 400],
    ['an empty name', { scope: 'named', names: [''] }, 400],
    ['a NUL', { scope: 'named', names: ['a\u0000'] }, 400],
    ['half a surrogate', { scope: 'named', names: ['\ud800'] }, 400],
    ['a name nobody has', { scope: 'named', names: ['\u202e\u{1f525}é'] }, 409],
    ['a very long name', { scope: 'named', names: ['x'.repeat(257)] }, 400],
    ['a filter of another kind', { scope: 'certificates', filters: {} }, 400],
    ['what is gone', { scope: 'things', filters: { gone: true } }, 409],
    ['nothing that matches', { scope: 'things', filters: { search: 'no such thing' } }, 409],
    ['a filter that is none', { scope: 'things', filters: { attribute: 'no equals sign' } }, 400],
    ['another account inside', { scope: 'things', filters: { account: 2, search: 'pump-01' } }, 201],
    ['another scope', { scope: 'everything' }, 400],
  ])('%s', async (_, selection, status) => {
    expect((await plan(selection)).status).toBe(status)
  })

  test('restore is only ever made by an undo', async () => {
    expect((await plan({ scope: 'named', names: [thing(1)] }, { action: 'restore' })).status).toBe(400)
  })

  test('a client ID is longer than AWS allows', async () => {
    const selection = { scope: 'named', names: ['x'.repeat(129)] }
    expect((await plan(selection, { action: 'disconnect-client' })).status).toBe(409)
  })

  test('a reason of many scripts is kept as it is', async () => {
    await world.guards({})
    const run = await world.planned('cut-off-thing', [thing(21)])
    const reason = 'клонировано \u{1f525} «зал» =cmd|x'
    expect(await (await world.request(run, { reason })).json()).toMatchObject({ reason })
    expect((await world.request(run, { reason: 'x'.repeat(2001) })).status).toBe(400)
  })
})

test('what AWS refused since is added proof, counted once and from the logs only', async () => {
  const [, one] = runs
  if (!one) throw new Error('There is a run')
  await world.pool.query(
    `insert into connection_events (account_id, at, event_key, kind, client_id, principal, reason, duplicate, feed)
     select 1, t.applied_at + v.after * interval '1 second', md5(v.after::text)::uuid, v.kind, '', t.name, 'DEVICE_CERTIFICATE_INACTIVE', false, 'logs'
     from response_targets t, (values (-5, 'auth-error'), (1, 'auth-error'), (9, 'auth-error'), (3, 'connect')) v (after, kind)
     where t.run_id = $1`,
    [one.id],
  )
  const { items } = await (await world.call(`/response/runs/${one.id}/targets`, { as: world.of('viewer') })).json()
  expect(items).toMatchObject([{ refused: { count: 2, reasons: ['DEVICE_CERTIFICATE_INACTIVE'] } }])
})
