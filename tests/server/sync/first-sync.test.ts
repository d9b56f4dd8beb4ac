import { beforeAll, expect, test } from 'vitest'
import { validityOf } from '#simulator/fleet/certificate.ts'
import type { Ordered } from '#simulator/fleet/ordered.ts'
import { groupNamesOf } from '#simulator/services/iot/memberships.ts'
import { fillFleet } from './a-fleet.ts'
import { rowVersions } from './dump.ts'
import { useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()

const every = <Item>(items: Ordered<Item>): Item[] => Array.from({ length: items.size }, (_, place) => items.at(place))

beforeAll(async () => {
  fillFleet(aws.fleet, 60)
  await aws.sync()
})

test('every feed succeeds', async () => {
  const feeds = await aws.rows(`SELECT collector, last_outcome, last_error FROM collections WHERE last_outcome <> 'ok'`)
  expect(feeds).toEqual([])
  const { added, changed } = await aws.feed('things')
  expect({ added, changed }).toEqual({ added: aws.fleet.things.size, changed: 0 })
})

test('things are as AWS has them', async () => {
  const rows = await aws.rows(
    `SELECT t.name, t.type_name, t.thing_id, t.attributes, t.billing_group, p.connected, p.since,
       ARRAY(SELECT g.name FROM thing_group_members m JOIN thing_groups g ON g.id = m.group_row_id
         WHERE m.thing_row_id = t.id ORDER BY 1) AS groups,
       ARRAY(SELECT c.certificate_id FROM thing_certificates l JOIN certificates c ON c.id = l.certificate_row_id
         WHERE l.thing_row_id = t.id ORDER BY 1) AS certificates, t.certificate_count
     FROM things t LEFT JOIN presence p ON p.thing_row_id = t.id ORDER BY t.name`,
  )
  const things = every(aws.fleet.things).map((thing) => ({
    name: thing.name,
    type_name: thing.type?.name ?? null,
    thing_id: thing.details.id,
    attributes: thing.details.attributes,
    billing_group: thing.billingGroup?.name ?? null,
    connected: thing.details.connectivity?.connected ?? false,
    since: thing.details.connectivity ? new Date(thing.details.connectivity.timestamp) : null,
    groups: groupNamesOf(aws.fleet, thing)
      .filter((name) => name !== thing.billingGroup?.name)
      .sort(),
    certificates: thing.certificates.map(({ id }) => id).sort(),
    certificate_count: thing.certificates.length,
  }))
  expect(rows).toEqual(things)
})

test('certificates are as AWS has them, read from their PEM', async () => {
  const rows = await aws.rows(
    `SELECT c.certificate_id, c.status, c.fingerprint, c.not_before, c.not_after, c.ca_certificate_id, c.thing_count,
       c.policy_count, c.key_algorithm, c.note FROM certificates c ORDER BY 1`,
  )
  const certificates = every(aws.fleet.certificates).map((certificate) => ({
    certificate_id: certificate.id,
    status: certificate.status,
    fingerprint: certificate.id,
    not_before: validityOf(certificate.pem).notBefore,
    not_after: validityOf(certificate.pem).notAfter,
    ca_certificate_id: certificate.ca?.id ?? null,
    thing_count: certificate.things.length,
    policy_count: certificate.policies.length,
    key_algorithm: 'EC',
    note: null,
  }))
  expect(rows).toEqual(certificates.sort((a, b) => (a.certificate_id < b.certificate_id ? -1 : 1)))
})

test('policies come with their versions and targets', async () => {
  const rows = await aws.rows(
    `SELECT p.name, p.default_version_id, p.target_count,
       (SELECT jsonb_object_agg(v.version_id, v.document) FROM policy_versions v WHERE v.policy_row_id = p.id) AS documents
     FROM policies p ORDER BY 1`,
  )
  expect(rows).toEqual(
    every(aws.fleet.policies).map((policy) => ({
      name: policy.name,
      default_version_id: policy.defaultVersionId,
      target_count:
        every(aws.fleet.certificates).filter(({ policies }) => policies.includes(policy)).length +
        every(aws.fleet.groups).filter(({ policies }) => policies.includes(policy)).length,
      documents: Object.fromEntries(policy.versions.map(({ id, document }) => [id, document])),
    })),
  )
})

test('a certificate has a policy through a group of its things, or a group above', async () => {
  const rows = await aws.rows(
    `SELECT DISTINCT c.has_policy FROM certificates c JOIN thing_certificates l ON l.certificate_row_id = c.id
     JOIN thing_group_members m ON m.thing_row_id = l.thing_row_id JOIN thing_groups g ON g.id = m.group_row_id
     WHERE g.name = 'north' AND c.policy_count = 0`,
  )
  expect(rows).toEqual([{ has_policy: true }])
  const [without] = await aws.rows(`SELECT count(*)::int AS n FROM certificates WHERE NOT has_policy`)
  expect(without?.n).toBeGreaterThan(0)
})

test('nothing of a first sight is history, and no notes are left', async () => {
  expect(await aws.rows('SELECT * FROM fact_history')).toEqual([])
  expect(await aws.rows('SELECT * FROM pass_keys')).toEqual([])
})

test('a second sync that finds nothing new writes no row and describes no certificate', async () => {
  const before = await rowVersions(aws.pool)
  aws.world.counts.reset()
  await aws.sync()
  expect(await rowVersions(aws.pool)).toEqual(before)
  const { operations } = aws.world.counts.summary()
  for (const once of [
    'DescribeCertificate',
    'GetPolicyVersion',
    'GetPolicy',
    'ListThingPrincipalsV2',
    'ListPrincipalThingsV2',
  ])
    expect(operations[once], once).toBeUndefined()
})

test('what was found is told to every process', async () => {
  const client = await aws.pool.connect()
  const heard: unknown[] = []
  client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '')))
  await client.query('LISTEN fleetwarden')
  aws.fleet.certificates.at(0).status = 'INACTIVE'
  await aws.sync({ collectors: ['certificates'] })
  await client.query('UNLISTEN fleetwarden')
  client.release()
  const [account] = await aws.rows<{ id: number }>('SELECT id FROM aws_accounts')
  expect(heard).toContainEqual({ type: 'facts', account: account?.id, collector: 'certificates', changed: 1 })
})
