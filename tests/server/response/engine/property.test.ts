import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ActionId } from '#contract/actions.ts'
import { connectResponder } from '#server/aws/connect.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { undoRun } from '#server/response/commands/follow-up.ts'
import { planRun } from '#server/response/commands/plan-run.ts'
import { requestRun } from '#server/response/commands/request-run.ts'
import { comparePlan } from '#server/response/plan/compare-plan.ts'
import { makePlan } from '#server/response/plan/make-plan.ts'
import { refreshFacts } from '#server/response/plan/refresh-facts.ts'
import { leaveGroup } from '#simulator/fleet/attachments.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { seeded } from '#tests/support/random.ts'
import { mortalPool } from '../../sync/mortal-pool.ts'
import { mortalConnection } from './mortal-aws.ts'
import { anEngine, awsSettings, type Options, setGuards, useResponseWorld, workWith } from './response-world.ts'

const aws = useResponseWorld(40, { collected: true })
const planner = { make: makePlan, compare: comparePlan, refresh: refreshFacts }
const seeds = Array.from({ length: 12 }, (_, index) => index + 1)
const neverTouched = 'dev-01?'
const group = 'fleetwarden-quarantine'
let deaths = 0
let changes = 0

const context = (): Context => ({
  database: aws.database,
  now: new Date(),
  actor: { id: 'p1', name: 'Olive Operator', email: 'olive@example.com', role: 'admin' },
  ipAddress: null,
})

type Random = ReturnType<typeof seeded>

/** Works until nothing is left to do; workers die on the way, at any statement and before or after any call. */
async function labour(random: Random, idle: () => Promise<boolean>): Promise<void> {
  const settings: Options['settings'] = { leaseMs: 200, confirmForMs: 250, watchForMs: 60, lookAgainForMs: 10 }
  for (let lives = random.below(4); ; lives--) {
    const lifetime = lives > 0 ? 1 + random.below(160) : Number.POSITIVE_INFINITY
    const { pool, life } = mortalPool(aws.pool, lifetime)
    const engine = anEngine(pool, {
      settings,
      planner,
      parts: { connect: (target) => mortalConnection(connectResponder(pool, target, awsSettings), life, lifetime) },
    })
    const stop = new AbortController()
    try {
      await workWith(engine, pool, stop.signal, idle)
      return
    } catch (error) {
      if (!life.dead) throw error
      deaths++
    } finally {
      stop.abort()
      await engine.close()
    }
  }
}

const without =
  (...states: string[]) =>
  async () => {
    const { rows } = await aws.pool.query('SELECT 1 FROM response_runs WHERE state = ANY($1) LIMIT 1', [states])
    return rows.length === 0
  }
const idle = without('planning', 'queued', 'running', 'watching')

const unlessRefused = async <T>(work: () => Promise<T>): Promise<T | null> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

const statusOf = () => new Map([...aws.fleet.certificates.items].map(({ id, status }) => [id, status as string]))
const members = () =>
  new Set(aws.filled.things.filter((thing) => thing.groups.some(({ name }) => name === group)).map(({ name }) => name))

/** Everything as it was before the first seed. */
const reset = (() => {
  let statuses: Map<string, string>
  let sessions: Map<Thing, Thing['details']['connectivity']>
  return async () => {
    statuses ??= statusOf()
    sessions ??= new Map(aws.filled.things.map((thing) => [thing, thing.details.connectivity]))
    for (const certificate of aws.fleet.certificates.items)
      certificate.status = statuses.get(certificate.id) as 'ACTIVE'
    for (const [thing, connectivity] of sessions) thing.change({ connectivity })
    for (const thing of aws.filled.things)
      for (const one of thing.groups) if (one.name === group) leaveGroup(thing, one)
    await aws.pool.query('TRUNCATE response_touched, response_steps, response_targets, response_runs CASCADE')
    aws.forget()
    await aws.trouble()
  }
})()

const takingAway: [ActionId, ...ActionId[]] = [
  'cut-off-thing',
  'cut-off-thing',
  'deactivate-certificate',
  'quarantine-thing',
  'disconnect-client',
  'revoke-certificate',
]

