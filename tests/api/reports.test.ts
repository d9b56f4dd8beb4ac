import { beforeAll, expect, test } from 'vitest'
import { seedDemo } from '#server/accounts/demo.ts'
import { type TestPerson, useWeb } from '../support/web.ts'

const api = useWeb()
let viewer: TestPerson
let responder: TestPerson
let admin: TestPerson

beforeAll(async () => {
  viewer = await api.person('viewer')
  responder = await api.person('responder')
  admin = await api.person('admin')
  await seedDemo(api.database)
})

const control = 'threat-model'
const words = { account: null, answer: 'pass', statement: 'Looked at on site', link: null, file: null, days: 30 }
const attest = (more: object = {}, as = responder) =>
  api.call(`/controls/${control}/attestations`, { method: 'POST', as, body: { ...words, ...more } })
const json = async (path: string, as = viewer) => (await api.call(path, { as })).json()

test('every control has an answer, and what nothing was read for is unknown', async () => {
  const controls = await json('/controls')
  expect(controls.length).toBeGreaterThan(0)
  const found = controls.find((one: { control: string }) => one.control === 'unique-credential')
  expect(found).toMatchObject({ answer: 'unknown', kind: 'automatic', attestation: null, failing: 0 })
  expect(found.evidence[0]).toMatchObject({
    value: null,
    path: '/findings/list?check=certificate-shared',
    query: 'checks',
  })
  const frameworks = await json('/frameworks')
  expect(frameworks).toHaveLength(10)
  expect((await api.call('/controls?framework=nothing', { as: viewer })).status).toBe(400)
})

test('a scorecard is as old as the oldest facts behind its controls', async () => {
  for (const { id, factsAt } of await json('/frameworks')) {
    const controls: { factsAt: string | null }[] = await json(`/controls?framework=${id}`)
    const ages = controls.map((one) => one.factsAt).filter((at) => at !== null)
    expect(factsAt, id).toBe(ages.sort()[0] ?? null)
  }
})

test('what a person vouches for is kept with its file, and the trail says who did', async () => {
  const file = { name: '../../evil "x"\u202e.pdf', base64: Buffer.from('evidence').toString('base64') }
  const response = await attest({ file, link: 'https://intranet.example/review' })
  expect(response.status).toBe(201)
  expect(await response.json()).toMatchObject({
    ...{ control, answer: 'pass', lapsed: false, owner: { id: responder.id } },
    file: { name: 'evil _x__.pdf', bytes: 8 },
  })
  const { items } = await json('/activity?action=control.attested&limit=1')
  expect(items[0]).toMatchObject({ actorId: responder.id, object: { kind: 'control', id: control } })
  const one = await json(`/controls/${control}`)
  expect(one.attestations).toHaveLength(1)
  expect(one.attestation.statement).toBe('Looked at on site')
})

test.each([
  ['a link that runs code', { link: 'javascript:alert(1)' }],
  ['an answer that is none', { answer: 'unknown' }],
  ['an account that nobody knows', { account: 99 }],
  ['an account that no database could hold', { account: 99_999_999_999 }],
  ['a file that is empty', { file: { name: 'x', base64: '' } }],
  ['a file that is too large', { file: { name: 'x', base64: Buffer.alloc(5_242_881).toString('base64') } }],
  ['no words to speak of', { statement: ' no ' }],
])('%s is refused', async (_, more) => {
  expect((await attest(more)).status).toBe(400)
})

test('where facts alone decide, nobody can vouch', async () => {
  const path = '/controls/unique-credential/attestations'
  const response = await api.call(path, { method: 'POST', as: responder, body: words })
  expect([response.status, (await response.json()).detail]).toEqual([
    409,
    expect.stringContaining('Facts alone decide'),
  ])
})

