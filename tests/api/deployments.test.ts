import { beforeEach, describe, expect, test } from 'vitest'
import type {
  Deployment,
  DeploymentFigures,
  DeploymentSettings,
  DeploymentSummary,
  Execution,
  IntendedVersion,
  SoftwareDrift,
  SoftwareInventory,
  ThingSoftware,
  Unupdatable,
} from '#contract/deployments.ts'
import { aGroup, aPresence, aThing, insert } from '../support/builders.ts'
import { insertDeployment } from '../support/deployments.ts'
import { useFindings } from './findings-world.ts'

const world = useFindings()

type Page<Item> = { items: Item[]; nextCursor: string | null }

beforeEach(async () => {
  await world.pool.query(`truncate deployments, deployment_executions, things, thing_groups, deployment_thresholds, unsupported_types, software_stated,
    software_rollup, software_drift, unupdatable_things, deployment_figures, thing_software, software_changes restart identity cascade`)
})

/** Walks all pages of a list, two rows at a time. */
async function walk<Item>(path: string): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<Item> = await world.json(
      `${path}${path.includes('?') ? '&' : '?'}limit=2${cursor && `&cursor=${cursor}`}`,
    )
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}

describe('the list', () => {
  const day = (n: number) => `2026-11-0${n}T00:00:00.000Z`

  test.each([
    ['-created', ['c', 'b', 'a', 'd']],
    ['-changed', ['a', 'b', 'c', 'd']],
    ['health', ['b', 'a', 'c', 'd']],
  ])('by %s, page by page', async (sort, expected) => {
    await insertDeployment(world.pool, {
      name: 'a',
      created_at: day(1),
      counts_changed_at: day(9),
      health: 'running',
      account_id: 2,
    })
    await insertDeployment(world.pool, {
      name: 'b',
      created_at: day(2),
      counts_changed_at: day(8),
      health: 'failing',
    })
    await insertDeployment(world.pool, {
      name: 'c',
      created_at: day(3),
      counts_changed_at: day(7),
      health: 'succeeded',
    })
    await insertDeployment(world.pool, { name: 'd', created_at: null, counts_changed_at: null, health: 'canceled' })
    await insertDeployment(world.pool, { name: 'gone', gone_at: day(4) })
    const items = await walk<DeploymentSummary>(`/deployments?sort=${sort}`)
    expect(items.map(({ name }) => name)).toEqual(expected)
  })

  test('by what it is about', async () => {
    await insertDeployment(
      world.pool,
      { name: 'a', title: 'Patch 100%', health: 'failing', packages: [{ name: 'fw', version: '2.0' }], queued: 2 },
      [{ thing: 'pump-1' }],
    )
    await insertDeployment(world.pool, { name: 'b', kind: 'greengrass', targets: [] })
    const named = async (query: string) =>
      (await world.json<Page<DeploymentSummary>>(`/deployments?${query}`)).items.map(({ name }) => name)
    expect(await named('search=100%25')).toEqual(['a'])
    expect(await named('kind=greengrass')).toEqual(['b'])
    expect(await named('health=failing&account=1')).toEqual(['a'])
    expect(await named('thing=pump-1')).toEqual(['a'])
    const { items } = await world.json<Page<DeploymentSummary>>('/deployments?kind=job')
    expect(items[0]).toMatchObject({ target: 'group pumps', intent: 'fw 2.0', total: 2, etaS: null })
  })

  test('figures', async () => {
    await insertDeployment(world.pool, { health: 'failing' })
    await insertDeployment(world.pool, { health: 'failing', account_id: 2 })
    await world.pool.query(
      `insert into deployment_figures (account_id, blocked, behind, unupdatable, judged_at, counted_at, register_at)
       values (1, 5, 7, 3, '2026-11-02', '2026-11-02', '2026-11-02')`,
    )
    // What was worked out of one account is not known of both.
    expect(await world.json<DeploymentFigures>('/deployments/figures')).toMatchObject({
      ...{ blocked: null, behind: null, unupdatable: null },
    })
    await world.pool.query(
      `insert into deployment_figures (account_id, counted_at, register_at) values (2, '2026-11-03', '2026-11-03')`,
    )
    // Of an account that has no deployments there is nothing to judge.
    await world.pool.query("update deployments set gone_at = '2026-11-03' where account_id = 2")
    expect(await world.json<DeploymentFigures>('/deployments/figures')).toEqual({
      byHealth: [{ health: 'failing', count: 1 }],
      blocked: 5,
      behind: 7,
      unupdatable: 3,
      at: '2026-11-02T00:00:00.000Z',
    })
  })
})

