import { runMigrations } from 'graphile-worker'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkTrail } from '#server/activity/check.ts'
import { recordMany } from '#server/activity/record.ts'
import { answerActivityCsv, answerActivityJsonLines } from '#server/web/exports.ts'
import { sha256 } from '../server/activity/sha256.ts'
import { anEntry, tamper } from '../server/activity/tamper.ts'
import { parseCsv } from '../support/csv.ts'
import { type TestPerson, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
let viewer: TestPerson
const ada = { id: 'ada', name: 'Ada', email: 'ada@example.test', role: 'responder' as const, sessionId: 's1' }
const bob = { ...ada, id: 'bob', name: 'Bob', role: 'admin' as const, sessionId: undefined, tokenId: 't1' }

beforeAll(async () => {
  viewer = await api.person('viewer')
  const { pool } = api.database
  await tamper(
    api.database,
    'delete from activity',
    'delete from activity_seals',
    "update activity_head set position = 0, hash = decode(repeat('00', 32), 'hex')",
  )
  for (const n of [1, 2, 3]) await recordMany(pool, { actor: ada, ipAddress: '10.0.0.1' }, [anEntry(n)])
  await recordMany(pool, { actor: bob, ipAddress: null }, [
    { ...anEntry(2), action: 'certificate.reactivated', result: 'refused', detail: { run: 'run-7' } },
    {
      action: 'person.added',
      subject: 'thing-3',
      result: 'failed',
      detail: { text: '=1+1, "quoted"\nand\\broken ü\u0001' },
    },
  ])
  await tamper(
    api.database,
    "update activity set at = '2026-03-01T00:00:00Z' where id = (select min(id) from activity)",
  )
})

const list = async (query: string) => {
  const response = await api.call(`/activity?${query}`, { as: viewer })
  expect(response.status).toBe(200)
  return (await response.json()).items as { id: string; actorName: string; action: string; subject: string }[]
}
const subjects = async (query: string) => (await list(query)).map(({ actorName, subject }) => `${actorName} ${subject}`)

describe('filters', () => {
  test.each([
    ['actor=ada', ['Ada thing-3', 'Ada thing-2', 'Ada thing-1']],
    ['action=certificate.reactivated', ['Bob thing-2']],
    ['object=certificate-2', ['Bob thing-2', 'Ada thing-2']],
    ['object=thing-3', ['Bob thing-3', 'Ada thing-3']],
    ['object=thing-3&actor=ada', ['Ada thing-3']],
    ['object=run-7', ['Bob thing-2']],
    ['object=nothing', []],
    ['kind=certificate', ['Bob thing-2', 'Ada thing-3', 'Ada thing-2', 'Ada thing-1']],
    ['result=refused', ['Bob thing-2']],
    ['result=failed', ['Bob thing-3']],
    ['result=ok&kind=certificate', ['Ada thing-3', 'Ada thing-2', 'Ada thing-1']],
    ['to=2026-03-01', ['Ada thing-1']],
    ['to=2026-02-28', []],
    ['from=2026-03-01&to=2026-03-01', ['Ada thing-1']],
    ['from=2026-03-02&actor=ada', ['Ada thing-3', 'Ada thing-2']],
    ['from=2026-03-01T00:00:00.001Z&actor=ada', ['Ada thing-3', 'Ada thing-2']],
    ['to=2026-03-01T00:00:00Z', []],
  ])('%s', async (query, expected) => {
    expect(await subjects(query)).toEqual(expected)
    // Page by page it is the same.
    const paged: string[] = []
    let cursor = ''
    do {
      const page = await (await api.call(`/activity?${query}&limit=1${cursor}`, { as: viewer })).json()
      paged.push(...page.items.map((row: { actorName: string; subject: string }) => `${row.actorName} ${row.subject}`))
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
    } while (cursor)
    expect(paged).toEqual(expected)
    const exported = parseCsv(await (await csv(`?${query}`)).text())
    expect(exported.map((row) => `${row.actor} ${row.subject}`)).toEqual(expected)
  })

  test.each([
    'result=maybe',
    'from=yesterday',
    'to=2026-13-01',
    'cursor=x',
    `cursor=${btoa('["x","1"]')}`,
    `cursor=${btoa('["2026-01-01","x"]')}`,
  ])('%s is not one', async (query) => {
    expect((await api.call(`/activity?${query}`, { as: viewer })).status).toBe(400)
  })

  test('know what occurs', async () => {
    const choices = await (await api.call('/activity-choices', { as: viewer })).json()
    expect(choices.actors).toEqual(
      expect.arrayContaining([
        { id: 'ada', name: 'Ada' },
        { id: 'bob', name: 'Bob' },
      ]),
    )
    expect(choices.actions).toEqual(
      expect.arrayContaining(['certificate.deactivated', 'certificate.reactivated', 'person.added']),
    )
    expect(choices.kinds).toEqual(['certificate'])
  })
})

test('an entry in full, with its seal', async () => {
  const [entry] = await list('actor=bob&action=certificate.reactivated')
  const full = await (await api.call(`/activity/${entry?.id}`, { as: viewer })).json()
  expect(full).toMatchObject({
    ...entry,
    actorRole: 'admin',
    tokenId: 't1',
    sessionId: null,
    ipAddress: null,
    object: { kind: 'certificate', id: 'certificate-2', name: 'thing-2' },
    reason: 'Stolen',
    result: 'refused',
    before: { status: 'ACTIVE' },
    after: { status: 'INACTIVE' },
    seal: { position: 4, hash: expect.stringMatching(/^[\da-f]{64}$/) },
  })
  expect((await api.call('/activity/999999', { as: viewer })).status).toBe(404)
  expect((await api.call('/activity/x', { as: viewer })).status).toBe(400)
})

const csv = (query = '') => answerActivityCsv(api.web, toRequest(`/api/exports/activity.csv${query}`, { as: viewer }))
const jsonLines = (query = '') =>
  answerActivityJsonLines(api.web, toRequest(`/api/exports/activity.jsonl${query}`, { as: viewer }))

describe('exports', () => {
  test('as JSON Lines say the same as the API, and each can be checked without the database', async () => {
    const response = await jsonLines('?kind=certificate')
    expect(response.headers.get('content-type')).toBe('application/jsonl')
    expect(response.headers.get('content-disposition')).toMatch(/activity-\d{4}-\d\d-\d\d\.jsonl/)
    const lines = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(4)
    for (const { sealed, position, hash, previousHash, ...line } of lines) {
      const { seal, ...full } = await (await api.call(`/activity/${line.id}`, { as: viewer })).json()
      expect(line).toEqual(full)
      expect({ position, hash, previousHash, holds: line.id !== lines.at(-1).id }).toEqual(seal)
      if (line.id !== lines.at(-1).id) expect(sha256(Buffer.from(previousHash, 'hex'), Buffer.from(sealed))).toBe(hash)
      expect(JSON.parse(sealed)[1]).toBe(Number(line.id))
    }
  })

  test('keep odd text as it is, and harmless in a spreadsheet', async () => {
    const [line] = (await (await jsonLines('?result=failed')).text())
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(line.detail.text).toBe('=1+1, "quoted"\nand\\broken ü\u0001')
    const [row] = parseCsv(await (await csv('?result=failed')).text())
    expect(JSON.parse(row?.detail ?? '')).toEqual(line.detail)
  })

  test('are themselves in the trail, with what was asked and how many rows were taken', async () => {
    await (await jsonLines('?actor=bob')).text()
    const [ended, begun] = await list('limit=2')
    expect(begun).toMatchObject({
      action: 'exported',
      subject: 'activity',
      detail: { actor: 'bob', format: 'jsonl' },
      actorId: viewer.id,
    })
    expect(ended).toMatchObject({ action: 'export.ended', result: 'ok', detail: { complete: true, rows: 2 } })
  })

  test('that are given up say so', async () => {
    await (await csv()).body?.cancel()
    await expect
      .poll(async () => (await list('limit=1'))[0])
      .toMatchObject({ action: 'export.ended', result: 'failed', detail: { complete: false } })
  })
})

test('the state says how far it was checked, what is wrong, and who could change it', async () => {
  const state = async () => (await api.call('/activity-state', { as: viewer })).json()
  expect(await state()).toMatchObject({
    recent: null,
    full: null,
    targets: [],
    role: { mayChange: ['activity', 'activity_seals', 'activity_head'] },
  })
  await checkTrail(api.database.pool, 'full', new Date())
  const { full, head } = await state()
  expect(full.problems).toMatchObject([{ kind: 'changed', position: 1 }])
  expect(head.position).toBeGreaterThan(4)
})

test('a responder has the whole trail verified, once however often they ask', async () => {
  const responder = await api.person('responder')
  const ask = () => api.call('/activity-verification', { method: 'POST', as: responder })
  expect((await ask()).status, 'before any worker').toBe(409)
  await runMigrations({ connectionString: String(api.database.pool.options.connectionString) })
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
  const { rows } = await api.database.pool.query('select task_identifier from graphile_worker.jobs')
  expect(rows).toEqual([{ task_identifier: 'check-whole-trail' }])
  expect((await list('limit=1'))[0]).toMatchObject({ action: 'trail.verification-requested', actorId: responder.id })
})
