import { beforeAll, describe, expect, test } from 'vitest'
import { makePlan } from '#server/response/plan/make-plan.ts'
import { attachCertificate, detachCertificate, joinGroup } from '#simulator/fleet/attachments.ts'
import { certificateOf, found, usePlanWorld } from './plan-world.ts'

const world = usePlanWorld()
beforeAll(async () => {
  await world.prepareQuarantine()
})

describe('a plan computed again', () => {
  test('is the same while nothing that matters changes', async () => {
    const { id, digest } = await world.plan('cut-off-thing', 'thing', ['dev-003', 'dev-004', 'dev-009'])
    world.thing('dev-003').change({ attributes: { serial: 'new', note: '温度 🌡' } })
    const thing = world.thing('dev-004')
    const before = thing.details.connectivity
    if (before) thing.change({ connectivity: { ...before, connected: !before.connected, timestamp: Date.now() } })
    expect(await world.compare(id)).toEqual({ digest, differences: [] })
    expect(await world.compare(id)).toEqual({ digest, differences: [] })
  })

  test.each([
    [
      'a status',
      'dev-011',
      () => {
        certificateOf(world.thing('dev-011')).status = 'INACTIVE'
      },
      /^Add dev-011 to the group/,
    ],
    [
      'a new certificate',
      'dev-012',
      () => attachCertificate(world.fleet, world.thing('dev-012'), world.filled().loose('another of dev-012')),
      /Set certificate .*Set certificate/,
    ],
    [
      'somebody else who uses its certificate',
      'dev-013',
      () => attachCertificate(world.fleet, world.thing('dev-014'), certificateOf(world.thing('dev-013'))),
      /is shared with dev-014/,
    ],
    [
      'a certificate less',
      'dev-015',
      () => detachCertificate(world.fleet, world.thing('dev-015'), certificateOf(world.thing('dev-015'))),
      /Add dev-015 to the group/,
    ],
    [
      'a quarantine by somebody else',
      'dev-016',
      () => joinGroup(world.thing('dev-016'), found(world.fleet.groups.get('fleetwarden-quarantine'))),
      /Set certificate/,
    ],
    ['that it is gone', 'dev-017', () => world.fleet.things.remove(world.thing('dev-017')), /no such thing any more/],
    [
      'that another has taken its name',
      'dev-018',
      () => world.thing('dev-018').change({ id: crypto.randomUUID() }),
      /made anew under the same name/,
    ],
  ])('differs by %s', async (_, name, change, after) => {
    const { id, digest } = await world.plan('cut-off-thing', 'thing', ['dev-003', name])
    change()
    const compared = await world.compare(id)
    expect(compared.digest).not.toBe(digest)
    expect(compared.differences).toEqual([{ name, before: expect.any(String), after: expect.stringMatching(after) }])
    // The newer plan has the digest of what was compared.
    const again = await world.plan('cut-off-thing', 'thing', ['dev-003', name])
    expect(again.digest).toBe(compared.digest)
  })
})

test('a plan is not computed again from facts that AWS would not tell', async () => {
  const { id, digest } = await world.plan('cut-off-thing', 'thing', ['dev-025'])
  await world.trouble({ operations: { DescribeCertificate: { errorRate: 1 } } })
  await expect(world.compare(id)).rejects.toMatchObject({ name: 'AwsFailure', kind: 'transient' })
  await world.trouble()
  expect(await world.compare(id)).toEqual({ digest, differences: [] })
})

test('what is asked for stays as it was seen, whoever still plans', async () => {
  const { id, targets } = await world.plan('cut-off-thing', 'thing', ['dev-025'])
  await world.rows(`UPDATE response_runs SET state = 'queued' WHERE id = $1`, [id])
  await makePlan({ ...world.parts(), now: () => new Date(0) }, id)
  const [row] = await world.rows<{ state: string; planned: boolean }>(
    `SELECT state, planned_at > '2026-01-01' AS planned FROM response_runs WHERE id = $1`,
    [id],
  )
  expect(row).toEqual({ state: 'queued', planned: true })
  const steps = await world.rows('SELECT params FROM response_steps WHERE run_id = $1 ORDER BY step', [id])
  expect(steps.map(({ params }) => params)).toEqual(targets[0]?.steps)
})

describe('an undo', () => {
  test('puts back what the run changed, in reverse', async () => {
    const name = 'dev-020'
    const { id } = await world.plan('cut-off-thing', 'thing', [name])
    await world.carryOut(id)
    expect(certificateOf(world.thing(name)).status).toBe('INACTIVE')
    const undo = await world.plan('restore', 'thing', [name], {}, id)
    expect(undo.targets[0]?.steps.map(({ kind }) => kind)).toEqual(['leave-group', 'set-certificate-status'])
    expect(undo.summary.warnings).toEqual([])
    await world.carryOut(undo.id)
    expect(certificateOf(world.thing(name)).status).toBe('ACTIVE')
    expect(world.thing(name).groups.map((group) => group.name)).not.toContain('fleetwarden-quarantine')
    const again = await world.plan('restore', 'thing', [name], {}, id)
    expect(again.targets[0]?.plan.skip).toBe('It is as it was before already')
  })

  test('says what somebody changed in between', async () => {
    const name = 'dev-021'
    const { id } = await world.plan('cut-off-thing', 'thing', [name])
    await world.carryOut(id)
    certificateOf(world.thing(name)).status = 'REVOKED'
    const undo = await world.plan('restore', 'thing', [name], {}, id)
    expect(undo.targets[0]?.steps.map(({ kind }) => kind)).toEqual(['leave-group'])
    expect(undo.summary.warnings.join()).toMatch(/revoked since, for ever/)
  })

  test('leaves another alone that has taken its name', async () => {
    const { id } = await world.plan('quarantine-thing', 'thing', ['dev-024'])
    await world.carryOut(id)
    world.thing('dev-024').change({ id: crypto.randomUUID() })
    const undo = await world.plan('restore', 'thing', ['dev-024'], {}, id)
    expect(undo.targets[0]?.plan.skip).toMatch(/another was made under its name/)
  })

  test('has no way back from a revocation', async () => {
    const { id: certificate } = certificateOf(world.thing('dev-022'))
    const { id } = await world.plan('revoke-certificate', 'certificate', [certificate])
    await world.carryOut(id)
    const undo = await world.plan('restore', 'certificate', [certificate], {}, id)
    expect(undo.targets[0]?.plan.skip).toBe('There is nothing to put back')
    expect(undo.targets[0]?.plan.warnings.join()).toMatch(/AWS has no way back to ACTIVE/)
  })

  test('a release puts back the group that was left', async () => {
    const thing = world.thing('dev-023')
    thing.groups = []
    for (let n = 1; n <= 10; n++) joinGroup(thing, world.filled().build.group(`full-${n}`, ''))
    const quarantine = await world.plan('quarantine-thing', 'thing', ['dev-023'], { leaveGroup: 'full-7' })
    await world.carryOut(quarantine.id)
    expect(thing.groups.map(({ name }) => name)).not.toContain('full-7')
    const release = await world.plan('release-thing', 'thing', ['dev-023'])
    await world.carryOut(release.id)
    expect(thing.groups.map(({ name }) => name).sort()).toEqual([1, 10, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `full-${n}`))
  })
})