beforeAll(() =>
  setGuards(aws.pool, {
    approvalAbove: 1000,
    typedAbove: 1000,
    errorShare: 1,
    neverTouch: [{ by: 'name', pattern: neverTouched, why: 'The pumps that must run' }],
  }),
)
afterAll(() => {
  expect(deaths).toBeGreaterThan(12)
  expect(changes).toBeGreaterThan(36)
})

describe('whatever is done, and whoever dies meanwhile, AWS is as the trail says', () => {
  test.each(seeds)(
    'seed %i',
    async (seed) => {
      const random = seeded(seed)
      await reset()
      const before = { statuses: statusOf(), activity: await lastActivity() }
      const outside: { at: number; certificate: string; status: string }[] = []
      const things = aws.filled.things
      const certificates = [...aws.fleet.certificates.items]
      const pick = <T>(items: readonly T[]): T => items[random.below(items.length)] as T
      const finished: string[] = []

      for (let act = 0; act < 3; act++) {
        await aws.trouble({ throttleRate: 0.3 + random.below(3) / 10, lostAnswerRate: 0.04, errorRate: 0.04 })
        const wanted: (() => Promise<{ id: string }>)[] = []
        const choice = random.below(10)
        if (choice < 6) {
          for (let run = 0; run <= random.below(2); run++) {
            const action = random.oneOf(takingAway)
            const names = Array.from({ length: action === 'revoke-certificate' ? 1 : 1 + random.below(6) }, () =>
              action === 'deactivate-certificate' || action === 'revoke-certificate'
                ? pick(certificates).id
                : pick(things).name,
            )
            const selection = { scope: 'named' as const, names: [...new Set(names)] }
            wanted.push(() => planRun(context(), { account: aws.account, action, selection }))
          }
        } else if (choice < 8 && finished.length > 0) {
          const id = pick(finished)
          wanted.push(() => undoRun(context(), { id }))
        } else if (choice === 8) {
          const certificate = pick(certificates)
          if (certificate.status !== 'REVOKED') certificate.status = random.oneOf(['INACTIVE', 'REVOKED', 'ACTIVE'])
          outside.push({ at: await lastActivity(), certificate: certificate.id, status: certificate.status })
        } else {
          const names = certificates.filter(({ status }) => status === 'INACTIVE').slice(0, 2)
          if (names.length > 0) {
            const selection = { scope: 'named' as const, names: names.map(({ id }) => id) }
            wanted.push(() => planRun(context(), { account: aws.account, action: 'reactivate-certificate', selection }))
          }
        }
        const runs: string[] = []
        for (const plan of wanted) {
          const run = await unlessRefused(plan)
          if (run) runs.push(run.id)
        }
        await labour(random, without('planning'))
        for (const id of runs) {
          const digest = (await aws.standing(id)).run.digest
          const typed = await typedFor(id)
          const asked = await unlessRefused(() =>
            requestRun(context(), { id, digest: digest ?? '', reason: 'An exercise', category: 'exercise', typed }),
          )
          if (asked) finished.push(id)
        }
        await labour(random, idle)
        if (random.chance(0.3)) comeBack(pick(things))
      }

      await aws.trouble()
      await everythingEnded()
      await statesMatch(before, outside)
      await callsMatch()
    },
    120_000,
  )
})

async function typedFor(id: string): Promise<string | undefined> {
  const { run } = await aws.standing(id)
  return run.plan?.guards?.typed ?? undefined
}

/** A device dials in again, if its certificate lets it. */
function comeBack(thing: Thing) {
  const { connectivity } = thing.details
  if (!connectivity || !thing.certificates.some(({ status }) => status === 'ACTIVE')) return
  thing.change({ connectivity: { ...connectivity, connected: true, timestamp: Date.now() } })
}

const lastActivity = async (): Promise<number> =>
  (await aws.pool.query('SELECT coalesce(max(id), 0)::int AS id FROM activity')).rows[0].id