describe('one deployment', () => {
  test('its configuration in words, progress, failures and stalls', async () => {
    const id = await insertDeployment(
      world.pool,
      {
        name: 'patch',
        targets: ['a', 'b', 'c', 'd', 'e'].map((name) => `arn:aws:iot:eu-west-1:1:thing/${name}`),
        config: {
          jobExecutionsRolloutConfig: { maximumPerMinute: 50 },
          timeoutConfig: { inProgressTimeoutInMinutes: 30 },
          abortConfig: {
            criteriaList: [
              { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 20, minNumberOfExecutedThings: 10 },
            ],
          },
        },
      },
      [
        { thing: 'a', status: 'FAILED', message: 'no space' },
        { thing: 'b', status: 'FAILED', message: 'no space' },
        { thing: 'c', status: 'REJECTED', message: 'too old' },
        { thing: 'd', stall_cause: 'device-offline', stall_counts: true },
        { thing: 'e', stall_cause: 'device-offline' },
        { thing: 'f', status: 'CANCELED', started_at: '2026-11-01T00:00:00Z' },
        { thing: 'g', status: 'CANCELED' },
      ],
    )
    await world.pool.query(
      `insert into deployment_progress select $1, timestamptz '2026-11-01' + make_interval(mins => n), 0, 0, n, 0, 0, 0, 0, 0
       from generate_series(1, 1000) n`,
      [id],
    )
    const one = await world.json<Deployment>(`/deployments/${id}`)
    expect(one).toMatchObject({
      target: 'a, b, c and 2 more',
      rollout: 'At most 50 devices a minute',
      timeout: '30 minutes in progress',
      abort: '20% failed, once 10 were through',
      messages: [
        { message: 'no space', status: 'FAILED', count: 2, example: 'a' },
        { message: 'too old', status: 'REJECTED', count: 1, example: 'c' },
      ],
      stalls: [{ cause: 'device-offline', count: 2, stalled: 1 }],
      interrupted: { count: 1, things: ['f'] },
      runs: [],
    })
    expect(one.progress.length).toBeLessThanOrEqual(200)
    expect([one.progress[0]?.succeeded, one.progress.at(-1)?.succeeded]).toEqual([1, 1000])
  })

  test.each(['999', 'x', '99999999999999999999'])('%s is not there', async (id) => {
    expect((await world.send('GET', `/deployments/${id}`)).status).toBe(404)
    expect((await world.send('GET', `/deployments/${id}/executions`)).status).toBe(404)
  })

  test('its devices, with what is known of them', async () => {
    const [row] = await insert(world.pool, 'things', [aThing({ name: 'b' })])
    await insert(world.pool, 'presence', [aPresence({ thing_row_id: row, thing_name: 'b', connected: false })])
    const id = await insertDeployment(world.pool, {}, [
      { thing: 'c', status: 'FAILED', message: 'no space' },
      { thing: 'b', stall_cause: 'device-offline', stall_says: 'Offline since yesterday' },
      { thing: 'a', status: 'OF_TOMORROW' },
    ])
    const items = await walk<Execution>(`/deployments/${id}/executions`)
    expect(items.map(({ thing, status, known, connected }) => [thing, status, known, connected])).toEqual([
      ['a', 'UNKNOWN', false, null],
      ['b', 'QUEUED', true, false],
      ['c', 'FAILED', false, null],
    ])
    expect(items[1]?.stall).toEqual({
      cause: 'device-offline',
      says: 'Offline since yesterday',
      since: null,
      stalled: false,
    })
    const named = async (query: string) =>
      (await world.json<Page<Execution>>(`/deployments/${id}/executions?${query}`)).items.map(({ thing }) => thing)
    expect(await named('status=FAILED')).toEqual(['c'])
    expect(await named('stall=device-offline')).toEqual(['b'])
    expect(await named('standing=waiting')).toEqual(['b'])
    expect(await named('stall=device-offline&standing=stalled')).toEqual([])
    expect(await named('message=no%20space')).toEqual(['c'])
    expect(await named('search=B')).toEqual(['b'])
  })
})