test('a word is taken back by its author or an approver, with a reason, and the one before it counts again', async () => {
  const first = await (await attest({ statement: 'The first word', account: 1 })).json()
  const second = await (await attest({ statement: 'The second word', answer: 'fail', account: 1 })).json()
  const take = (id: string, as: TestPerson, why = 'It was a mistake') =>
    api.call(`/controls/${control}/attestations/${id}/withdrawal`, { method: 'POST', as, body: { why } })
  const now = () => json(`/controls/${control}?account=1`)
  expect(await now()).toMatchObject({
    answer: 'fail',
    reason: expect.stringMatching(/vouched on [0-9-]{10} that it is not met for /),
    attestation: { id: second.id, accountName: expect.any(String) },
  })
  const other = await api.person('responder')
  expect((await take(second.id, other)).status).toBe(403)
  expect((await take(second.id, admin, '')).status).toBe(400)
  expect(await (await take(second.id, responder)).json()).toMatchObject({ withdrawn: { why: 'It was a mistake' } })
  expect((await take(second.id, admin)).status).toBe(409)
  const after = await now()
  expect(after).toMatchObject({ answer: 'pass', attestation: { id: first.id } })
  expect(after.reason).toContain('no evidence attached')
  expect(after.attestations[0]).toMatchObject({ id: second.id, withdrawn: { by: 'A responder' } })
  expect((await take(first.id, admin)).status).toBe(200)
  const { items } = await json('/activity?action=control.attestation-withdrawn&limit=1')
  expect(items[0]).toMatchObject({ actorId: admin.id, reason: 'It was a mistake' })
})

test('an account that nobody knows has no controls', async () => {
  for (const path of ['/controls', '/frameworks', `/controls/${control}`])
    expect((await api.call(`${path}?account=99`, { as: viewer })).status, path).toBe(404)
})

test('a large file is taken from somebody who is signed in only', async () => {
  const file = { name: 'photo.jpg', base64: Buffer.alloc(1_000_000, 1).toString('base64') }
  expect((await attest({ file })).status).toBe(201)
  const path = `/controls/${control}/attestations`
  expect((await api.call(path, { method: 'POST', body: { ...words, file } })).status).toBe(413)
})

test('of one person a day’s files are taken, by number and by size; a link still is, and so is another’s file', async () => {
  const person = await api.person('responder')
  const file = (bytes: number) => ({ name: 'photo.jpg', base64: Buffer.alloc(bytes, 1).toString('base64') })
  const put = (given: object) => attest(given, person)
  const kept = await api.database.pool.query<{ id: string }>(
    `insert into attestation_files (name, sha256, bytes) select 'big', '', decode(repeat('00', 5 * 1024 * 1024), 'hex')
     from generate_series(1, 9) returning id::text`,
  )
  const vouch = (files: string[], hoursAgo: number) =>
    api.database.pool.query(
      `insert into attestations (control_id, answer, statement, file_id, owner_id, owner_name, reviewed_at, expires_at)
       select $1, 'pass', 'Seen', f::bigint, $2, 'x', now() - $4 * interval '1 hour', now() + interval '1 day' from unnest($3::text[]) f`,
      [control, person.id, files, hoursAgo],
    )
  // 45 MiB yesterday count no more, and today leave 5.
  const ids = kept.rows.map(({ id }) => id)
  await vouch(ids, 25)
  expect((await put({ file: file(4 * 1024 * 1024) })).status).toBe(201)
  await vouch(ids, 23)
  const full = await put({ file: file(2 * 1024 * 1024) })
  expect(full.status).toBe(429)
  expect((await full.json()).detail).toMatch(
    /^You attached 10 files of 49 MiB within a day\..* room again from .* UTC\./,
  )
  expect((await put({ file: file(1024) })).status).toBe(201)
  for (let taken = 11; taken < 20; taken += 1) expect((await put({ file: file(1) })).status).toBe(201)
  expect((await put({ file: file(1) })).status).toBe(429)
  expect((await put({ link: 'https://intranet.example/photo' })).status).toBe(201)
  expect((await attest({ file: file(1) })).status).toBe(201)
})

test('two files at once do not both find the last room', async () => {
  const person = await api.person('responder')
  const file = { name: 'photo.jpg', base64: Buffer.from('x').toString('base64') }
  const all = await Promise.all(Array.from({ length: 23 }, () => attest({ file }, person)))
  expect(all.filter(({ status }) => status === 201)).toHaveLength(20)
  expect(all.filter(({ status }) => status === 429)).toHaveLength(3)
})

