import { beforeEach, describe, expect, test } from 'vitest'
import { noteContained } from '#server/incidents/containment.ts'
import { aCertificate, aThing, insert, insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'

const database = useTestDatabase()
const now = new Date('2026-11-20T09:00:00Z')
const at = (minute: number) => `2026-11-20T08:${String(minute).padStart(2, '0')}:00Z`
const [one, two] = ['a'.repeat(64), 'b'.repeat(64)]

beforeEach(async () => {
  const { pool } = database.db
  await pool.query('truncate aws_accounts restart identity cascade')
  await insertAccount(pool)
  const things = await insert(pool, 'things', [aThing({ name: 'pump' }), aThing({ name: 'rival' })])
  const certificates = await insert(pool, 'certificates', [
    aCertificate({ certificate_id: one }),
    aCertificate({ certificate_id: two }),
  ])
  for (const place of [0, 1]) {
    await pool.query(
      'insert into thing_certificates (account_id, thing_row_id, certificate_row_id) values (1, $1, $2)',
      [things[place], certificates[place]],
    )
  }
})

const side = (principal: string | null, key = principal ?? 'unknown') => ({
  ...{
    key,
    principal,
    addresses: [],
    networks: [],
    firstAt: at(0),
    lastAt: at(10),
    connects: 1,
    kicked: 1,
    seenAs: 'both',
  },
})

async function anIncident(sides: object[], row: Record<string, unknown> = {}): Promise<string> {
  const given = {
    ...{
      account_id: 1,
      client_id: 'pump',
      thing_name: 'pump',
      cause: 'undecided',
      confidence: 0,
      severity: 'high',
      kicks: 5,
    },
    ...{ sides: JSON.stringify(sides), first_at: at(0), last_at: at(10), opened_at: at(1), ...row },
  }
  const names = Object.keys(given)
  const { rows } = await database.db.pool.query<{ id: string }>(
    `insert into incidents (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id`,
    Object.values(given),
  )
  return rows[0]?.id ?? ''
}

type Row = Record<string, unknown>
type Target = { kind: string; name: string; state?: string; minute?: number; touched?: [string, string][] }

async function aRun(incident: string | null, targets: Target[], action = 'cut-off-thing', more: Row = {}) {
  const { pool } = database.db
  const { rows } = await pool.query<{ id: string }>(
    `insert into response_runs (account_id, action, target_kind, selection, state, targets, by_id, by_name, incident_id, contained_in_s, undo_of)
     values (1, $1, 'thing', '{}', $5, $2, 'p', 'Pat', $3, 12.5, $4) returning id`,
    [action, targets.length, incident, more.undo_of ?? null, more.state ?? 'done'],
  )
  const id = rows[0]?.id ?? ''
  for (const [n, { kind, name, state = 'contained', minute = 20, touched = [] }] of targets.entries()) {
    await pool.query(
      `insert into response_targets (run_id, n, account_id, action, kind, name, state, contained_at, attempted_at)
       values ($1, $2, 1, $3, $4, $5, $6, $7, now())`,
      [id, n, action, kind, name, state, state === 'contained' ? at(minute) : null],
    )
    for (const [of, what] of touched) {
      await pool.query('insert into response_touched values ($1, $2, 1, $3, $4)', [id, n, of, what])
    }
  }
  return id
}

const stateOf = async (id: string) =>
  (await database.db.pool.query('select state, contained_at from incidents where id = $1', [id])).rows[0]

test.each<[string, (string | null)[], Target[], string]>([
  ['its certificate is off', [one, one], [{ kind: 'certificate', name: one }], 'contained'],
  ['its thing is cut off', [one], [{ kind: 'thing', name: 'pump' }], 'contained'],
  [
    'its certificate went with another target',
    [one],
    [{ kind: 'thing-group', name: 'g', touched: [['certificate', one]] }],
    'contained',
  ],
  [
    'of two credentials one is kept out: there is nobody left to fight with',
    [one, two],
    [{ kind: 'certificate', name: two }],
    'contained',
  ],
  ['a stranger is left, one of ours is out', [one, 'c'.repeat(64)], [{ kind: 'certificate', name: one }], 'contained'],
  ['two strangers and one of ours', [one, 'c'.repeat(64), 'd'.repeat(64)], [{ kind: 'certificate', name: one }], 'new'],
  ['nothing says whose credential it is', [null], [{ kind: 'thing', name: 'pump' }], 'contained'],
  ['another thing', [one], [{ kind: 'thing', name: 'rival' }], 'new'],
  ['it has a session still', [one], [{ kind: 'thing', name: 'pump', state: 'not-contained' }], 'new'],
  ['it was out before the last take-over', [one], [{ kind: 'thing', name: 'pump', minute: 5 }], 'new'],
])('%s', async (_, principals, targets, expected) => {
  const id = await anIncident(principals.map((principal, n) => side(principal, `${principal} ${n}`)))
  await aRun(id, targets)
  expect(await noteContained(database.db.pool, now)).toBe(expected === 'contained' ? 1 : 0)
  expect((await stateOf(id)).state).toBe(expected)
})

test('it is told once, with the time it took, and again only after it was reopened and contained anew', async () => {
  const { pool } = database.db
  const id = await anIncident([side(one)])
  await aRun(id, [{ kind: 'certificate', name: one }], 'deactivate-certificate')
  expect(await noteContained(pool, now)).toBe(1)
  expect(await noteContained(pool, now)).toBe(0)
  expect((await stateOf(id)).contained_at).toEqual(new Date(at(20)))
  const log = await pool.query('select kind, title, detail from incident_log where incident_id = $1', [id])
  expect(log.rows).toEqual([
    {
      kind: 'state',
      title: 'Contained by run 1',
      detail: 'No session since 2026-11-20 08:20:00 UTC, 13 s after run 1 was asked for, 19 min after it was opened',
    },
  ])
  const trail = await pool.query(`select action, actor_name from activity where object_id = $1`, [id])
  expect(trail.rows).toEqual([{ action: 'incident.contained', actor_name: 'System' }])

  await pool.query(`update incidents set state = 'triaged', last_at = $2 where id = $1`, [id, at(30)])
  expect(await noteContained(pool, now)).toBe(0)
  await aRun(id, [{ kind: 'certificate', name: one, minute: 40 }], 'revoke-certificate')
  expect(await noteContained(pool, now)).toBe(1)
})

test('throwing a client out contains nothing, and what is over stays over', async () => {
  const thrown = await anIncident([side(one)])
  await aRun(thrown, [{ kind: 'thing', name: 'pump' }], 'disconnect-client')
  const over = await anIncident([side(one)], { client_id: 'other', state: 'resolved' })
  await aRun(over, [{ kind: 'certificate', name: one }])
  expect(await noteContained(database.db.pool, now)).toBe(0)
})

test('a storm is contained when each of its members is', async () => {
  const { pool } = database.db
  const storm = await anIncident([], { storm_key: 'type pump', member_count: 2 })
  for (const client of ['pump', 'rival']) {
    await anIncident([], { client_id: client, thing_name: client, state: 'merged', merged_into: storm })
  }
  await aRun(storm, [{ kind: 'thing', name: 'pump' }])
  expect(await noteContained(pool, now)).toBe(0)
  await aRun(storm, [{ kind: 'thing', name: 'rival' }])
  expect(await noteContained(pool, now)).toBe(1)
})

describe('what proved it is taken back', () => {
  const certificate: Target = { kind: 'certificate', name: one }
  let id: string
  let run: string
  beforeEach(async () => {
    id = await anIncident([side(one)])
    run = await aRun(id, [certificate], 'deactivate-certificate')
    expect(await noteContained(database.db.pool, now)).toBe(1)
  })
  const later = new Date('2026-11-20T09:01:00Z')
  const why = async () =>
    (await database.db.pool.query(`select detail from incident_log where title = 'Not contained any more'`)).rows[0]
      ?.detail

  test.each<[string, string, () => Promise<unknown>]>([
    [
      'its run was undone',
      'Run 1 was undone',
      () => aRun(null, [{ ...certificate, state: 'confirmed' }], 'restore', { undo_of: run, state: 'running' }),
    ],
    [
      'somebody reactivated the certificate with another run',
      'Run 1 was undone',
      () => aRun(null, [{ ...certificate, state: 'confirmed' }], 'reactivate-certificate'),
    ],
    [
      'its target was seen with a session again',
      'Run 1 is not contained any more',
      () =>
        database.db.pool.query(
          `update response_targets set state = 'not-contained', contained_at = null where run_id = $1`,
          [run],
        ),
    ],
    [
      'its target may have been in again for a moment',
      'What run 1 cut off may have been in again: it is being proved anew',
      () =>
        database.db.pool.query(`update response_targets set state = 'proving', contained_at = null where run_id = $1`, [
          run,
        ]),
    ],
    [
      'nothing tells of its sessions any more',
      'Run 1 is not contained any more',
      () =>
        database.db.pool.query(
          `update response_targets set state = 'unproved', contained_at = null where run_id = $1`,
          [run],
        ),
    ],
    [
      'the certificate was reactivated in AWS',
      'A certificate that run 1 cut off is active again',
      async () => {
        const { pool } = database.db
        await pool.query(`insert into response_steps (run_id, n, step, params) values ($1, 0, 0, $2)`, [
          run,
          JSON.stringify({ kind: 'set-certificate-status', certificateId: one, to: 'INACTIVE' }),
        ])
        await pool.query(
          `insert into fact_history (account_id, subject_kind, subject_row_id, subject, change, before, after)
           select 1, 'certificate', id, certificate_id, 'status', '"INACTIVE"', '"ACTIVE"' from certificates where certificate_id = $1`,
          [one],
        )
      },
    ],
  ])('%s', async (_, said, happen) => {
    const { pool } = database.db
    await happen()
    expect(await noteContained(pool, later)).toBe(1)
    expect(await stateOf(id)).toEqual({ state: 'triaged', contained_at: null })
    expect(await why()).toBe(said)
    expect(await noteContained(pool, later)).toBe(0)
    const trail = await pool.query(`select action from activity where object_id = $1 order by id`, [id])
    expect(trail.rows.map(({ action }) => action)).toEqual(['incident.contained', 'incident.not-contained'])
    const told = await pool.query('select about, severity, title, body from notices where path = $1', [
      `/incidents/${id}`,
    ])
    expect(told.rows).toEqual([
      {
        about: 'incident',
        severity: 'high',
        title: expect.stringMatching(/is not contained any more: pump$/),
        body: `${said}.`,
      },
    ])
  })

  test('an undo that nobody has approved, or that came to nothing, takes nothing back', async () => {
    for (const state of ['planned', 'queued', 'cancelled']) await aRun(null, [], 'restore', { undo_of: run, state })
    expect(await noteContained(database.db.pool, later)).toBe(0)
    expect((await stateOf(id)).state).toBe('contained')
  })

  test('it is contained anew by a run after the undo', async () => {
    await aRun(null, [{ ...certificate, state: 'confirmed' }], 'restore', { undo_of: run })
    expect(await noteContained(database.db.pool, later)).toBe(1)
    await aRun(id, [{ ...certificate, minute: 50 }], 'deactivate-certificate')
    expect(await noteContained(database.db.pool, later)).toBe(1)
    expect((await stateOf(id)).contained_at).toEqual(new Date(at(50)))
  })
})

test('a run that was undone before anybody looked proves nothing', async () => {
  const id = await anIncident([side(one)])
  const run = await aRun(id, [{ kind: 'certificate', name: one }])
  await aRun(null, [{ kind: 'certificate', name: one, state: 'confirmed' }], 'restore', { undo_of: run })
  expect(await noteContained(database.db.pool, now)).toBe(0)
  expect((await stateOf(id)).state).toBe('new')
})
