import { beforeAll, describe, expect, test } from 'vitest'
import { attachCertificate, joinGroup } from '#simulator/fleet/attachments.ts'
import { certificateOf, found, usePlanWorld } from './plan-world.ts'

const world = usePlanWorld()
const only = <T>([first]: T[]): T => found(first)

test('without a quarantine group a thing is cut off by its certificates, and the plan says so', async () => {
  const { state, summary, targets, stopReason } = await world.plan('cut-off-thing', 'thing', ['dev-003'])
  expect(stopReason).toBeNull()
  expect(state).toBe('planned')
  const id = certificateOf(world.thing('dev-003')).id
  const { plan, steps, identity, clients } = only(targets)
  expect(steps).toEqual([
    { kind: 'set-certificate-status', certificateId: id, from: 'ACTIVE', to: 'INACTIVE' },
    { kind: 'close-connection', clientId: 'dev-003', cleanSession: false },
  ])
  expect(identity).toBe(world.thing('dev-003').details.id)
  expect(clients).toEqual(['dev-003'])
  expect(plan.things).toEqual(['dev-003'])
  expect(plan.fromAws).toBe(true)
  expect(plan.jobs).toEqual([])
  expect(plan.warnings.join()).toMatch(/not set up in this account/)
  expect(summary).toMatchObject({
    changes: 1,
    fromAws: true,
    losing: { things: 1, sharedCertificates: 0 },
    guards: { whyNot: [], approval: null },
  })
  expect(summary.permissions.map(({ action }) => action)).toEqual(['iot:DeleteConnection', 'iot:UpdateCertificate'])
  const [account] = await world.rows<{ quarantine: string }>('SELECT quarantine FROM responders')
  expect(account?.quarantine).toBe('no-group')
})

