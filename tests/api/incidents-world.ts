import { beforeAll } from 'vitest'
import type { Incident } from '#contract/incidents.ts'
import type { Role } from '#contract/roles.ts'
import { insertAccount } from '../support/builders.ts'
import { type TestPerson, useWeb } from '../support/web.ts'

type Row = Record<string, unknown>

/** One side as the engine stores it. */
export const aSide = (side: Row = {}) => ({
  key: '192.0.2.1',
  principal: 'a'.repeat(64),
  addresses: ['192.0.2.1'],
  networks: ['192.0.2.0/24'],
  firstAt: '2026-11-20T08:00:00.000Z',
  lastAt: '2026-11-20T08:10:00.000Z',
  connects: 5,
  kicked: 5,
  seenAs: 'both',
  ...side,
})

const anIncident = (row: Row = {}) => ({
  account_id: 1,
  client_id: 'pump-01',
  thing_name: 'pump-01',
  cause: 'same-credential-two-places',
  confidence: 0.8,
  severity: 'high',
  severity_reasons: ['A credential in two places may be a cloned device.'],
  sides: JSON.stringify([aSide(), aSide({ key: '198.51.100.7', addresses: ['198.51.100.7'] })]),
  first_at: '2026-11-20T08:00:00Z',
  last_at: '2026-11-20T08:10:00Z',
  kicks: 12,
  opened_at: '2026-11-20T08:01:00Z',
  ...row,
})

/** The web process with two accounts and a person of each role; incidents as the engine would have written them. */
export function useIncidents() {
  const api = useWeb()
  const people = new Map<Role, TestPerson>()
  const of = (role: Role) => {
    const person = people.get(role)
    if (!person) throw new Error('People exist from beforeAll on')
    return person
  }

  beforeAll(async () => {
    for (const role of ['viewer', 'responder', 'approver', 'admin'] as const) people.set(role, await api.person(role))
    await insertAccount(api.database.pool)
    await insertAccount(api.database.pool)
  })

  const send = (method: string, path: string, body: unknown, as: TestPerson) => api.call(path, { method, body, as })
  return {
    get web() {
      return api.web
    },
    get pool() {
      return api.database.pool
    },
    call: api.call,
    of,
    send,
    /** Adds an incident and its actors; returns its id. */
    async add(row: Row = {}, actors: ['principal' | 'address', string][] = []): Promise<string> {
      const given: Row = anIncident(row)
      const names = Object.keys(given)
      const { rows } = await api.database.pool.query<{ id: string }>(
        `insert into incidents (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id`,
        Object.values(given),
      )
      const id = rows[0]?.id ?? ''
      for (const [kind, value] of actors) {
        await api.database.pool.query('insert into incident_actors values ($1, $2, $3, $4)', [
          id,
          given.account_id,
          kind,
          value,
        ])
      }
      return id
    },
    async get(id: string): Promise<Incident> {
      const response = await api.call(`/incidents/${id}`, { as: of('viewer') })
      if (!response.ok) throw new Error(`The incident answered ${response.status}: ${await response.text()}`)
      return response.json()
    },
    change: (id: string, body: unknown, as = of('responder')) => send('PATCH', `/incidents/${id}`, body, as),
    post: (path: string, body: unknown, as = of('responder')) => send('POST', path, body, as),
    /** The titles of what the trail says of an incident, oldest first. */
    async recorded(id: string): Promise<string[]> {
      const { rows } = await api.database.pool.query<{ said: string }>(
        `select action || case result when 'ok' then '' else ' ' || result end as said from activity where object_id = $1 order by at, id`,
        [id],
      )
      return rows.map(({ said }) => said)
    },
  }
}
