import { beforeAll } from 'vitest'
import type { ActionId } from '#contract/actions.ts'
import type { Run } from '#contract/response.ts'
import type { Guards } from '#contract/response-settings.ts'
import type { Role } from '#contract/roles.ts'
import { aCertificate, aGroup, aThing, insert, insertAccount } from '../support/builders.ts'
import { aDigest, planAs } from '../support/response-runs.ts'
import { type TestPerson, useWeb } from '../support/web.ts'

export const reason = { reason: 'Seen on two sites at once', category: 'cloned-device' }

export const fewGuards: Guards = {
  readOnly: false,
  approvalAbove: 10,
  finalNeedsApproval: false,
  typedAbove: 3,
  targetsPerHour: 500,
  errorShare: 0.2,
  errorsAtLeast: 5,
  approvalHours: 4,
  containmentLimitS: 300,
  settleS: 60,
  kickEveryMinutes: 10,
  neverTouch: [],
}

/** The web process with an account that has a responder, 40 things and certificates, and a person of each role. */
export function useResponse() {
  const api = useWeb()
  const people = new Map<Role, TestPerson>()
  const of = (role: Role) => {
    const person = people.get(role)
    if (!person) throw new Error('People exist from beforeAll on')
    return person
  }

  beforeAll(async () => {
    for (const role of ['viewer', 'responder', 'approver', 'admin'] as const) people.set(role, await api.person(role))
    const { pool } = api.database
    const account = await insertAccount(pool)
    const names = Array.from({ length: 40 }, (_, index) => String(index).padStart(2, '0'))
    await insert(
      pool,
      'things',
      names.map((n) => aThing({ account_id: account, name: `pump-${n}`, attributes: { site: n < '20' ? 'a' : 'b' } })),
    )
    await insert(
      pool,
      'certificates',
      names.map((n) => aCertificate({ account_id: account, certificate_id: n.repeat(32) })),
    )
    await insert(pool, 'thing_groups', [aGroup({ account_id: account, name: 'pumps' })])
    await pool.query(
      `insert into responders (account_id, role_arn, quarantine) values ($1, 'arn:aws:iam::111122223333:role/Responder', 'ready')`,
      [account],
    )
  })

  const post = (path: string, body: unknown, as: TestPerson) => api.call(path, { method: 'POST', body, as })
  const plan = (action: ActionId, names: string[], as = of('responder')) =>
    post('/response/runs', { account: 1, action, selection: { scope: 'named', names } }, as)

  return {
    get web() {
      return api.web
    },
    get pool() {
      return api.database.pool
    },
    call: api.call,
    person: api.person,
    of,
    post,
    /** Asks for a plan and has it made, as the worker would. */
    async planned(action: ActionId, names: string[], { as = of('responder'), ...made }: Planned = {}): Promise<Run> {
      const response = await plan(action, names, as)
      if (response.status !== 201) throw new Error(`Planning answered ${response.status}: ${await response.text()}`)
      const run: Run = await response.json()
      await planAs(api.database.pool, run.id, made)
      return run
    },
    plan,
    request: (run: { id: string }, body: object = {}, as = of('responder')) =>
      post(`/response/runs/${run.id}/request`, { digest: aDigest, ...reason, ...body }, as),
    decide: (run: { id: string }, decision: 'approve' | 'reject', as = of('approver'), digest = aDigest) =>
      post(`/response/runs/${run.id}/decision`, { decision, digest }, as),
    async run(id: string, as = of('viewer')): Promise<Run> {
      return (await api.call(`/response/runs/${id}`, { as })).json()
    },
    async guards(change: Partial<Guards>) {
      const body = { ...fewGuards, ...change }
      const response = await api.call('/response/guards', { method: 'PUT', body, as: of('admin') })
      if (!response.ok) throw new Error(`Setting the guards answered ${response.status}: ${await response.text()}`)
    },
  }
}

type Planned = { as?: TestPerson } & Parameters<typeof planAs>[2]

/** A problem document's sentence, after its status. */
export async function refusal(response: Response): Promise<string> {
  const { detail } = await response.json()
  return `${response.status} ${detail}`
}

export const thing = (n: number) => `pump-${String(n).padStart(2, '0')}`
export const certificate = (n: number) => String(n).padStart(2, '0').repeat(32)