describe('with a quarantine group', () => {
  beforeAll(async () => {
    await world.prepareQuarantine()
  })

  test('a shared certificate is shown and left alone until it is chosen', async () => {
    const shared = certificateOf(world.thing('dev-001')).id
    const first = await world.plan('cut-off-thing', 'thing', ['dev-001'])
    expect(only(first.targets).plan.shared).toEqual([{ certificateId: shared, things: ['dev-002'], included: false }])
    expect(only(first.targets).steps.map(({ kind }) => kind)).toEqual(['join-group', 'close-connection'])
    expect(first.summary.losing).toMatchObject({ things: 1, sharedCertificates: 0 })

    const second = await world.plan('cut-off-thing', 'thing', ['dev-001'], { sharedCertificates: [shared] })
    const { plan, steps } = only(second.targets)
    expect(plan.shared).toEqual([{ certificateId: shared, things: ['dev-002'], included: true }])
    expect(plan.things).toEqual(['dev-001', 'dev-002'])
    expect(steps).toContainEqual({ kind: 'close-connection', clientId: 'dev-002', cleanSession: false })
    expect(second.summary.losing).toMatchObject({ things: 2, sharedCertificates: 1 })
    expect(second.digest).not.toBe(first.digest)
  })

  test('every certificate of a thing is deactivated, and what it touches can be found', async () => {
    const thing = world.thing('dev-005')
    const second = world.filled().loose('second-of-dev-005')
    attachCertificate(world.fleet, thing, second)
    const { targets, id } = await world.plan('cut-off-thing', 'thing', ['dev-005'])
    const ids = only(targets).steps.flatMap((step) => ('certificateId' in step ? [step.certificateId] : []))
    expect(ids.sort()).toEqual(thing.certificates.map((certificate) => certificate.id).sort())
    const touched = await world.rows('SELECT kind, name FROM response_touched WHERE run_id = $1 ORDER BY kind, name', [
      id,
    ])
    expect(touched).toEqual([
      ...ids.map((name) => ({ kind: 'certificate', name })),
      { kind: 'client', name: 'dev-005' },
    ])
    // A certificate that was never collected is in the tables now, with its attachment.
    const [row] = await world.rows('SELECT status, thing_count FROM certificates WHERE certificate_id = $1', [
      second.id,
    ])
    expect(row).toEqual({ status: 'ACTIVE', thing_count: 1 })
  })

  test('a status that changed since it was collected is read from AWS and kept with its history', async () => {
    const certificate = certificateOf(world.thing('dev-006'))
    certificate.status = 'INACTIVE'
    const { targets, summary } = await world.plan('deactivate-certificate', 'certificate', [certificate.id])
    expect(only(targets)).toMatchObject({
      state: 'skipped',
      steps: [],
      plan: { skip: 'It cannot connect as it is: INACTIVE' },
    })
    expect(summary.skipped).toEqual([{ why: 'It cannot connect as it is: INACTIVE', count: 1 }])
    expect(summary.guards.whyNot).toEqual(['There is nothing to change.'])
    const history = await world.rows(
      `SELECT before, after FROM fact_history WHERE subject = $1 AND change = 'status'`,
      [certificate.id],
    )
    expect(history).toEqual([{ before: 'ACTIVE', after: 'INACTIVE' }])
  })

  test('what AWS no longer has is skipped, and gone from the tables', async () => {
    const lost = certificateOf(world.thing('dev-008'))
    world.fleet.certificates.remove(lost)
    world.thing('dev-008').certificates = []
    const certificates = await world.plan('deactivate-certificate', 'certificate', [lost.id])
    expect(only(certificates.targets).plan.skip).toBe('AWS has no such certificate any more')
    world.fleet.things.remove(world.thing('dev-010'))
    const things = await world.plan('quarantine-thing', 'thing', ['dev-010', 'dev-011'])
    expect(things.targets.map(({ state }) => state)).toEqual(['skipped', 'planned'])
    const [row] = await world.rows(`SELECT gone_at IS NOT NULL AS gone FROM things WHERE name = 'dev-010'`)
    expect(row).toEqual({ gone: true })
  })

  test('who is never touched is left out, and so is what it shares', async () => {
    await world.setGuards({ neverTouch: [{ by: 'name', pattern: 'dev-002', why: 'keeps people alive' }] })
    const { targets, summary } = await world.plan('cut-off-thing', 'thing', ['dev-002', 'dev-012'])
    expect(targets.map(({ state }) => state)).toEqual(['skipped', 'planned'])
    expect(targets[0]?.plan.skip).toMatch(/Never touched.*keeps people alive/)
    expect(summary.guards.neverTouched).toBe(1)
    const shared = certificateOf(world.thing('dev-001')).id
    const other = await world.plan('cut-off-thing', 'thing', ['dev-001'], { sharedCertificates: [shared] })
    expect(only(other.targets).plan.shared).toEqual([expect.objectContaining({ included: false })])
    const certificate = await world.plan('revoke-certificate', 'certificate', [shared])
    expect(only(certificate.targets).state).toBe('skipped')
    const client = await world.plan('disconnect-client', 'client', ['dev-002'])
    expect(only(client.targets).state).toBe('skipped')
    await world.setGuards({})
  })

  test('a thing in ten groups says what it takes', async () => {
    const thing = world.thing('dev-013')
    thing.groups = []
    for (let n = 1; n <= 10; n++) joinGroup(thing, world.filled().build.group(`full-${n}`, ''))
    const full = await world.plan('quarantine-thing', 'thing', ['dev-013'])
    expect(only(full.targets).plan.skip).toMatch(/10 groups, as many as AWS allows.*full-1/)
    const { targets } = await world.plan('quarantine-thing', 'thing', ['dev-013'], { leaveGroup: 'full-4' })
    expect(only(targets).steps.map((step) => ('group' in step ? `${step.kind} ${step.group}` : step.kind))).toEqual([
      'leave-group full-4',
      'join-group fleetwarden-quarantine',
      'close-connection',
    ])
  })

  test('denied reads are warnings and never invented', async () => {
    await world.trouble({ denied: ['ListJobExecutionsForThing', 'GetConnection', 'ListThingGroupsForThing'] })
    const { targets, summary, state } = await world.plan('cut-off-thing', 'thing', ['dev-014'])
    await world.trouble()
    expect(state).toBe('planned')
    expect(only(targets).plan.jobs).toBeNull()
    expect(only(targets).plan.fromAws).toBe(false)
    expect(summary.losing.jobs).toBeNull()
    expect(summary.warnings.join('\n')).toMatch(
      /denies the responder iot:ListThingGroupsForThing, so group memberships/,
    )
    const denied = await world.rows('SELECT action FROM responder_permissions WHERE NOT allowed ORDER BY action')
    expect(denied.map(({ action }) => action)).toEqual([
      'iot:GetConnection',
      'iot:ListJobExecutionsForThing',
      'iot:ListThingGroupsForThing',
    ])
  })

  test('a certificate that was never collected is not passed over, even when AWS does not tell its status', async () => {
    const added = world.filled().loose('untold')
    attachCertificate(world.fleet, world.thing('dev-017'), added)
    await world.trouble({ denied: ['DescribeCertificate'] })
    const { targets } = await world.plan('cut-off-thing', 'thing', ['dev-017'])
    await world.trouble()
    expect(only(targets).plan.warnings.join()).toMatch(
      new RegExp(`status of its certificate ${added.id.slice(0, 12)}… is not known`),
    )
    const again = await world.plan('cut-off-thing', 'thing', ['dev-017'])
    expect(only(again.targets).steps).toContainEqual(expect.objectContaining({ certificateId: added.id }))
  })

  test('a plan without credentials or a responder fails with words', async () => {
    await world.trouble({ expiredCredentials: true })
    const expired = await world.plan('cut-off-thing', 'thing', ['dev-014'])
    await world.trouble()
    expect(expired).toMatchObject({ state: 'plan-failed', stopReason: expect.stringMatching(/could not be asked/) })
  })

  test('throttling is waited out', async () => {
    await world.trouble({ throttleRate: 0.3 })
    const { state, targets } = await world.plan('cut-off-thing', 'thing', ['dev-014', 'dev-015', 'dev-016'])
    await world.trouble()
    expect(state).toBe('planned')
    expect(targets.every(({ state: one }) => one === 'planned')).toBe(true)
  })

  test('cutting off several things shows the routes, and the group that holds exactly these', async () => {
    const group = world.filled().build.group('line-4', 'A line')
    for (const name of ['dev-020', 'dev-021', 'dev-022']) joinGroup(world.thing(name), group)
    await world.sync()
    const { summary } = await world.plan('cut-off-thing', 'thing', ['dev-020', 'dev-021', 'dev-022'])
    expect(summary.routes.map(({ route, calls, chosen }) => ({ route, calls, chosen }))).toEqual([
      { route: 'both', calls: 6, chosen: true },
      { route: 'group', calls: 3, chosen: false },
      { route: 'certificates', calls: 3, chosen: false },
      { route: 'policy', calls: 1, chosen: false },
    ])
    expect(summary.routes[2]?.sentence).toMatch(/^Deactivate 3 certificates \(3 calls at 10 a second, about 1 s\)/)
  })

  test('a whole group is denied with one call', async () => {
    const { targets, summary } = await world.plan('deny-group', 'thing-group', ['line-4'])
    expect(only(targets).steps[0]).toMatchObject({ kind: 'attach-policy', policy: 'FleetwardenQuarantine' })
    expect(summary.losing.things).toBe(3)
    const gone = await world.plan('deny-group', 'thing-group', ['no-such-group'])
    expect(only(gone.targets).plan.skip).toBe('AWS has no such thing group any more')
  })

  test('the statuses of many certificates come from the list', async () => {
    const names = world.filled().things.flatMap(({ certificates }) => certificates.map(({ id }) => id))
    const many = Array.from({ length: 90 }, (_, n) => world.filled().loose(`many-${n}`).id)
    await world.sync()
    const lost = found(world.fleet.certificates.get(found(many[7])))
    world.fleet.certificates.remove(lost)
    world.world.counts.reset()
    const { targets, summary } = await world.plan('deactivate-certificate', 'certificate', [
      ...new Set([...names, ...many]),
    ])
    const { operations } = world.world.counts.summary()
    expect(operations).toHaveProperty('ListCertificates')
    // Only the one that the list did not hold is asked for.
    expect(operations).toMatchObject({ DescribeCertificate: { calls: 1 } })
    expect(targets.find(({ name }) => name === lost.id)?.plan.skip).toMatch(/no such certificate/)
    expect(summary.fromAws).toBe(true)
    expect(summary.changes).toBe(targets.filter(({ state }) => state === 'planned').length)
    expect(summary.seconds).toBe(summary.changes / 10)
  })

  test('preparing a quarantine that is ready changes nothing', async () => {
    const { targets } = await world.plan('prepare-quarantine', 'account', ['123456789012'])
    expect(only(targets).plan.skip).toMatch(/exists and carries the policy already/)
    const [account] = await world.rows<{ quarantine: string }>('SELECT quarantine FROM responders')
    expect(account?.quarantine).toBe('ready')
  })
})
