import { beforeAll, beforeEach, expect, test } from 'vitest'
import { makePlan } from '#server/response/plan/make-plan.ts'
import { certificateOf, found, usePlanWorld } from './plan-world.ts'

const world = usePlanWorld()
const only = <T>([first]: T[]): T => found(first)
const numbersIn = (of: { number: number }[]) => of.map(({ number }) => number)

beforeAll(async () => {
  await world.prepareQuarantine()
})
beforeEach(async () => {
  await world.rows('UPDATE response_runs SET incident_id = NULL')
  await world.rows('DELETE FROM incidents WHERE merged_into IS NOT NULL')
  await world.rows('DELETE FROM incidents')
})

type About = {
  client: string
  thing?: string
  principal?: string
  severity?: string
  state?: string
  storm?: string
  into?: string
}

async function incident(about: About) {
  const { client, thing, principal, severity = 'high', state = 'new', storm, into } = about
  const [row] = await world.rows<{ id: string; number: number }>(
    `INSERT INTO incidents (account_id, client_id, thing_name, cause, confidence, severity, state, storm_key, merged_into,
       first_at, last_at, kicks)
     VALUES ($1, $2, $3, 'second-process', 1, $4, $5, $6, $7, now(), now(), 9) RETURNING id, number`,
    [world.account(), client, thing, severity, state, storm, into],
  )
  const made = found(row)
  if (principal)
    await world.rows(
      `INSERT INTO incident_actors (incident_id, account_id, kind, value) VALUES ($1, $2, 'principal', $3)`,
      [made.id, world.account(), principal],
    )
  return made
}

test('open incidents are found by thing, client ID and credential, worst first, and are not in the digest', async () => {
  const id = certificateOf(world.thing('dev-020')).id
  const before = await world.plan('cut-off-thing', 'thing', ['dev-020', 'dev-021'])
  expect(before.summary).toMatchObject({ incidents: [], losing: { incidents: 0 } })
  const low = await incident({ client: 'another name', thing: 'dev-020', severity: 'low' })
  const worst = await incident({ client: 'dev-020', severity: 'critical' })
  const stolen = await incident({ client: 'elsewhere', principal: id, severity: 'medium' })
  await incident({ client: 'nobody', principal: 'f'.repeat(64) })
  await incident({ client: 'gone by', thing: 'dev-020', state: 'closed' })
  await incident({ client: 'put aside', thing: 'dev-020', state: 'dismissed' })

  const { targets, summary, digest, id: run } = await world.plan('cut-off-thing', 'thing', ['dev-020', 'dev-021'])
  expect(numbersIn(found(targets[0]).plan.incidents)).toEqual([worst.number, stolen.number, low.number])
  expect(found(targets[0]).plan.incidents[1]).toEqual({
    id: stolen.id,
    number: stolen.number,
    severity: 'medium',
    cause: 'second-process',
    clientId: 'elsewhere',
  })
  expect(found(targets[1]).plan.incidents).toEqual([])
  expect(numbersIn(summary.incidents)).toEqual([worst.number, stolen.number, low.number])
  expect(summary.losing.incidents).toBe(3)
  expect(digest).toBe(before.digest)
  expect(await world.compare(run)).toEqual({ digest, differences: [] })

  const certificate = await world.plan('deactivate-certificate', 'certificate', [id])
  expect(numbersIn(only(certificate.targets).plan.incidents)).toEqual([worst.number, stolen.number, low.number])
  const client = await world.plan('disconnect-client', 'client', ['elsewhere'])
  expect(numbersIn(only(client.targets).plan.incidents)).toEqual([stolen.number])
})

test('what was joined to another is told by that one, and one that many targets share counts once', async () => {
  const storm = await incident({ client: 'dev-030', storm: 'type pump' })
  for (const client of ['dev-030', 'dev-031', 'dev-032'])
    await incident({ client, thing: client, state: 'merged', into: storm.id })
  const { targets, summary } = await world.plan('quarantine-thing', 'thing', ['dev-030', 'dev-031', 'dev-033'])
  expect(targets.map(({ plan }) => numbersIn(plan.incidents))).toEqual([[storm.number], [storm.number], []])
  expect(summary.losing.incidents).toBe(1)
})

test("a storm's client IDs are those of its members that a certificate has a side in", async () => {
  const { id } = certificateOf(world.thing('dev-022'))
  const storm = await incident({ client: 'ev-1', storm: 'type ev' })
  await incident({ client: 'ev-1', state: 'merged', into: storm.id, principal: id })
  await incident({ client: 'ev-2', state: 'merged', into: storm.id, principal: id })
  await incident({ client: 'ev-3', state: 'merged', into: storm.id, principal: 'a'.repeat(64) })
  const run = await world.plan('deactivate-certificate', 'certificate', [id])
  await world.rows(`UPDATE response_runs SET incident_id = $1, state = 'planning' WHERE id = $2`, [storm.id, run.id])
  await makePlan(world.parts(), run.id)
  const [again] = await world.rows<{ clients: string[] }>('SELECT clients FROM response_targets WHERE run_id = $1', [
    run.id,
  ])
  expect(again?.clients).toEqual(['dev-022', 'ev-1', 'ev-2'])
})

test('the shared certificates of all targets are listed once, with who uses them', async () => {
  const shared = certificateOf(world.thing('dev-001')).id
  const names = Array.from({ length: 40 }, (_, n) => `dev-${String(n).padStart(3, '0')}`).reverse()
  const { summary } = await world.plan('cut-off-thing', 'thing', names)
  const mine = summary.shared.first.find(({ certificateId }) => certificateId === shared)
  expect(mine).toEqual({ certificateId: shared, things: ['dev-001', 'dev-002'], users: 2, included: false })
  expect(summary.shared.total).toBe(summary.shared.first.length)
  const chosen = await world.plan('cut-off-thing', 'thing', names, { sharedCertificates: [shared] })
  expect(chosen.summary.shared.first.filter(({ included }) => included)).toHaveLength(1)
  expect(chosen.summary.losing.sharedCertificates).toBe(1)
})
