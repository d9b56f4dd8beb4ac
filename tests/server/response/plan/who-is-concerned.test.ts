import { beforeAll, expect, test } from 'vitest'
import { makePlan } from '#server/response/plan/make-plan.ts'
import { attachCertificate, joinGroup, leaveGroup } from '#simulator/fleet/attachments.ts'
import { certificateOf, found, usePlanWorld } from './plan-world.ts'

const world = usePlanWorld()
const only = <T>([first]: T[]): T => found(first)
beforeAll(async () => {
  await world.prepareQuarantine()
})

function connectAs(name: string, clientId: string) {
  const thing = world.thing(name)
  const { connectivity } = world.thing('dev-001').details
  thing.change({ connectivity: { ...found(connectivity), connected: true, clientId, timestamp: Date.now() } })
  return thing
}

test('a thing that connects under another name is cut off under both', async () => {
  const thing = connectAs('dev-012', 'gateway/12 größe')
  thing.certificates = []
  attachCertificate(world.fleet, thing, world.filled().loose('exclusive'), true)
  await world.sync()
  const { targets, summary } = await world.plan('cut-off-thing', 'thing', ['dev-012'])
  const { clients, steps, plan } = only(targets)
  expect(clients.sort()).toEqual(['dev-012', 'gateway/12 größe'])
  expect(steps).toContainEqual({ kind: 'close-connection', clientId: 'gateway/12 größe', cleanSession: false })
  const session = plan.sessions.find(({ clientId }) => clientId === 'gateway/12 größe')
  expect(session).toMatchObject({ connected: true, observedAt: expect.any(String) })
  expect(summary.losing.sessions).toBe(1)
})

test('a client leads to its thing, and its thing to the never-touch list', async () => {
  await world.setGuards({ neverTouch: [{ by: 'name', pattern: 'dev-012', why: 'keeps people alive' }] })
  const { targets } = await world.plan('disconnect-client', 'client', ['gateway/12 größe', 'nobody'])
  expect(targets.map(({ state }) => state)).toEqual(['skipped', 'planned'])
  await world.setGuards({})
})

test.each([
  ['a group above', { by: 'group' as const, group: 'everything', why: 'all of it' }, 'dev-005'],
  ['an attribute', { by: 'attribute' as const, name: 'serial', value: 'S7', why: 'number seven' }, 'dev-007'],
])('never touched by %s', async (_, rule, name) => {
  await world.setGuards({ neverTouch: [rule] })
  const thing = await world.plan('quarantine-thing', 'thing', [name])
  expect(only(thing.targets)).toMatchObject({ state: 'skipped', steps: [] })
  const certificate = await world.plan('deactivate-certificate', 'certificate', [certificateOf(world.thing(name)).id])
  expect(only(certificate.targets)).toMatchObject({ state: 'skipped', steps: [] })
  expect(certificate.summary.guards.neverTouched).toBe(1)
  await world.setGuards({})
})

test('a group that holds somebody never touched is not denied', async () => {
  await world.setGuards({ neverTouch: [{ by: 'attribute', name: 'serial', value: 'S5', why: 'a lift' }] })
  const { targets } = await world.plan('deny-group', 'thing-group', ['everything'])
  expect(only(targets).plan.skip).toMatch(/^It holds dev-005\. Never touched.*a lift/)
  await world.setGuards({})
})

test('a quarantine group within a hierarchy excludes the things of that hierarchy', async () => {
  const quarantine = found(world.fleet.groups.get('fleetwarden-quarantine'))
  const root = found(world.fleet.groups.get('everything'))
  const thing = world.thing('dev-009')
  for (const group of thing.groups) leaveGroup(thing, group)
  joinGroup(thing, found(world.fleet.groups.get('north')))
  const before = quarantine.parent
  Object.assign(quarantine, { parent: root })
  const refused = await world.plan('quarantine-thing', 'thing', ['dev-009'])
  expect(only(refused.targets).plan.skip).toMatch(/It is in north, of the same hierarchy/)
  const { targets, id } = await world.plan('quarantine-thing', 'thing', ['dev-009'], { leaveGroup: 'north' })
  expect(only(targets).steps[0]).toEqual({ kind: 'leave-group', thing: 'dev-009', group: 'north' })
  await world.carryOut(id)
  expect(thing.groups.map(({ name }) => name)).toEqual(['fleetwarden-quarantine'])
  Object.assign(quarantine, { parent: before })
})

