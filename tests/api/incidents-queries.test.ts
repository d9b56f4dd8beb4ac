import { beforeAll, describe, expect, test } from 'vitest'
import type { IncidentSummary } from '#contract/incidents.ts'
import { answerIncidentsCsv } from '#server/web/exports.ts'
import { aCertificate, aThing, insert } from '../support/builders.ts'
import { parseCsv } from '../support/csv.ts'
import { toRequest } from '../support/web.ts'
import { aSide, useIncidents } from './incidents-world.ts'
import { refusal } from './response-world.ts'

const world = useIncidents()
const principal = 'a'.repeat(64)
const ids: string[] = []

beforeAll(async () => {
  const { pool } = world
  const [thing] = await insert(pool, 'things', [aThing({ name: 'pump-01' }), aThing({ name: 'other-1' })])
  const [certificate] = await insert(pool, 'certificates', [aCertificate({ certificate_id: principal })])
  await pool.query('insert into thing_certificates (account_id, thing_row_id, certificate_row_id) values (1, $1, $2)', [
    thing,
    certificate,
  ])
  ids.push(
    await world.add({}, [
      ['principal', principal],
      ['address', '192.0.2.1'],
    ]),
    await world.add(
      {
        client_id: 'meter-2',
        thing_name: null,
        severity: 'critical',
        cause: 'two-credentials-one-client-id',
        last_at: '2026-11-20T08:30:00Z',
        kicks: 3,
        state: 'triaged',
        tags: ['site-a'],
        assignee_id: world.of('responder').id,
        assignee_name: 'A responder',
      },
      [
        ['principal', principal],
        ['address', '192.0.2.1'],
      ],
    ),
    await world.add({
      client_id: 'meter-3',
      thing_name: 'meter-3',
      severity: 'low',
      cause: 'flapping-link',
      state: 'resolved',
      active: false,
      first_at: '2026-11-19T08:00:00Z',
      last_at: '2026-11-19T09:00:00Z',
      kicks: 40,
      member_count: 2,
    }),
    // Joined to the one before it: found by its thing as that one.
    await world.add({ client_id: 'joined', thing_name: 'meter-4', state: 'merged' }),
    await world.add({ client_id: 'practice', drill: 'second-process', drill_by: 'A responder', account_id: 2 }),
  )
  await pool.query('update incidents set merged_into = $1 where id = $2', [ids[2], ids[3]])
})

const page = async (
  query: string,
  as = world.of('responder'),
): Promise<{ items: IncidentSummary[]; nextCursor: string | null }> => {
  const response = await world.call(`/incidents?${query}`, { as })
  expect(response.status, query).toBe(200)
  return response.json()
}
const found = async (query: string) => (await page(query)).items.map(({ id }) => ids.indexOf(id))

describe('the list', () => {
  test.each([
    ['', [1, 0, 2]],
    ['account=1', [1, 0, 2]],
    ['account=2', []],
    ['account=2&drill=true', [4]],
    ['drill=true', [4]],
    ['state=triaged', [1]],
    ['open=true', [1, 0]],
    ['open=false', [2]],
    ['cause=flapping-link', [2]],
    ['severity=critical', [1]],
    ['assignee=me', [1]],
    ['assignee=nobody', [0, 2]],
    ['search=METER', [1, 2]],
    ['search=%25', []],
    ['account=1&thing=pump-01', [0]],
    ['account=1&thing=meter-4', [2]],
    [`account=1&certificate=${principal}`, [1, 0]],
    ['state=merged', [3]],
    ['search=joined', [3]],
    ['tag=site-a', [1]],
    ['active=false', [2]],
    ['sort=-first', [0, 1, 2]],
    ['sort=severity', [1, 0, 2]],
    ['sort=-kicks', [2, 0, 1]],
  ])('%s', async (query, expected) => {
    const got = await found(query)
    if (query === 'sort=-first') expect(got.toSorted()).toEqual(expected.toSorted())
    else expect(got).toEqual(expected)
  })

  test.each(['', 'open=true&sort=severity', 'sort=-kicks', 'drill=true', 'state=merged', 'assignee=me'])(
    'as CSV: %s',
    async (query) => {
      const as = world.of('responder')
      const response = await answerIncidentsCsv(world.web, toRequest(`/api/exports/incidents.csv?${query}`, { as }))
      expect(response.headers.get('content-disposition')).toMatch(/filename="incidents-\d{4}-\d\d-\d\d\.csv"/)
      const rows = parseCsv(await response.text())
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.map(({ id = '' }) => ids.indexOf(id))).toEqual(await found(query))
    },
  )

  test('as CSV, with formulas made harmless and the trail told; not with a thing of no account, nor for strangers', async () => {
    const as = world.of('viewer')
    const ask = (query: string, who?: typeof as) =>
      answerIncidentsCsv(world.web, toRequest(`/api/exports/incidents.csv?${query}`, who ? { as: who } : {}))
    await world.pool.query(`update incidents set tags = '{=1+1,b}' where id = $1`, [ids[1]])
    const [row] = parseCsv(await (await ask('search=meter-2', as)).text())
    expect(row).toMatchObject({ tags: "'=1+1; b", client_id: 'meter-2', cause: 'two-credentials-one-client-id' })
    expect(row).toMatchObject({ severity: 'critical', assignee: 'A responder', exercise: 'false', kicks: '3' })
    await world.pool.query(`update incidents set tags = '{site-a}' where id = $1`, [ids[1]])
    const { items } = await (await world.call('/activity?action=exported&limit=1', { as })).json()
    expect(items[0]).toMatchObject({ actorId: as.id, subject: 'incidents', detail: { search: 'meter-2' } })
    expect((await ask('thing=pump-01', as)).status).toBe(400)
    expect((await ask('')).status).toBe(401)
  })

  test.each(['-last', '-first', 'severity', '-kicks'])('page by page in order of %s', async (sort) => {
    const whole = await found(`sort=${sort}`)
    const got: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { items, nextCursor }: Awaited<ReturnType<typeof page>> = await page(
        `sort=${sort}&limit=1&cursor=${cursor}`,
      )
      got.push(...items.map(({ id }) => ids.indexOf(id)))
      cursor = nextCursor
    }
    expect(got).toEqual(whole)
  })

  test.each([['x'], [1, 'x'], ['2026-02-30T00:00:00.000Z', 'x'], [1e300, ids[0] ?? ''], [null, null]])(
    'a cursor of no row: %j',
    async (...key) => {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
      for (const sort of ['-last', '-first', 'severity', '-kicks']) {
        const response = await world.call(`/incidents?sort=${sort}&cursor=${cursor}`, { as: world.of('viewer') })
        expect(response.status).toBe(400)
      }
    },
  )

  test('a thing and a certificate are named with their account', async () => {
    for (const query of ['thing=pump-01', `certificate=${principal}`]) {
      expect(await refusal(await world.call(`/incidents?${query}`, { as: world.of('viewer') }))).toMatch(/^400 /)
    }
  })
})

