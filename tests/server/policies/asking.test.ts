import { beforeAll, expect, test } from 'vitest'
import { askMayDo, capabilitiesOfCertificate, capabilitiesOfThing } from '#server/policies/capabilities/queries.ts'
import { aCertificate, aGroup, aPolicy, aThing, contextAt, insert, insertAccount } from '#tests/support/builders.ts'

const now = new Date('2026-11-20T12:00:00Z')
const at = contextAt(now)
const thingName = '$' + '{iot:Connection.Thing.ThingName}'
const own = aCertificate({ certificate_id: 'a'.repeat(64), status: 'INACTIVE' })
const newer = aCertificate({ certificate_id: 'b'.repeat(64), status: 'ACTIVE' })

// A thing with an old certificate and a new one, in a group below one that has a policy; and a thing with nothing.
beforeAll(async () => {
  const { pool } = at.context.database
  await insertAccount(pool)
  const [pump] = await insert(pool, 'things', [aThing({ name: 'pump-1' }), aThing({ name: 'bare' })])
  const certificates = await insert(pool, 'certificates', [own, newer])
  const [hall, plant] = await insert(pool, 'thing_groups', [
    aGroup({ name: 'hall', parent_name: 'plant' }),
    aGroup({ name: 'plant' }),
  ])
  const link = { account_id: 1, first_seen_at: now }
  await insert(pool, 'thing_group_members', [{ ...link, group_row_id: hall, thing_name: 'pump-1', thing_row_id: pump }])
  await insert(
    pool,
    'thing_certificates',
    certificates.map((id) => ({ ...link, thing_row_id: pump, certificate_row_id: id, exclusive: false })),
  )
  const [direct, above, unread] = await insert(pool, 'policies', [
    aPolicy({ name: 'direct' }),
    aPolicy({ name: 'above' }),
    aPolicy({ name: 'unread' }),
  ])
  const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
  const version = { version_id: '1', is_default: true, first_seen_at: now }
  await insert(pool, 'policy_versions', [
    { ...version, policy_row_id: direct, document: document({ Effect: 'Allow', Action: 'iot:*', Resource: '*' }) },
    // What is not in force decides nothing.
    {
      ...version,
      policy_row_id: direct,
      version_id: '2',
      is_default: false,
      document: document({ Effect: 'Deny', Action: '*', Resource: '*' }),
    },
    {
      ...version,
      policy_row_id: above,
      document: document({
        Effect: 'Deny',
        Action: 'iot:Publish',
        Resource: `arn:aws:iot:*:*:topic/secret/${thingName}`,
      }),
    },
  ])
  const target = { ...link, kind: 'certificate', target: 'x' }
  await insert(pool, 'policy_targets', [
    { ...target, policy_row_id: direct, certificate_row_id: certificates[1] },
    { ...target, policy_row_id: above, kind: 'thing-group', group_row_id: plant },
    { ...target, policy_row_id: unread, certificate_row_id: certificates[0] },
  ])
})

const publish = (topic: string, more: object = {}) =>
  askMayDo(at.context, {
    account: 1,
    certificateId: 'b'.repeat(64),
    clientId: 'pump-1',
    action: 'iot:Publish',
    resource: topic,
    ...more,
  })

test('the default versions of the certificate’s policies and of all groups above its thing decide', async () => {
  expect(await publish('open')).toMatchObject({ decision: 'allowed', policy: 'direct', group: null, statement: 0 })
  expect(await publish('secret/pump-1')).toMatchObject({ decision: 'explicit-deny', policy: 'above', group: 'plant' })
  // Under another client ID it is not that thing.
  expect(await publish('secret/pump-1', { clientId: 'other' })).toMatchObject({ decision: 'allowed' })
})

test('what is not read leaves it open, and says so', async () => {
  const answer = await publish('open', { certificateId: 'a'.repeat(64) })
  expect(answer).toMatchObject({ decision: 'unknown', missing: ['the document of unread'] })
})

test('a thing is asked about with the certificate that lets it connect', async () => {
  const report = await capabilitiesOfThing(at.context, { account: 1, name: 'pump-1' })
  expect(report).toMatchObject({ certificateId: 'b'.repeat(64), status: 'ACTIVE', clientId: 'pump-1' })
  expect(report.certificates.map(({ status }) => status)).toEqual(['ACTIVE', 'INACTIVE'])
  expect(report.policies.map(({ name, group }) => [name, group])).toEqual([
    ['above', 'plant'],
    ['direct', null],
  ])
  const chosen = await capabilitiesOfThing(at.context, { account: 1, name: 'pump-1', certificate: 'a'.repeat(64) })
  expect(chosen).toMatchObject({ certificateId: 'a'.repeat(64), status: 'INACTIVE', items: [] })
})

test('nothing to connect with is told apart from nothing allowed', async () => {
  const bare = await capabilitiesOfThing(at.context, { account: 1, name: 'bare' })
  expect(bare).toMatchObject({ certificateId: null, clientId: null, items: [], readAt: null })
})

test('who and what is not known is refused', async () => {
  await expect(capabilitiesOfThing(at.context, { account: 1, name: 'nobody' })).rejects.toMatchObject({
    kind: 'not-found',
  })
  const stranger = { account: 1, certificateId: 'f'.repeat(64) }
  await expect(capabilitiesOfCertificate(at.context, stranger)).rejects.toMatchObject({ kind: 'not-found' })
  await expect(publish('a', { action: 'iot:Fly' })).rejects.toMatchObject({ kind: 'invalid' })
})
