import { beforeAll, expect, test } from 'vitest'
import type { FixPath } from '#contract/incidents.ts'
import { aCertificate, aGroup, aPolicy, aPresence, aThing, insert } from '../support/builders.ts'
import { aSide, useIncidents } from './incidents-world.ts'

const world = useIncidents()
const certificate = (letter: string) => letter.repeat(64)
const open = { Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }
const narrow = {
  Effect: 'Allow',
  Action: 'iot:Connect',
  Resource: `arn:aws:iot:eu-west-1:100000000001:client/$\{iot:Connection.Thing.ThingName}`,
}

beforeAll(async () => {
  const { pool } = world
  const things = await insert(
    pool,
    'things',
    ['pump-01', 'rival', 'steady', 'gateway', 'in-group'].map((name) => aThing({ name })),
  )
  const certificates = await insert(
    pool,
    'certificates',
    ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => aCertificate({ certificate_id: certificate(letter) })),
  )
  // a–e each belong to the thing of the same place; f to none.
  await insert(
    pool,
    'thing_certificates',
    things.map((thing, place) => ({
      account_id: 1,
      thing_row_id: thing,
      certificate_row_id: certificates[place],
      exclusive: false,
      first_seen_at: '2026-01-01',
    })),
  )
  const [parent, child] = await insert(pool, 'thing_groups', [
    aGroup({ name: 'all' }),
    aGroup({ name: 'site', parent_name: 'all' }),
  ])
  await pool.query(
    `insert into thing_group_members (group_row_id, thing_name, thing_row_id, account_id) values ($1, 'in-group', $2, 1)`,
    [child, things[4]],
  )
  const policies = await insert(
    pool,
    'policies',
    ['Open', 'Narrow', 'Broken'].map((name) => aPolicy({ name })),
  )
  const documents = [JSON.stringify({ Statement: [open] }), JSON.stringify({ Statement: narrow }), '{ nothing']
  for (const [place, document] of documents.entries()) {
    await pool.query(
      `insert into policy_versions (policy_row_id, version_id, is_default, document) values ($1, '1', true, $2)`,
      [policies[place], document],
    )
  }
  const attach = (policy: number, place: number) =>
    pool.query(
      `insert into policy_targets (policy_row_id, kind, target, account_id, certificate_row_id) values ($1, 'certificate', $2, 1, $3)`,
      [policies[policy], `target ${place}`, certificates[place]],
    )
  for (const place of [1, 2, 3, 5]) await attach(0, place)
  await attach(1, 0)
  await attach(2, 0)
  await pool.query(
    `insert into policy_targets (policy_row_id, kind, target, account_id, group_row_id) values ($1, 'thing-group', 'all', 1, $2)`,
    [policies[0], parent],
  )
  const used: [string, string][] = [
    ['pump-01', 'a'],
    ['pump-01', 'b'],
    ['steady', 'c'],
    ['other-name', 'd'],
    ['nobody', 'f'],
    ['not-its-own', 'e'],
  ]
  for (const [client, letter] of used) {
    await pool.query(
      `insert into connection_events values (1, '2026-11-20T08:05:00Z', gen_random_uuid(), 'connect', $1, $2, '192.0.2.1', 1, null, false, null, null, 'logs')`,
      [client, certificate(letter)],
    )
  }
  await insert(pool, 'presence', [
    aPresence({ thing_row_id: things[2], thing_name: 'steady', client_id: 'steady-too' }),
  ])
})

const fix = async (id: string): Promise<FixPath> =>
  (await world.call(`/incidents/${id}/fix`, { as: world.of('viewer') })).json()

test('which statement let each side in, the narrow one, and whom that would break', async () => {
  const id = await world.add({
    cause: 'two-credentials-one-client-id',
    sides: JSON.stringify([
      aSide({ key: certificate('a'), principal: certificate('a') }),
      aSide({ key: certificate('b'), principal: certificate('b') }),
      aSide({ key: 'unknown', principal: null }),
      aSide({ key: certificate('9'), principal: certificate('9') }),
    ]),
  })
  const { policies, wouldBreak, wouldBreakCount, checked } = await fix(id)
  expect(policies.map(({ policy, party }) => [policy, party[0]])).toEqual([
    ['Narrow', 'a'],
    ['Broken', 'a'],
    ['Open', 'b'],
  ])
  const [own, broken, rival] = policies
  expect(own?.sentence).toMatch(/as the thing it is attached to/)
  expect(own?.narrowed).toBe(own?.statement)
  expect(broken).toMatchObject({ statement: '{ nothing', narrowed: '', sentence: 'It is not JSON.' })
  expect(JSON.parse(rival?.statement ?? '')).toEqual(open)
  expect(JSON.parse(rival?.narrowed ?? '')).toMatchObject({
    Action: 'iot:Connect',
    Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
  })
  expect(rival?.sentence).toMatch(/would keep it out/)
  expect(wouldBreak).toEqual([
    { clientId: 'nobody', thing: null, why: expect.stringMatching(/attached to no thing/) },
    { clientId: 'not-its-own', thing: 'in-group', why: expect.stringMatching(/attached to in-group/) },
    { clientId: 'other-name', thing: 'gateway', why: expect.stringMatching(/attached to gateway/) },
    { clientId: 'steady-too', thing: 'steady', why: expect.stringMatching(/attached to steady/) },
  ])
  expect(wouldBreakCount).toEqual({ count: 4, capped: false })
  expect(checked).toMatch(/latest 6 connection records since 2026-11-20T08:05/)
  expect(checked).toMatch(/credential is not known.*Not among our certificates: 999999999999…/)
})

test('a policy of a group above reaches the certificate', async () => {
  const side = aSide({ key: certificate('e'), principal: certificate('e') })
  const id = await world.add({ client_id: 'not-its-own', sides: JSON.stringify([side]) })
  expect((await fix(id)).policies).toMatchObject([
    { policy: 'Open', sentence: expect.stringMatching(/thing group all/) },
  ])
})

test('nothing is known of the sides', async () => {
  const id = await world.add({ client_id: 'nobody-known', sides: '[]' })
  expect(await fix(id)).toMatchObject({ policies: [], wouldBreak: [], wouldBreakCount: { count: 0, capped: false } })
})