test('two certificates of one thing in one run leave it nothing to go on with', async () => {
  const thing = world.thing('dev-020')
  const spare = world.filled().loose('spare of dev-020')
  attachCertificate(world.fleet, thing, spare)
  await world.sync()
  const one = await world.plan('deactivate-certificate', 'certificate', [spare.id])
  expect(only(one.targets)).toMatchObject({
    clients: [],
    plan: { warnings: [expect.stringMatching(/can go on with that/)] },
  })
  const both = await world.plan('deactivate-certificate', 'certificate', [spare.id, certificateOf(thing).id])
  expect(both.targets.map(({ clients }) => clients)).toEqual([['dev-020'], ['dev-020']])
})

test('a certificate is looked for under the client IDs of its records and of the incident, whatever its things are called', async () => {
  const { id } = certificateOf(world.thing('dev-022'))
  const recorded = (clientId: string, principal: string, ago: string) =>
    world.rows(
      `INSERT INTO connection_events (account_id, at, event_key, kind, client_id, principal, duplicate, feed)
       VALUES ($1, now() - $2::interval, gen_random_uuid(), 'connect', $3, $4, FALSE, 'lifecycle')`,
      [world.account(), ago, clientId, principal],
    )
  await recorded('ev-zrh-00009', id, '1 hour')
  await recorded('long-ago', id, '3 days')
  await recorded('dev-022', 'e'.repeat(64), '1 minute')
  const first = await world.plan('deactivate-certificate', 'certificate', [id])
  expect(only(first.targets).clients).toEqual(['dev-022', 'ev-zrh-00009'])
  expect(only(first.targets).plan.warnings).toEqual([
    'The session of dev-022 is held by another credential (eeeeeeeeeeee…); it is left alone as long as that is so.',
  ])
  expect(only(first.targets).plan.steps.map(({ sentence }) => sentence)).toEqual([
    expect.stringMatching(/from ACTIVE to INACTIVE/),
    'Close the session of client dev-022, unless another credential still holds it',
    'Close the session of client ev-zrh-00009',
  ])
  // What is seen since does not change what was asked for.
  await recorded('one-more', id, '1 second')
  expect(await world.compare(first.id)).toEqual({ digest: first.digest, differences: [] })

  const [incident] = await world.rows<{ id: string }>(
    `INSERT INTO incidents (account_id, client_id, cause, confidence, severity, first_at, last_at, kicks)
     VALUES ($1, 'ev-old', 'stolen-credential', 1, 'high', now(), now(), 9) RETURNING id`,
    [world.account()],
  )
  await world.rows(
    `INSERT INTO incident_actors (incident_id, account_id, kind, value) VALUES ($1, $2, 'principal', $3)`,
    [incident?.id, world.account(), id],
  )
  await world.rows(`UPDATE response_runs SET incident_id = $1, state = 'planning' WHERE id = $2`, [
    incident?.id,
    first.id,
  ])
  await makePlan(world.parts(), first.id)
  const [again] = await world.rows<{ clients: string[] }>('SELECT clients FROM response_targets WHERE run_id = $1', [
    first.id,
  ])
  expect(again?.clients).toEqual(['dev-022', 'ev-old', 'ev-zrh-00009', 'one-more'])
})

test('an endpoint without some operations is planned for with what was collected, and says so', async () => {
  await world.trouble({ unsupported: ['ListThingGroupsForThing', 'GetConnection', 'ListThingPrincipalsV2'] })
  const { state, summary, targets } = await world.plan('cut-off-thing', 'thing', ['dev-021'])
  await world.trouble()
  expect(state).toBe('planned')
  expect(only(targets).steps.map(({ kind }) => kind)).toEqual([
    'set-certificate-status',
    'join-group',
    'close-connection',
  ])
  expect(summary.fromAws).toBe(false)
  expect(summary.warnings.join('\n')).toMatch(/AWS did not tell group memberships/)
})