test('a report that is asked for waits for the worker', async () => {
  const body = { title: 'Third quarter', framework: 'soc-2', scope: { accounts: [1], groups: [] } }
  const response = await api.call('/reports', { method: 'POST', as: responder, body })
  expect(response.status).toBe(202)
  const asked = await response.json()
  expect(asked).toMatchObject({ number: 1, state: 'wanted', progress: 0, sha256: null, framework: 'soc-2' })
  expect(await json(`/reports/${asked.id}`)).toMatchObject({ results: [], files: [], keyId: null })
  expect((await json('/reports')).items).toMatchObject([{ id: asked.id }])
  expect((await api.call(`/reports/${asked.id}/comparison?with=${asked.id}`, { as: viewer })).status).toBe(409)
  for (const scope of [
    { accounts: [99], groups: [] },
    { accounts: [99_999_999_999], groups: [] },
    { accounts: [], groups: ['nobody-knows'] },
  ])
    expect((await api.call('/reports', { method: 'POST', as: responder, body: { ...body, scope } })).status).toBe(400)
  expect((await api.call('/reports/00000000-0000-4000-8000-000000000000', { as: viewer })).status).toBe(404)
})

test('one that waits is cancelled and one that failed is dismissed, by who asked for it or an approver', async () => {
  const ask = async () => {
    const body = { title: 'By mistake', framework: null, scope: { accounts: [1, 1], groups: [] } }
    return (await api.call('/reports', { method: 'POST', as: responder, body })).json()
  }
  const remove = async (id: string, as: TestPerson) =>
    (await api.call(`/reports/${id}`, { method: 'DELETE', as })).status
  const [waiting, failed, made] = [await ask(), await ask(), await ask()]
  expect(waiting.scope.accounts).toEqual([1])
  await api.database.pool.query(`update reports set state = 'failed' where id = $1`, [failed.id])
  await api.database.pool.query(`update reports set state = 'making' where id = $1`, [made.id])
  expect(await remove(waiting.id, await api.person('responder'))).toBe(403)
  expect(await remove(waiting.id, responder)).toBe(200)
  expect(await remove(waiting.id, responder)).toBe(404)
  expect(await remove(failed.id, admin)).toBe(200)
  expect(await remove(made.id, admin)).toBe(409)
  await api.database.pool.query(`update reports set state = 'ready' where id = $1`, [made.id])
  expect(await remove(made.id, admin)).toBe(409)
  expect((await json('/activity?action=report.dismissed&limit=1')).items[0]).toMatchObject({ actorId: admin.id })
})

const schedule = {
  ...{ title: 'Weekly', framework: null, scope: { accounts: [], groups: [] }, cron: '0 6 * * 1' },
  ...{ recipients: ['audit@example.com'], deliver: 'link', enabled: true },
}

test('a schedule says when it is due next, and ends', async () => {
  const put = (path: string, method: string, more: object) =>
    api.call(path, { method, as: admin, body: { ...schedule, ...more } })
  const added = await (await put('/report-schedules', 'POST', {})).json()
  expect(new Date(added.nextAt).getUTCDay()).toBe(1)
  for (const cron of ['* * * * *', '0 0 30 2 *', '0 0 1 1 * 2030', '@daily1234', '61 * * * *', '*/59 0 * * *'])
    expect((await put('/report-schedules', 'POST', { cron })).status, cron).toBe(400)
  const changed = await (await put(`/report-schedules/${added.id}`, 'PUT', { enabled: false })).json()
  expect(changed).toMatchObject({ enabled: false, nextAt: null })
  expect((await api.call(`/report-schedules/${added.id}`, { method: 'DELETE', as: admin })).status).toBe(200)
  expect((await put(`/report-schedules/${added.id}`, 'PUT', {})).status).toBe(404)
  expect(await json('/report-schedules')).toEqual([])
})

test('how long data is kept has bounds and reasons', async () => {
  const put = (kind: string, days: number) =>
    api.call(`/retention/${kind}`, { method: 'PUT', as: admin, body: { kind, days, why: 'Our policy says so' } })
  expect(await (await put('notices', 30)).json()).toMatchObject({ kind: 'notices', days: 30, default: 90 })
  expect((await put('notices', 1)).status).toBe(400)
  expect((await put('constructor', 30)).status).toBe(404)
  const { items } = await json('/activity?action=retention.changed&limit=2')
  expect(items).toMatchObject([{ result: 'refused' }, { result: 'ok', reason: 'Our policy says so' }])
  expect((await json('/retention')).length).toBeGreaterThan(8)
})
