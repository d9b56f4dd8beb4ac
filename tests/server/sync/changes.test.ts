import { beforeAll, expect, test } from 'vitest'
import {
  attachCertificate,
  attachPolicy,
  detachCertificate,
  detachPolicy,
  joinGroup,
  leaveGroup,
} from '#simulator/fleet/attachments.ts'
import type { Certificate } from '#simulator/fleet/certificate.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { connectivity, fillFleet } from './a-fleet.ts'
import { useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()
let built: ReturnType<typeof fillFleet>

beforeAll(async () => {
  built = fillFleet(aws.fleet)
  await aws.sync()
})

function thingCalled(name: string): Thing {
  const thing = built.things.find((one) => one.name === name)
  if (!thing) throw new Error(`No thing ${name}`)
  return thing
}

function certificateOf(name: string): Certificate {
  const [certificate] = thingCalled(name).certificates
  if (!certificate) throw new Error(`${name} has no certificate`)
  return certificate
}

function group(name: string) {
  const found = aws.fleet.groups.get(name)
  if (!found) throw new Error(`No group ${name}`)
  return found
}

/** What history says since it was last asked. */
async function news() {
  const rows = await aws.rows(
    'SELECT subject_kind, subject, change, related_kind, related, before, after FROM fact_history ORDER BY id',
  )
  await aws.rows('DELETE FROM fact_history')
  return rows
}

const thingRow = async (name: string) => (await aws.rows('SELECT * FROM things WHERE name = $1', [name]))[0]
const certificateRow = async (id: string) =>
  (await aws.rows('SELECT * FROM certificates WHERE certificate_id = $1', [id]))[0]
const noRelation = { related_kind: null, related: null }

test('attributes and type', async () => {
  const thing = thingCalled('dev-001')
  const before = thing.details.attributes
  thing.change({ attributes: { serial: 'new' } })
  thing.type = built.types[0]
  await aws.sync()
  expect(await news()).toEqual([
    { subject_kind: 'thing', subject: 'dev-001', change: 'type', ...noRelation, before: 'valve', after: 'pump' },
    {
      subject_kind: 'thing',
      subject: 'dev-001',
      change: 'attributes',
      ...noRelation,
      before,
      after: { serial: 'new' },
    },
  ])
  expect(await thingRow('dev-001')).toMatchObject({ type_name: 'pump', attributes: { serial: 'new' } })
})

test('groups and billing group', async () => {
  const thing = thingCalled('dev-002')
  leaveGroup(thing, group('south'))
  joinGroup(thing, group('empty'))
  thing.billingGroup = built.billing
  await aws.sync()
  const relation = { subject_kind: 'thing', subject: 'dev-002', related_kind: 'thing-group', before: null, after: null }
  const said = await news()
  expect(said).toContainEqual({ ...relation, change: 'left', related: 'south' })
  expect(said).toContainEqual({ ...relation, change: 'joined', related: 'empty' })
  expect(said).toContainEqual(expect.objectContaining({ change: 'billing-group', after: 'cost-centre' }))
  expect(said).toHaveLength(3)
  expect(await aws.rows(`SELECT member_count FROM thing_groups WHERE name = 'empty'`)).toEqual([{ member_count: 1 }])
})

test('a certificate is deactivated: its thing can no longer connect', async () => {
  const certificate = certificateOf('dev-003')
  certificate.status = 'INACTIVE'
  await aws.sync()
  expect(await news()).toEqual([
    {
      subject_kind: 'certificate',
      subject: certificate.id,
      change: 'status',
      ...noRelation,
      before: 'ACTIVE',
      after: 'INACTIVE',
    },
  ])
  expect(await thingRow('dev-003')).toMatchObject({ credential_health: 'inactive', active_certificates: 0 })
})

test('a second certificate is attached: both are leftovers of a rotation until one is detached', async () => {
  const thing = thingCalled('dev-004')
  const old = certificateOf('dev-004')
  const fresh = built.loose('dev-004-next')
  attachCertificate(aws.fleet, thing, fresh, true)
  await aws.sync()
  const relation = { subject_kind: 'thing', subject: 'dev-004', related_kind: 'certificate', before: null, after: null }
  expect(await news()).toEqual([{ ...relation, change: 'attached', related: fresh.id }])
  expect(await thingRow('dev-004')).toMatchObject({ certificate_count: 2, active_certificates: 2 })
  expect(await certificateRow(old.id)).toMatchObject({ leftover: true })
  expect(await certificateRow(fresh.id)).toMatchObject({ leftover: true, thing_count: 1, policy_count: 0 })

  detachCertificate(aws.fleet, thing, old)
  // Nothing tells of a detachment: it is found when the thing's turn to be read again has come.
  await aws.sync({}, { recheckMs: 0 })
  expect(await news()).toEqual([{ ...relation, change: 'detached', related: old.id }])
  expect(await certificateRow(old.id)).toMatchObject({ leftover: false, thing_count: 0 })
})

test('a policy is attached to a certificate and detached from another', async () => {
  const [gains, loses] = [certificateOf('dev-005'), certificateOf('dev-006')]
  const [policy] = loses.policies
  if (!policy) throw new Error('dev-006 has no policy')
  attachPolicy(gains, built.spare)
  detachPolicy(loses, policy)
  await aws.sync()
  const relation = { subject_kind: 'certificate', related_kind: 'policy', before: null, after: null }
  const said = await news()
  expect(said).toContainEqual({ ...relation, subject: gains.id, change: 'attached', related: 'spare' })
  expect(said).toContainEqual({ ...relation, subject: loses.id, change: 'detached', related: policy.name })
  expect(said).toHaveLength(2)
  expect(await certificateRow(gains.id)).toMatchObject({ policy_count: 2 })
  expect(await certificateRow(loses.id)).toMatchObject({ policy_count: 0, has_policy: false })
})

test('a policy on a group covers its members', async () => {
  const south = group('everything')
  attachPolicy(south, built.spare)
  await aws.sync()
  expect(await news()).toEqual([
    {
      subject_kind: 'thing-group',
      subject: 'everything',
      change: 'attached',
      related_kind: 'policy',
      related: 'spare',
      before: null,
      after: null,
    },
  ])
  expect(await certificateRow(certificateOf('dev-006').id)).toMatchObject({ policy_count: 0, has_policy: true })
})

test('a policy gets a new default version', async () => {
  const policy = aws.fleet.policies.get('devices')
  if (!policy) throw new Error('No policy')
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [] })
  policy.versions.push({ id: '2', document, createdAt: aws.fleet.now() })
  policy.versionCount = 2
  policy.defaultVersionId = '2'
  await aws.sync()
  const subject = { subject_kind: 'policy', subject: 'devices', ...noRelation }
  expect(await news()).toEqual([
    { ...subject, change: 'default-version', before: '1', after: '2' },
    { ...subject, change: 'version', before: null, after: '2' },
  ])
  const versions = await aws.rows(
    `SELECT version_id, is_default FROM policy_versions v JOIN policies p ON p.id = v.policy_row_id WHERE p.name = 'devices' ORDER BY 1`,
  )
  expect(versions).toEqual([
    { version_id: '1', is_default: false },
    { version_id: '2', is_default: true },
  ])
})

