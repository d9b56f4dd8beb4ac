import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { EntryMeta } from '#contract/base.ts'
import { violationFilters } from '#contract/behaviours.ts'
import { incidentFilters } from '#contract/incidents.ts'
import { api as contract } from '#contract/index.ts'
import { runFilters } from '#contract/response.ts'
import { entriesOf } from '#server/platform/api/routes.ts'
import {
  answerActivityCsv,
  answerCertificatesCsv,
  answerIncidentsCsv,
  answerRunsCsv,
  answerThingsCsv,
  answerViolationsCsv,
} from '#server/web/exports.ts'
import { aCertificate, aPolicy, aThing, insert, insertAccount } from '../support/builders.ts'
import { type TestPerson, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
let admin: TestPerson

beforeAll(async () => {
  admin = await api.person('admin')
  const { pool } = api.database
  await insertAccount(pool)
  await insert(pool, 'things', [aThing({ name: 'odd' }), aThing()])
  await insert(pool, 'certificates', [aCertificate({ certificate_id: 'odd', not_after: '2027-01-01' }), aCertificate()])
  await insert(pool, 'policies', [aPolicy({ name: 'odd' })])
  await pool.query(
    `insert into incidents (id, account_id, client_id, cause, confidence, severity, first_at, last_at, kicks)
     values ($1, 1, 'odd', 'undecided', 0, 'low', now(), now(), 3)`,
    [anIncident],
  )
})

const anIncident = '00000000-0000-4000-8000-00000000000d'

const cursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url')

/** What endpoints of response take, of which one field at a time is odd. */
const aRequest = {
  account: 1,
  action: 'cut-off-thing',
  selection: { scope: 'named', names: ['odd'] },
  reason: 'long enough',
  category: 'other',
  digest: 'x',
  text: 'long enough',
  days: 1,
  done: true,
  other: anIncident,
  scenario: 'second-process',
}

/** What somebody might send where a text or a number is expected. */
const oddTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  'a=\u0000',
  '\ufffe',
  '\u202e\u{1f525}é',
  '%',
  '_\\%\\',
  "'; drop table users; --",
  '=',
  '{"a":{"b":1}}',
  'x'.repeat(5_000),
  '-1',
  '0',
  '1.5',
  '1e9',
  '1e400',
  'NaN',
  '2147483648',
  '999999999999',
  '99999999999999999999',
  '0000-00-00',
  '0000-00',
  '0000-01-01',
  '0001-01-01',
  '2026-02-31',
  '2026-99-99',
  '9999-12-31',
  'constructor',
  '__proto__',
]

const oddCursors = [
  [],
  [null],
  ['x'],
  ['9223372036854775808'],
  ['9999999999999999999'],
  ['-1'],
  ['\u0000'],
  ['\u0000', '\u0000'],
  ['\ud800', '1'],
  [0, '\u0000', '1'],
  [0, '\ud800', '1'],
  [0, 'x', '999999999999999999'],
  [0, '0000-01-01T00:00:00.000Z', '1'],
  [0, '2026-02-30T00:00:00.000Z', '1'],
  [0, '2026-01-01T24:00:00.000Z', '1'],
  [0, '-999999-01-01T00:00:00.000Z', '1'],
  [0, '+010000-01-01T00:00:00.000Z', '1'],
  [0, null, '1'],
  [1, null, '1'],
  [2, 'x', '1'],
  [1e308, null, '1'],
  [0.5, 'x', '1'],
  [-1, 'x', '1'],
  [1e15, 'x'],
  ['2026-02-30T00:00:00.000Z', '1'],
  ['-271821-04-20T00:00:00.000Z', '1'],
  [70_000, '2026-01-01T00:00:00.000Z', anIncident],
].map(cursor)

const oddValues = [...oddTexts, '\ud800', null, true, 0, -1, 1.5, 1e300, 2 ** 31, [], [[]], {}, { $gt: 1 }, deep(200)]

function deep(levels: number): unknown {
  return levels === 0 ? 1 : [deep(levels - 1)]
}

const entries = entriesOf(contract).map(({ procedure, ...entry }) => ({
  ...entry,
  role: (procedure['~orpc'].meta as EntryMeta).role,
  fields: fieldsOf(procedure['~orpc'].inputSchema),
}))

function fieldsOf(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

async function isAnswered(response: Response, sent: string) {
  expect(response.status, sent).toBeLessThan(500)
  if (response.status < 400) return response.text()
  expect(response.headers.get('content-type'), sent).toBe('application/problem+json')
  expect(await response.json(), sent).toMatchObject({ status: response.status, title: expect.any(String) })
}

const withPath = (path: string, value: string) =>
  path
    .replace('/incidents/{id}', `/incidents/${anIncident}`)
    .replaceAll('{account}', '1')
    .replace(/\{[^}]+\}/g, encodeURIComponent(value))

