import { beforeAll, expect, test } from 'vitest'
import { find } from '#server/search/queries.ts'
import {
  aCaCertificate,
  aCertificate,
  aGroup,
  aPolicy,
  aPresence,
  aThing,
  contextAt,
  insert,
  insertAccount,
} from '#tests/support/builders.ts'

const at = contextAt(new Date('2026-11-20T12:00:00Z'))

beforeAll(async () => {
  const { pool } = at.context.database
  for (const enabled of [true, true, false]) await insertAccount(pool, { enabled })
  const [camera] = await insert(pool, 'things', [
    aThing({ name: 'camera-1', type_name: 'camera' }),
    aThing({ name: 'old-camera', gone_at: '2026-11-01T00:00:00Z' }),
    aThing({ name: 'yard-camera' }),
    aThing({ name: 'camera-2', account_id: 2 }),
    aThing({ name: 'camera-3', account_id: 3 }),
    ...Array.from({ length: 40 }, (_, index) => aThing({ name: `bulk-${index}` })),
  ])
  await insert(pool, 'presence', [aPresence({ thing_row_id: camera, thing_name: 'camera-1', client_id: 'cam/éins' })])
  await insert(pool, 'certificates', [
    aCertificate({ certificate_id: `feed${'0'.repeat(60)}`, common_name: 'Camera certificate' }),
    aCertificate({ certificate_id: `feed${'1'.repeat(60)}`, account_id: 2 }),
  ])
  await insert(pool, 'policies', [aPolicy({ name: 'camera', target_count: 3 }), aPolicy({ name: '100%' })])
  await insert(pool, 'thing_groups', [aGroup({ name: 'cameras' }), aGroup({ name: 'camera-billing', billing: true })])
  await insert(pool, 'ca_certificates', [
    aCaCertificate({ common_name: 'Camera CA', certificate_id: `feedca${'0'.repeat(58)}` }),
  ])
})

test('what is named exactly so comes first, then what begins so, then what contains it; watched accounts only', async () => {
  const hits = await find(at.context, { q: 'camera' })
  expect(hits.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
    'policy camera',
    'thing camera-1',
    'thing camera-2',
    'thing-group cameras',
    'certificate Camera certificate',
    'ca-certificate Camera CA',
    'thing yard-camera',
  ])
  expect(hits[0]).toMatchObject({ href: '/policies/1/camera', detail: '3 targets' })
})

test('an account in scope leaves the others out', async () => {
  expect((await find(at.context, { q: 'camera', account: 2 })).map(({ title }) => title)).toEqual(['camera-2'])
})

test('ids are found by their beginning, in any case', async () => {
  const hits = await find(at.context, { q: 'FEED' })
  expect(hits.map(({ kind }) => kind).sort()).toEqual(['ca-certificate', 'certificate', 'certificate'])
})

test('a client id that is not its thing’s name leads to the thing', async () => {
  expect(await find(at.context, { q: 'cam/é' })).toMatchObject([
    { kind: 'client', title: 'cam/éins', href: '/fleet/1/camera-1' },
  ])
})

test('there are at most twenty hits, and wildcards are plain text', async () => {
  expect((await find(at.context, { q: 'b' })).length).toBeLessThanOrEqual(20)
  expect(await find(at.context, { q: '0%' })).toEqual([])
  expect((await find(at.context, { q: '100%' })).map(({ title }) => title)).toEqual(['100%'])
})
