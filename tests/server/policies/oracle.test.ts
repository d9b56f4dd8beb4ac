import { IoTClient, TestAuthorizationCommand } from '@aws-sdk/client-iot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '#server/platform/context.ts'
import { askMayDo, capabilitiesOfThing } from '#server/policies/capabilities/queries.ts'
import { useSyncWorld } from '../sync/sync-world.ts'

/** The simulator decides with an evaluator of its own: over the wire, both must say the same of the same fleet. */
const world = useSyncWorld({ scenario: 'demo' })
let iot: IoTClient
// They read by the pool alone.
const contextOf = (pool: Context['database']['pool']) => ({ database: { pool } }) as unknown as Context

beforeAll(async () => {
  const needed = [
    'things',
    'thing-groups',
    'thing-group-members',
    'certificates',
    'thing-principals',
    'policies',
    'policy-targets',
  ]
  for (const collector of needed) await world.sync({ collectors: [collector] })
  iot = new IoTClient({ region: 'eu-west-1' })
}, 240_000)
afterAll(() => iot.destroy())

const decisions = { ALLOWED: 'allowed', IMPLICIT_DENY: 'implicit-deny', EXPLICIT_DENY: 'explicit-deny' } as const
const types = { CONNECT: 'client', PUBLISH: 'topic', SUBSCRIBE: 'topicfilter', RECEIVE: 'topic' } as const
const actions = { CONNECT: 'iot:Connect', PUBLISH: 'iot:Publish', SUBSCRIBE: 'iot:Subscribe', RECEIVE: 'iot:Receive' }

const attempts = (name: string): [keyof typeof types, string][] => [
  ['CONNECT', name],
  ['PUBLISH', `halden/telemetry/${name}`],
  ['PUBLISH', `halden/trackers/${name}/position`],
  ['PUBLISH', 'halden/pumps/hall/state'],
  ['PUBLISH', '$aws/things/another/shadow/update'],
  ['PUBLISH', 'halden/firmware/#'],
  ['SUBSCRIBE', `halden/commands/${name}/#`],
  ['SUBSCRIBE', '$aws/things/+/shadow/update'],
  ['RECEIVE', 'halden/trackers/x'],
  ['RECEIVE', `fleetwarden/stop/${name}`],
]

test('our evaluator agrees with TestAuthorization on every policy of the fleet', async () => {
  const context = contextOf(world.pool)
  const holders = await world.rows<{ certificate: string; arn: string; thing: string }>(
    `select distinct on (p.id, via) c.certificate_id as certificate, c.arn, t.name as thing
     from policies p join policy_targets a on a.policy_row_id = p.id
     cross join lateral (
       select a.certificate_row_id as id, 'own' as via where a.certificate_row_id is not null
       union select l.certificate_row_id, 'group' from thing_group_members m
         join thing_certificates l on l.thing_row_id = m.thing_row_id where m.group_row_id = a.group_row_id
     ) h join certificates c on c.id = h.id join thing_certificates l on l.certificate_row_id = c.id
     join things t on t.id = l.thing_row_id order by p.id, via, c.id`,
  )
  expect(holders.length).toBeGreaterThan(10)
  const seen = new Set<string>()
  for (const { certificate, arn, thing } of holders) {
    // A group's policies take effect for the thing whose name the client ID is, and for no other client ID.
    for (const clientId of [thing, 'nobody-of-that-name']) {
      const asked = attempts(clientId)
      const { authResults = [] } = await iot.send(
        new TestAuthorizationCommand({
          principal: arn,
          clientId,
          authInfos: asked.map(([actionType, path]) => ({
            actionType,
            resources: [`arn:aws:iot:eu-west-1:123456789012:${types[actionType]}/${path}`],
          })),
        }),
      )
      for (const [at, [type, resource]] of asked.entries()) {
        const question = { account: 1, certificateId: certificate, clientId, action: actions[type], resource }
        const { decision } = await askMayDo(context, question)
        const said = authResults[at]?.authDecision ?? 'IMPLICIT_DENY'
        expect([thing, clientId, type, resource, decision]).toEqual([thing, clientId, type, resource, decisions[said]])
        seen.add(decision)
      }
    }
  }
  expect([...seen].sort()).toEqual(['allowed', 'explicit-deny', 'implicit-deny'])
}, 120_000)

test('every example of what a thing may do is something that it may', async () => {
  const context = contextOf(world.pool)
  const things = await world.rows<{ name: string }>(
    'select name from things where certificate_count > 0 order by id limit 200',
  )
  const wide = new Set<string>()
  for (const { name } of things) {
    const { items } = await capabilitiesOfThing(context, { account: 1, name })
    for (const { kind, example, except, raw, wide: isWide } of items) {
      if (isWide) wide.add(`${kind} ${raw}`)
      if (except.length === 0) expect([name, kind, raw, example.decision]).toEqual([name, kind, raw, 'allowed'])
    }
  }
  expect(wide.size).toBeGreaterThan(3)
})