test('things and certificates go and come back as themselves', async () => {
  const thing = thingCalled('dev-007')
  const certificate = certificateOf('dev-008')
  const [before, certificateBefore] = [await thingRow('dev-007'), await certificateRow(certificate.id)]
  aws.fleet.things.remove(thing)
  aws.fleet.certificates.remove(certificate)
  await aws.sync()
  const went = (await news()).map(({ subject, change }) => `${subject} ${change}`)
  // AWS lists a policy's targets, and this one is none any more.
  expect(went.sort()).toEqual([`${certificate.id} detached`, `${certificate.id} gone`, 'dev-007 gone'].sort())
  expect(await thingRow('dev-008')).toMatchObject({ certificate_count: 0, credential_health: 'none' })
  expect(await aws.rows('SELECT 1 FROM presence WHERE thing_row_id = $1', [before?.id])).toEqual([])
  expect(await aws.rows('SELECT 1 FROM thing_group_members WHERE thing_row_id = $1', [before?.id])).toEqual([])
  expect(await certificateRow(certificateOf('dev-007').id)).toMatchObject({ thing_count: 0 })

  aws.fleet.things.add(thing)
  aws.fleet.certificates.add(certificate)
  await aws.sync()
  const changes = (await news()).map(({ subject, change }) => `${subject} ${change}`)
  expect(changes).toContain('dev-007 returned')
  expect(changes).toContain(`${certificate.id} returned`)
  expect(await thingRow('dev-007')).toMatchObject({ id: before?.id, gone_at: null, certificate_count: 1 })
  expect(await certificateRow(certificate.id)).toMatchObject({
    id: certificateBefore?.id,
    gone_at: null,
    thing_count: 1,
  })
})

test('a disconnect is seen by the presence feed alone, and how long the device was away when it is back', async () => {
  const thing = thingCalled('dev-010')
  const [row] = await aws.rows<{ id: number }>(`SELECT id FROM things WHERE name = 'dev-010'`)
  const at = Date.now()
  thing.change({ connectivity: { ...connectivity('dev-010', 1, false), timestamp: at } })
  await aws.sync({ collectors: ['presence'] })
  expect(await aws.rows('SELECT connected, since FROM presence WHERE thing_row_id = $1', [row?.id])).toEqual([
    { connected: false, since: new Date(at) },
  ])
  thing.change({ connectivity: { ...connectivity('dev-010', 1, true), timestamp: at + 90_000 } })
  await aws.sync({ collectors: ['presence'] })
  expect(
    await aws.rows(
      'SELECT connected, gaps_observed, typical_gap_s, longest_gap_s FROM presence WHERE thing_row_id = $1',
      [row?.id],
    ),
  ).toEqual([{ connected: true, gaps_observed: 1, typical_gap_s: 90, longest_gap_s: 90 }])
})

test('what the list left out but AWS still has is not gone', async () => {
  const [hidden] = built.things
  if (!hidden) throw new Error('No thing')
  aws.fleet.things.remove(hidden)
  const get = aws.fleet.things.get.bind(aws.fleet.things)
  aws.fleet.things.get = (name) => (name === hidden.name ? hidden : get(name))
  await aws.sync({ collectors: ['things'] })
  expect(await aws.feed('things')).toMatchObject({ last_outcome: 'ok', gone: 0 })
  expect(await thingRow(hidden.name)).toMatchObject({ gone_at: null })
})
