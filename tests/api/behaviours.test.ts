import { beforeEach, describe, expect, test } from 'vitest'
import type { BehaviourFigures, SecurityProfile, SilentAgent, Violation } from '#contract/behaviours.ts'
import { answerViolationsCsv } from '#server/web/exports.ts'
import { parseCsv } from '../support/csv.ts'
import { toRequest } from '../support/web.ts'
import { useFindings } from './findings-world.ts'

const world = useFindings()

beforeEach(async () => {
  await world.pool.query('truncate security_profiles, violations, device_agents, detect_violations cascade')
})

const behaviour = {
  name: 'calm',
  metric: 'aws:num-connection-attempts',
  durationS: 300,
  criteria: { kind: 'static', operator: 'less-than', value: 5, values: [] },
  toAlarm: 1,
  toClear: 2,
  severity: 'high',
  suppressAlerts: false,
  opensIncident: false,
}
const profile = {
  name: 'Pumps',
  description: '',
  account: null,
  targets: [{ kind: 'all' }],
  behaviours: [behaviour],
  enabled: true,
  why: 'They are steady',
}
const save = (body: object) => world.send('POST', '/behaviours/profiles', { ...profile, ...body }, world.of('admin'))

describe('profiles', () => {
  test('are added and changed, with what was before in the trail', async () => {
    const added: SecurityProfile = await (await save({})).json()
    expect(added).toMatchObject({ name: 'Pumps', version: 1, inAlarm: 0, metrics: [{ available: false }] })
    const changed = await save({ id: added.id, version: 1, description: 'Steady' })
    expect(await changed.json()).toMatchObject({ version: 2, description: 'Steady' })
    const { rows } = await world.pool.query(
      "select action, before ->> 'description' as before from activity where action like 'security-profile%' order by id",
    )
    expect(rows.slice(-1)).toEqual([{ action: 'security-profile.changed', before: '' }])
  })

  test('are not changed over somebody else’s change, nor named twice', async () => {
    const added: SecurityProfile = await (await save({})).json()
    await save({ id: added.id, version: 1 })
    expect((await save({ id: added.id, version: 1 })).status).toBe(409)
    expect((await save({})).status).toBe(409)
    const atOnce = await Promise.all([1, 2, 3].map(() => save({ name: 'Valves' })))
    expect(atOnce.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect((await save({ id: '999', version: 1, name: 'Other' })).status).toBe(404)
  })

  test.each([
    ['a number for a set', { metric: 'aws:listening-tcp-ports' }],
    ['a set for a number', { criteria: { kind: 'static', operator: 'in-port-set', value: null, values: ['22'] } }],
    [
      'networks for ports',
      {
        metric: 'aws:listening-tcp-ports',
        criteria: { kind: 'static', operator: 'in-cidr-set', value: null, values: ['10.0.0.0/8'] },
      },
    ],
    [
      'an empty set',
      {
        metric: 'aws:listening-tcp-ports',
        criteria: { kind: 'static', operator: 'in-port-set', value: null, values: [] },
      },
    ],
    [
      'no network',
      {
        metric: 'aws:source-ip-address',
        criteria: { kind: 'static', operator: 'in-cidr-set', value: null, values: ['10.0.0.0/99'] },
      },
    ],
    [
      'no port',
      {
        metric: 'aws:listening-tcp-ports',
        criteria: { kind: 'static', operator: 'in-port-set', value: null, values: ['70000'] },
      },
    ],
    ['a limit beyond all', { criteria: { kind: 'static', operator: 'less-than', value: 1e308, values: [] } }],
    ['no number', { criteria: { kind: 'static', operator: 'less-than', value: null, values: [] } }],
    [
      'a habit of a set',
      { metric: 'aws:source-ip-address', criteria: { kind: 'baseline', operator: 'less-than', deviations: 6 } },
    ],
  ])('with %s make no sense', async (_, odd) => {
    expect((await save({ behaviours: [{ ...behaviour, ...odd }] })).status).toBe(400)
  })

  test('with two behaviours of one name make none either', async () => {
    expect((await save({ behaviours: [behaviour, behaviour] })).status).toBe(400)
  })

  test('are removed', async () => {
    const added: SecurityProfile = await (await save({})).json()
    const remove = () => world.send('DELETE', `/behaviours/profiles/${added.id}`, undefined, world.of('admin'))
    expect((await remove()).status).toBe(200)
    expect((await remove()).status).toBe(404)
  })

  test('say beforehand what they would have found, or why it cannot be told', async () => {
    const asked = { account: 1, targets: [{ kind: 'all' }], behaviour }
    const answer = await world.send('POST', '/behaviours/preview', asked)
    expect(await answer.json()).toMatchObject({
      devices: 0,
      why: 'Neither the connection log nor presence events are read',
    })
  })
})

describe('violations', () => {
  const one = async (device: string, last: string) =>
    (
      await world.pool.query(
        `insert into violations (account_id, source, profile, behaviour, metric, device, state, severity, value, "limit", started_at, last_at)
         values (1, 'ours', 'Pumps', 'calm', 'aws:num-disconnects', $1, 'in-alarm', 'high', '9', '5', $2, $2) returning id`,
        [device, last],
      )
    ).rows[0].id as string
  const detects = (id: string, raw: object = {}) =>
    world.pool.query(
      `insert into detect_violations (account_id, violation_id, thing_name, profile, behavior, raw, seen_at, last_at)
       values (1, $1, 'gw', 'AWS', 'b', $2, now(), '2026-11-20T10:00:00Z')`,
      [id, raw],
    )
  const list = (query = '') =>
    world.json<{ items: Violation[]; nextCursor: string | null }>(`/behaviours/violations?${query}`)

  test('stand beside Detect’s, the latest first, page by page', async () => {
    await one('a', '2026-11-20T09:00:00Z')
    await one('b', '2026-11-20T11:00:00Z')
    await detects('11111111222243338444555555555555')
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`limit=1${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...page.items.map(({ device }) => device))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['b', 'gw', 'a'])
    expect((await list('source=detect')).items).toHaveLength(1)
    expect((await list('search=B')).items.map(({ device }) => device)).toEqual(['b'])
  })

  test('of Detect are said in words, as grave as their finding', async () => {
    await detects('1', {
      lastViolationValue: { ports: [23, 5555] },
      behavior: { criteria: { comparisonOperator: 'in-port-set', value: { ports: [443, 8883] } } },
      violationEventAdditionalInfo: { confidenceLevel: 'HIGH' },
    })
    const high = (await list('severity=high')).items
    expect(high).toMatchObject([{ value: '23, 5555', limit: 'only 443, 8883', severity: 'high' }])
    expect((await list('severity=medium')).items).toEqual([])
    expect((await world.json<BehaviourFigures>('/behaviours/figures')).verified).toContainEqual({
      verification: 'UNKNOWN',
      count: 1,
    })
  })

  test('as CSV are the list row by row, in its words, with formulas made harmless', async () => {
    await one('=cmd()', '2026-11-20T09:00:00Z')
    await one('b', '2026-11-20T11:00:00Z')
    const said = (value: unknown, criteria: unknown, more: object = {}) => ({
      ...{ lastViolationValue: value, behavior: { criteria }, ...more },
    })
    const shapes = [
      said({ ports: [23, 5555] }, { comparisonOperator: 'in-port-set', value: { ports: [443, 8883] } }),
      said({ count: 12 }, { comparisonOperator: 'less-than', value: { count: 5 } }),
      said({ number: 1.5 }, { comparisonOperator: 'less-than', statisticalThreshold: { statistic: 'p90' } }),
      said({ strings: [] }, { mlDetectionConfig: { confidenceLevel: 'HIGH' } }),
      said({ cidrs: ['10.0.0.0/8'] }, { comparisonOperator: 'so-so', value: { numbers: [1, 2] } }),
      said('no object', 'none either'),
      said({ count: 'many', ports: 'all' }, { value: {} }),
      {},
    ]
    for (const [at, raw] of shapes.entries()) await detects(`d${at}`, raw)
    await world.pool.query(`update detect_violations set metric = 'aws:num-disconnects' where violation_id = 'd1'`)
    const ask = (query: string) =>
      answerViolationsCsv(world.web, toRequest(`/api/exports/violations.csv?${query}`, { as: world.of('viewer') }))
    for (const query of ['', 'source=ours', 'source=detect&severity=medium', 'search=B', 'account=2']) {
      const rows = parseCsv(await (await ask(query)).text())
      const { items } = await list(query)
      expect(rows.map(({ id, value, limit, state }) => [id, value, limit, state])).toEqual(
        items.map(({ id, value, limit, state }) => [id, value, limit, state]),
      )
    }
    expect(parseCsv(await (await ask('source=ours')).text()).map(({ device }) => device)).toEqual(['b', "'=cmd()"])
    expect((await ask('state=odd')).status).toBe(400)
  })

  test('are read one by one, too', async () => {
    const id = await one('a', '2026-11-20T09:00:00Z')
    expect(await world.json(`/behaviours/violations/${id}`)).toMatchObject({ id, device: 'a' })
    const none = await world.send('GET', '/behaviours/violations/00000000-0000-4000-8000-000000000000', undefined)
    expect(none.status).toBe(404)
  })

  test('are verified by responders, Detect’s own where AWS can be told', async () => {
    const id = await one('a', '2026-11-20T09:00:00Z')
    const detect = '11111111222243338444555555555555'
    await detects(detect)
    const verify = (which: string) =>
      world.send('PUT', `/behaviours/violations/${which}/verification`, {
        verification: 'BENIGN_POSITIVE',
        note: 'A test',
      })
    expect(await (await verify(id)).json()).toMatchObject({
      verification: 'BENIGN_POSITIVE',
      verifiedBy: 'A responder',
    })
    expect((await verify(detect)).status).toBe(409)
    await world.pool.query(
      `insert into responders (account_id, role_arn) values (1, 'arn:aws:iam::123456789012:role/r') on conflict do nothing`,
    )
    expect(await (await verify(detect)).json()).toMatchObject({
      verification: 'UNKNOWN',
      asked: { verification: 'BENIGN_POSITIVE', state: 'wanted', by: 'A responder', error: null },
    })
    expect((await verify('00000000-0000-4000-8000-000000000000')).status).toBe(404)
  })
})

test('agents that never reported, and those that no longer do', async () => {
  await world.pool.query('delete from things')
  for (const name of ['never', 'silent', 'well'])
    await world.pool.query('insert into things (account_id, name, content_hash) values (1, $1, 1)', [name])
  await world.pool.query(
    `insert into device_agents (account_id, device, last_report_at) values (1, 'silent', now() - interval '2 days'), (1, 'well', now())`,
  )
  const names = async (query: string) =>
    (await world.json<{ items: SilentAgent[] }>(`/behaviours/silent?${query}`)).items.map(({ thing }) => thing)
  expect(await names('')).toEqual(['never', 'silent'])
  expect(await names('never=true')).toEqual(['never'])
  expect(await names('never=false')).toEqual(['silent'])
  expect(await world.json<BehaviourFigures>('/behaviours/figures')).toMatchObject({ reporting: 1, silent: 2 })
  const series = await world.json<{ points: unknown[]; why: string }>(
    '/behaviours/series?account=1&device=well&metric=aws:all-bytes-out&hours=1',
  )
  expect(series.points.length).toBeGreaterThan(10)
  expect(series.why).toBe('No device-side reports are read')
})