/** No run, target or call is left in the air, and each target that was called for is in the trail once. */
async function everythingEnded() {
  const { rows: runs } = await aws.pool.query<{ state: string }>('SELECT DISTINCT state FROM response_runs')
  for (const { state } of runs)
    expect(['planned', 'plan-failed', 'changed', 'done', 'stopped', 'cancelled']).toContain(state)
  const { rows: open } = await aws.pool.query(
    `SELECT t.name, t.state FROM response_targets t JOIN response_runs r ON r.id = t.run_id
     WHERE t.open OR t.look_at IS NOT NULL OR t.state IN ('pending', 'applying', 'applied')`,
  )
  expect(open).toEqual([])
  const { rows: hanging } = await aws.pool.query(`SELECT * FROM response_steps WHERE state = 'intended'`)
  expect(hanging).toEqual([])
  const { rows: told } = await aws.pool.query(
    `SELECT t.run_id, t.n, t.state, count(a.id) AS entries FROM response_targets t LEFT JOIN activity a
       ON a.action = 'response.target' AND a.detail->>'run' = t.run_id::text AND a.object_name = t.name
     WHERE t.attempted_at IS NOT NULL GROUP BY 1, 2, 3 HAVING count(a.id) <> 1`,
  )
  expect(told).toEqual([])
}

type Told = { id: number; detail: { calls: { operation: string; subject: string; to: string; state: string }[] } }

/** The trail, read from the beginning, arrives at what AWS says now. */
async function statesMatch(
  before: { statuses: Map<string, string>; activity: number },
  outside: { at: number; certificate: string; status: string }[],
) {
  const { rows } = await aws.pool.query<Told>(
    `SELECT id::int AS id, detail FROM activity WHERE action = 'response.target' AND id > $1 ORDER BY id`,
    [before.activity],
  )
  const statuses = new Map(before.statuses)
  const kept = new Set<string>()
  const steps = [
    ...rows.map(({ id, detail }) => ({
      at: id,
      play() {
        for (const { operation, subject, to, state } of detail.calls) {
          if (state !== 'applied' && state !== 'confirmed') continue
          changes++
          if (operation === 'UpdateCertificate') statuses.set(subject, to)
          if (operation === 'AddThingToThingGroup') kept.add(subject)
          if (operation === 'RemoveThingFromThingGroup') kept.delete(subject)
        }
      },
    })),
    ...outside.map(({ at, certificate, status }) => ({ at: at + 0.5, play: () => statuses.set(certificate, status) })),
  ].sort((a, b) => a.at - b.at)
  for (const { play } of steps) play()
  expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(statusOf()))
  expect([...kept].sort()).toEqual([...members()].sort())
}

/** Nothing was called that no plan names; nothing that is never touched; no session was closed twice. */
async function callsMatch() {
  const { rows } = await aws.pool.query<{ params: Record<string, string> }>(
    'SELECT params FROM response_steps WHERE intended_at IS NOT NULL',
  )
  const planned = new Set(
    rows.map(({ params: { kind, certificateId, to, thing, group: name, clientId } }) =>
      [kind, certificateId ?? thing ?? clientId, to ?? name ?? ''].join(' '),
    ),
  )
  const closed = new Map<string, number>()
  const sacred = new Set(
    aws.filled.things
      .filter(({ name }) => /^dev-01.$/.test(name))
      .flatMap(({ name, certificates }) => [name, ...[...certificates].map(({ id }) => id)]),
  )
  for (const { operation, input } of aws.applied()) {
    const { certificateId, newStatus, thingName, thingGroupName, clientId } = input
    const call = {
      UpdateCertificate: `set-certificate-status ${certificateId} ${newStatus}`,
      AddThingToThingGroup: `join-group ${thingName} ${thingGroupName}`,
      RemoveThingFromThingGroup: `leave-group ${thingName} ${thingGroupName}`,
      DeleteConnection: `close-connection ${clientId} `,
    }[operation]
    expect(planned, `${operation} ${JSON.stringify(input)}`).toContain(call)
    for (const name of [certificateId, thingName, clientId]) if (name) expect(sacred).not.toContain(name)
    if (clientId) closed.set(clientId, (closed.get(clientId) ?? 0) + 1)
  }
  expect([...closed].filter(([, times]) => times > 1)).toEqual([])
}