describe.each(entries)('$name', ({ method, path, fields }) => {
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '')

  test('odd text in its path', async () => {
    for (const name of inPath) {
      for (const value of oddTexts) {
        const at = path.replace(`{${name}}`, encodeURIComponent(value) || 'x')
        const body = method === 'GET' || method === 'DELETE' ? undefined : {}
        await isAnswered(await api.call(withPath(at, 'odd'), { method, body, as: admin }), `${name} ${value}`)
      }
    }
  })

  test('odd text in its query', async () => {
    if (method !== 'GET') return
    for (const name of fields.filter((field) => !inPath.includes(field))) {
      for (const value of name === 'cursor' ? [...oddTexts, ...oddCursors] : oddTexts) {
        const query = `${name}=${encodeURIComponent(value)}`
        await isAnswered(await api.call(`${withPath(path, 'odd')}?${query}`, { as: admin }), query)
      }
      const shapes = [`${name}[]=x`, `${name}[a][b]=x`, `${name}=1&${name}=2`, `${name}=%`, `${name}=%ff%fe`, `${name}`]
      for (const query of shapes) {
        await isAnswered(await api.call(`${withPath(path, 'odd')}?${query}`, { as: admin }), query)
      }
    }
  })

  test('odd values in its body', async () => {
    if (method === 'GET') return
    for (const value of oddValues) {
      const fixed = { name: 'n', page: 'fleet', query: '', role: 'viewer', expiresInDays: 1, ...aRequest }
      const bodies = [value, Object.fromEntries(fields.map((field) => [field, value]))]
      bodies.push(...fields.map((field) => ({ ...fixed, [field]: value })))
      for (const body of bodies) {
        const sent = JSON.stringify(body) ?? ''
        await isAnswered(await api.call(withPath(path, 'odd'), { method, body: sent, as: admin }), sent.slice(0, 200))
      }
    }
  })
})

test('every cursor of every sort is turned down or read by every other sort', async () => {
  const sorts = {
    '/things': ['name', '-name', 'last-change', '-last-change', 'expiry', '-first-seen'],
    '/certificates': ['expiry', '-expiry', 'created', '-created'],
    '/policies': ['name', '-targets'],
  }
  const cursors = [...oddCursors]
  for (const [list, names] of Object.entries(sorts)) {
    for (const sort of names) {
      const page = await (await api.call(`${list}?sort=${sort}&limit=1`, { as: admin })).json()
      if (page.nextCursor) cursors.push(page.nextCursor)
    }
  }
  expect(cursors.length).toBeGreaterThan(oddCursors.length + 8)
  for (const [list, names] of Object.entries(sorts)) {
    for (const sort of names) {
      for (const one of cursors) {
        const query = `${list}?sort=${sort}&cursor=${one}`
        await isAnswered(await api.call(query, { as: admin }), query)
      }
    }
  }
})

test.each([
  ['things', answerThingsCsv, Object.keys(contract.things.list['~orpc'].inputSchema?.shape ?? {})],
  ['activity', answerActivityCsv, ['from', 'to', 'actor']],
  ['incidents', answerIncidentsCsv, Object.keys(incidentFilters.shape)],
  ['violations', answerViolationsCsv, Object.keys(violationFilters.shape)],
  ['response-runs', answerRunsCsv, Object.keys(runFilters.shape)],
  ['certificates', answerCertificatesCsv, Object.keys(contract.certificates.list['~orpc'].inputSchema?.shape ?? {})],
] as const)('odd text in the export of %s', async (name, answer, fields) => {
  for (const field of fields) {
    for (const value of oddTexts) {
      const query = `${field}=${encodeURIComponent(value)}`
      await isAnswered(await answer(api.web, toRequest(`/api/exports/${name}.csv?${query}`, { as: admin })), query)
    }
  }
})

test('odd values where people sign in', async () => {
  const paths = ['/sign-in/email', '/two-factor/verify-totp', '/two-factor/verify-backup-code', '/change-password']
  for (const path of [...paths, '/two-factor/enable', '/two-factor/disable', '/sign-out']) {
    for (const value of [
      '\u0000',
      'a\u0000@example.test',
      '\ud800',
      'x'.repeat(50_000),
      null,
      1e300,
      [],
      {},
      deep(200),
    ]) {
      await api.database.pool.query('delete from rate_limits')
      const body = { email: value, password: value, code: value, currentPassword: value, newPassword: value }
      for (const as of [undefined, admin]) {
        if (path === '/sign-out' && as) continue
        const sent = `${path} ${JSON.stringify(value).slice(0, 80)}`
        await isAnswered(await api.auth(path, { method: 'POST', body, as }), sent)
        const mixed = { ...body, email: 'somebody@example.test', password: 'long enough for it' }
        await isAnswered(await api.auth(path, { method: 'POST', body: mixed, as }), sent)
      }
    }
  }
})

test('a body nested deeper than any stack is turned down where people sign in, too', async () => {
  const nested = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
  for (const body of [
    nested,
    `{"email":${nested},"password":"x"}`,
    `{"email":"a@example.test","password":"x","y":${nested}}`,
  ]) {
    await isAnswered(await api.auth('/sign-in/email', { method: 'POST', body }), body.slice(0, 40))
    await isAnswered(await api.call('/me/views', { method: 'POST', body, as: admin }), body.slice(0, 40))
  }
})