describe('software', () => {
  test('the matrix, what reports nothing, and how much of the fleet is covered', async () => {
    await world.pool.query(`insert into software_rollup values (1, 'type', 'pump', 'fw', '1.0', 3, 0),
      (1, 'type', 'pump', 'fw', '2.0', 5, 5), (1, 'type', 'pump', '', '', 2, 0), (1, 'group', 'north', 'fw', '1.0', 3, 0)`)
    await world.pool.query(
      `insert into deployment_figures (account_id, behind, things, reporting, counted_at) values (1, 3, 10, 8, '2026-11-02')`,
    )
    const inventory = await world.json<SoftwareInventory>('/software')
    expect(inventory).toMatchObject({ by: 'type', behind: 3, coverage: 0.8, at: '2026-11-02T00:00:00.000Z' })
    expect(inventory.versions.map(({ version, things, intended }) => [version, things, intended])).toEqual([
      ['2.0', 5, true],
      ['1.0', 3, false],
    ])
    expect(inventory.unknown).toEqual([{ account: 1, of: 'pump', things: 2 }])
    expect((await world.json<SoftwareInventory>('/software?by=group&package=other')).versions).toEqual([])
  })

  test('drift, page by page', async () => {
    await world.pool.query(`insert into software_drift (account_id, thing, package, kind, version, intended) values
      (1, 'a', 'fw', 'behind', '1.0', '2.0'), (1, 'a', 'fw', 'downgrade', '1.0', '2.0'), (2, 'a', 'fw', 'other', null, '2.0')`)
    const items = await walk<SoftwareDrift>('/software/drift')
    expect(items.map(({ account, kind }) => [account, kind])).toEqual([
      [1, 'behind'],
      [1, 'downgrade'],
      [2, 'other'],
    ])
    expect((await world.json<Page<SoftwareDrift>>('/software/drift?kind=behind')).items).toHaveLength(1)
  })

  test('what one thing says it runs, and how that changed, the newest first', async () => {
    const at = '2026-11-02T00:00:00.000Z'
    const id = await insertDeployment(world.pool, { title: 'Back to 1.0' })
    await world.pool.query(
      `insert into thing_software values (1, 'a', 'shadow', 'fw', '1.0', $1), (1, 'a', 'greengrass', 'nucleus', '2.14', $1),
         (1, 'b', 'shadow', 'fw', '2.0', $1)`,
      [at],
    )
    await world.pool.query(
      `insert into software_changes (account_id, thing, source, package, from_version, version, at, kind, deployment_id)
       values (1, 'a', 'shadow', 'fw', null, '2.0', $1, 'first', null), (1, 'a', 'shadow', 'fw', '2.0', '1.0', $1, 'downgrade', $2),
         (1, 'a', 'shadow', 'fw', '1.0', null, $1, null, null)`,
      [at, id],
    )
    await insert(world.pool, 'things', [aThing({ name: 'a' })])
    const software = await world.json<ThingSoftware>('/software/thing?account=1&thing=a')
    expect(software.versions).toEqual([
      { package: 'fw', version: '1.0', source: 'shadow', since: at },
      { package: 'nucleus', version: '2.14', source: 'greengrass', since: at },
    ])
    expect(software.changes).toEqual([
      { package: 'fw', from: '1.0', version: null, at, kind: null, deployment: null },
      { package: 'fw', from: '2.0', version: '1.0', at, kind: 'downgrade', deployment: { id, title: 'Back to 1.0' } },
      { package: 'fw', from: null, version: '2.0', at, kind: 'first', deployment: null },
    ])
    expect((await world.send('GET', '/software/thing?account=1&thing=nobody')).status).toBe(404)
  })

  test('a person’s word for a type or group', async () => {
    await insert(world.pool, 'thing_groups', [aGroup({ name: 'north' })])
    const state = (body: object) =>
      world.send('PUT', '/software/intended', {
        ...{ account: 1, kind: 'group', of: 'north', package: 'fw', version: '2.0', why: 'Agreed with the makers' },
        ...body,
      })
    expect((await state({})).status).toBe(400)
    await world.pool.query("insert into thing_software values (1, 'a', 'shadow', 'fw', '1.0', '2026-11-01')")
    const stated: IntendedVersion[] = await (await state({})).json()
    expect(stated).toMatchObject([{ of: 'north', version: '2.0', stated: { by: 'A responder' }, deployment: null }])
    expect((await state({ of: 'south' })).status).toBe(400)
    expect((await state({ account: 99 })).status).toBe(400)
    expect(await (await state({ version: null })).json()).toEqual([])
    const { rows } = await world.pool.query(
      "select before, after from activity where action = 'software.intended' and result = 'ok' order by id desc limit 1",
    )
    expect(rows).toEqual([{ before: { version: '2.0' }, after: { version: null } }])
  })
})

