import { beforeAll, describe, expect, test } from 'vitest'
import type { EntryMeta } from '#contract/base.ts'
import { api as contract } from '#contract/index.ts'
import { roleAllows, roles } from '#contract/roles.ts'
import { entriesOf } from '#server/platform/api/routes.ts'
import { type TestPerson, useWeb } from '../support/web.ts'

const api = useWeb()
const people = new Map<string, TestPerson>()

beforeAll(async () => {
  for (const role of roles) people.set(role, await api.person(role))
})

const entries = entriesOf(contract).map(({ procedure, ...entry }) => {
  const { role } = procedure['~orpc'].meta as EntryMeta
  const path = entry.path
    .replaceAll('{account}', '1')
    .replace(/\/(runs|incidents)\/\{id\}/, '/$1/00000000-0000-4000-8000-000000000000')
    .replace(/\{[^}]+\}/g, 'nothing-of-that-name')
  return { ...entry, role, path }
})

// Enough for the commands on a run or an incident to be reached, and too little to make anything.
const aDecision = {
  ...{ digest: 'x', decision: 'approve', reason: 'Because of a test', category: 'exercise' },
  ...{
    text: 'Because of a test',
    days: 1,
    other: '00000000-0000-4000-8000-000000000000',
    scenario: 'second-process',
    account: 1,
  },
}
const body = (method: string) => (method === 'GET' || method === 'DELETE' ? undefined : aDecision)

describe.each(entries)('$name', ({ method, path, role: needed }) => {
  test(needed === 'public' ? 'lets strangers in' : 'refuses strangers', async () => {
    const { status } = await api.call(path, { method, body: body(method) })
    if (needed === 'public') expect([401, 403, 500]).not.toContain(status)
    else expect(status).toBe(401)
  })

  test.each(roles)('%s, by session and by token', async (role) => {
    const as = people.get(role)
    const allowed = needed === 'public' || roleAllows(role, needed)
    for (const by of ['cookie', 'token'] as const) {
      const { status } = await api.call(path, { method, body: body(method), as, with: by })
      if (allowed) expect([401, 403, 500], `by ${by}`).not.toContain(status)
      else expect(status, `by ${by}`).toBe(403)
    }
  })
})

test('every entry has a role and a path of its own', () => {
  const addresses = entries.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(addresses).size).toBe(addresses.length)
  expect(entries.every(({ role }) => role === 'public' || roles.includes(role))).toBe(true)
})
