import { beforeEach, expect, test } from 'vitest'
import { updatePerson } from '#server/people/commands/people.ts'
import { type TestPerson, testPassword, useWeb } from '../support/web.ts'

const api = useWeb()
let admin: TestPerson

beforeEach(async () => {
  await api.database.pool.query('delete from users')
  admin = await api.person('admin')
})

const change = (id: string, body: object, as = admin) => api.call(`/people/${id}`, { method: 'PATCH', body, as })
const trail = async () => (await (await api.call('/activity?limit=2&result=ok', { as: admin })).json()).items

test('an admin adds somebody, who can sign in, and the trail says so', async () => {
  const body = { name: ' New ', email: 'New.Person@Example.test', role: 'responder', password: testPassword }
  const made = await api.call('/people', { method: 'POST', body, as: admin })
  expect(made.status).toBe(201)
  expect(await made.json()).toMatchObject({
    name: 'New',
    email: 'new.person@example.test',
    role: 'responder',
    lastSeenAt: null,
  })
  expect((await api.call('/people', { method: 'POST', body, as: admin })).status, 'again').toBe(409)
  const entered = await api.auth('/sign-in/email', {
    method: 'POST',
    body: { email: body.email, password: testPassword },
  })
  expect(entered.status).toBe(200)
  const [started, added] = await trail()
  expect(started).toMatchObject({ action: 'session.started', actorName: 'New' })
  expect(added).toMatchObject({
    action: 'person.added',
    actorId: admin.id,
    subject: body.email,
    detail: { role: 'responder' },
  })
})

test('the last admin can be neither demoted nor disabled', async () => {
  expect((await change(admin.id, { role: 'viewer' })).status).toBe(409)
  expect((await change(admin.id, { disabled: true })).status).toBe(409)
  const other = await api.person('admin')
  expect((await change(other.id, { role: 'approver' })).status).toBe(200)
  expect((await trail())[0]).toMatchObject({
    action: 'person.role-changed',
    detail: { before: 'admin', after: 'approver' },
  })
})

test('two admins who demote each other at once leave one', async () => {
  const other = await api.person('admin')
  const context = { database: api.database, now: new Date(), ipAddress: null, actor: null }
  const demote = ({ id }: TestPerson) => updatePerson(context, { id, role: 'viewer' })
  const outcomes = await Promise.allSettled([demote(admin), demote(other)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await api.database.prisma.user.count({ where: { role: 'admin' } })).toBe(1)
})

test('a role that does not change leaves no trace', async () => {
  const before = await api.database.prisma.activity.count()
  expect((await change(admin.id, { role: 'admin' })).status).toBe(200)
  expect(await api.database.prisma.activity.count()).toBe(before)
})

test('the trail cannot be rewritten', async () => {
  await expect(api.database.prisma.activity.deleteMany()).rejects.toThrow('append-only')
  await expect(api.database.prisma.activity.updateMany({ data: { actorName: 'x' } })).rejects.toThrow('append-only')
})

test('the trail is paged by key, newest first', async () => {
  for (let n = 0; n < 3; n += 1) await api.person('viewer')
  const seen: string[] = []
  let cursor: string | null = ''
  do {
    const page = await (await api.call(`/activity?limit=2${cursor ? `&cursor=${cursor}` : ''}`, { as: admin })).json()
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(b) - Number(a)))
  expect(seen).toHaveLength(await api.database.prisma.activity.count())
})

test("views are one's own, replaced by name", async () => {
  const view = { page: 'fleet', name: 'Expired', query: 'health=expired' }
  const save = (query: string) => api.call('/me/views', { method: 'POST', body: { ...view, query }, as: admin })
  await save('health=expired')
  const { id } = await (await save('health=expiring')).json()
  expect(await (await api.call('/me/views?page=fleet', { as: admin })).json()).toEqual([
    { ...view, id, query: 'health=expiring' },
  ])
  const other = await api.person('admin')
  expect(await (await api.call('/me/views', { as: other })).json()).toEqual([])
  expect((await api.call(`/me/views/${id}`, { method: 'DELETE', as: other })).status).toBe(404)
  expect((await api.call(`/me/views/${id}`, { method: 'DELETE', as: admin })).status).toBe(200)
})
