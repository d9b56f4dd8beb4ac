import { beforeAll, expect, test } from 'vitest'
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