describe('the register', () => {
  const put = (body: object) =>
    world.send('PUT', '/software/unupdatable', { account: 1, thing: 'old', why: 'Its maker is gone', ...body })

  test('a thing is declared, planned, overdue, done', async () => {
    await insert(world.pool, 'things', [aThing({ name: 'old' })])
    expect((await put({ plan: 'Replace it' })).status).toBe(400)
    const [first, second] = await Promise.all([put({ declared: true }), put({ declared: true })])
    expect([first?.status, second?.status], 'by two at once').toEqual([200, 200])
    const declared: Unupdatable = await first?.json()
    expect(declared).toMatchObject({ why: 'declared', says: 'Its maker is gone', state: 'open', plan: null })
    const owner = world.of('approver').id
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    expect((await put({ done: true })).status).toBe(400)
    for (const due of ['2020-02-29', '2099-01-01']) expect((await put({ due })).status, due).toBe(400)
    expect(await (await put({ due: tomorrow })).json()).toMatchObject({ state: 'open', due: tomorrow })
    expect(await (await put({ plan: 'Replace it' })).json()).toMatchObject({ state: 'open' })
    const planned: Unupdatable = await (await put({ owner })).json()
    expect(planned).toMatchObject({ state: 'planned', owner: { id: owner }, due: tomorrow, plan: 'Replace it' })
    await world.pool.query("update unupdatable_things set due = '2020-02-29'")
    // The day that stands may be sent again.
    expect(await (await put({ plan: null, due: '2020-02-29' })).json()).toMatchObject({ state: 'overdue', plan: null })
    expect(await (await put({ due: null, plan: 'Replace it' })).json()).toMatchObject({ state: 'open' })
    expect(await (await put({ done: true })).json()).toMatchObject({ state: 'done', plan: 'Replace it' })
    expect((await put({ owner: 'nobody' })).status).toBe(400)
    expect((await put({ thing: 'new', declared: true })).status).toBe(400)
    expect((await put({ due: '2026-02-30' })).status).toBe(400)
    const { rows } = await world.pool.query(
      "select count(*)::int as n from activity where action = 'thing.cannot-be-updated' and result = 'ok'",
    )
    expect(rows[0]).toEqual({ n: 8 })
  })

  test('what the facts say, by why and state, page by page', async () => {
    await world.pool.query(`insert into unupdatable_things (account_id, thing, found_why, found_says, declared_why, plan) values
      (1, 'a', 'no-agent', 'It never took one', null, null), (1, 'b', 'no-agent', 'It never took one', 'Too far away', 'Drive there'),
      (2, 'a', 'certificate-expired', 'It expired', null, null)`)
    expect((await walk<Unupdatable>('/software/unupdatable')).map(({ thing, why }) => [thing, why])).toEqual([
      ['a', 'no-agent'],
      ['b', 'declared'],
      ['a', 'certificate-expired'],
    ])
    const named = async (query: string) =>
      (await world.json<Page<Unupdatable>>(`/software/unupdatable?${query}`)).items.map(({ thing }) => thing)
    expect(await named('why=no-agent')).toEqual(['a'])
    expect(await named('why=declared')).toEqual(['b'])
    expect(await named('state=open')).toEqual(['a', 'b', 'a'])
    expect(await named('state=planned')).toEqual([])
  })
})

test('thresholds are for all, and other ones for a type; both are in the trail', async () => {
  const put = (path: string, body: object) => world.send('PUT', path, { why: 'Slow links', ...body }, world.of('admin'))
  const id = await insertDeployment(world.pool, { queued: 1, judge_at: '2099-01-01' })
  const set: DeploymentSettings = await (await put('/deployments/settings', { values: { offlineHours: 10 } })).json()
  expect(set.thresholds).toMatchObject({ offlineHours: 10, queuedMinutes: set.defaults.queuedMinutes })
  const { rows } = await world.pool.query('select judge_at < now() as due from deployments where id = $1', [id])
  expect(rows).toEqual([{ due: true }])
  expect((await put('/deployments/settings/types', { type: 'pump', values: { queuedMinutes: 5 } })).status).toBe(400)
  await insert(world.pool, 'things', [aThing({ name: 'p', type_name: 'pump' })])
  const typed: DeploymentSettings = await (
    await put('/deployments/settings/types', { type: 'pump', values: { queuedMinutes: 5 } })
  ).json()
  expect(typed.types).toEqual([{ type: 'pump', values: { queuedMinutes: 5 } }])
  const cleared: DeploymentSettings = await (
    await put('/deployments/settings/types', { type: 'pump', values: null })
  ).json()
  expect(cleared.types).toEqual([])
  expect((await put('/deployments/settings', { values: { offlineHours: 0 } })).status).toBe(400)
  const unsupported: DeploymentSettings = await (
    await world.send('PUT', '/software/unsupported-types', {
      ...{ account: 1, type: 'meter', unsupported: true, why: 'Read only' },
    })
  ).json()
  expect(unsupported.unsupported).toMatchObject([{ account: 1, type: 'meter', why: 'Read only', by: 'A responder' }])
})