describe('one incident', () => {
  test('names both sides with their certificate and thing, and what the same credential does besides', async () => {
    await world.pool.query("update incidents set reach = '{other-1}' where id = $1", [ids[0]])
    const incident = await world.get(String(ids[0]))
    expect(incident.sides).toMatchObject([
      { key: '192.0.2.1', certificate: principal, certificateStatus: 'ACTIVE', thing: 'pump-01' },
      { key: '198.51.100.7', certificate: principal },
    ])
    expect(incident.suggestions).toMatchObject([{ id: ids[1], clientId: 'meter-2' }])
    expect(incident.suggestions[0]?.why).toMatch(/credential aaaaaaaaaaaa.*192\.0\.2\.1/)
    expect(incident.reach).toEqual({ otherClients: ['other-1'], things: 2 })
    expect(incident.parties).toBe(2)
  })

  test('rows that another version left are shown', async () => {
    const id = await world.add({
      client_id: 'odd',
      cause: 'solar-flare',
      confidence: 7,
      sides: JSON.stringify([{ of: 'another form' }, aSide()]),
      evidence: '{}',
      members: '7',
      dismissal: '"x"',
    })
    const incident = await world.get(id)
    expect(incident).toMatchObject({
      cause: 'undecided',
      confidence: 1,
      evidence: [],
      memberClients: [],
      dismissal: null,
    })
    expect(incident.sides).toHaveLength(1)
    await world.pool.query('delete from incidents where id = $1', [id])
  })

  test('its runs with what they came to; a plan that nobody asked for is none', async () => {
    const id = await world.add({ client_id: 'answered' })
    const run = async (state: string, targets: string[], row: Record<string, unknown> = {}) => {
      const { rows } = await world.pool.query<{ id: string; number: number }>(
        `insert into response_runs (account_id, action, target_kind, selection, state, targets, by_id, by_name, incident_id,
           requested_at, undo_of)
         values (1, $1, 'thing', '{}', $2, $3, 'p', 'Pat', $4, $5, $6) returning id, number`,
        [
          row.action ?? 'cut-off-thing',
          state,
          targets.length,
          row.incident_id === undefined ? id : row.incident_id,
          state.startsWith('plan') ? null : new Date(),
          row.undo_of ?? null,
        ],
      )
      for (const [n, state] of targets.entries()) {
        await world.pool.query(
          `insert into response_targets (run_id, n, account_id, action, kind, name, state) values ($1, $2, 1, 'x', 'thing', $3, $4)`,
          [rows[0]?.id, n, `t${n}`, state],
        )
      }
      return rows[0]?.id
    }
    const undone = await run('done', ['contained'])
    await run('running', [], { action: 'restore', incident_id: null, undo_of: undone })
    await run('done', ['contained', 'skipped'])
    await run('done', ['contained', 'not-contained'])
    await run('watching', ['contained', 'not-contained'])
    await run('watching', ['contained', 'confirmed'])
    await run('watching', ['contained'])
    await run('watching', ['contained', 'proving'])
    await run('done', ['contained', 'unproved'])
    await run('stopped', ['contained', 'not-started'])
    await run('done', ['contained', 'failed'])
    await run('awaiting-approval', ['planned'])
    await run('done', ['confirmed'], { action: 'disconnect-client' })
    await run('done', [], { action: 'of-tomorrow' })
    for (const state of ['planning', 'planned', 'plan-failed']) await run(state, ['planned'])
    const { runs } = await world.get(id)
    expect(runs.map(({ outcome, undone }) => (undone ? `${outcome}, undone` : outcome)).reverse()).toEqual([
      'contained, undone',
      'contained',
      'not-contained',
      'not-contained',
      'open',
      'contained',
      'proving',
      'unproved',
      'not-contained',
      'failed',
      'open',
      'done',
      'done',
    ])
    const timeline = await (await world.call(`/incidents/${id}/timeline`, { as: world.of('viewer') })).json()
    expect(timeline.items).toHaveLength(13)
    await world.pool.query('update response_runs set incident_id = null where incident_id = $1', [id])
    await world.pool.query('delete from incidents where id = $1', [id])
  })

  test('there is none of that id', async () => {
    for (const path of ['', '/charts', '/events', '/timeline', '/fix']) {
      const at = `/incidents/00000000-0000-4000-8000-000000000000${path}`
      expect((await world.call(at, { as: world.of('viewer') })).status, path).toBe(404)
    }
  })
})
