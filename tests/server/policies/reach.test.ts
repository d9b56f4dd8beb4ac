import { beforeAll, expect, test } from 'vitest'
import { getJudgement } from '#server/policies/judge/get-judgement.ts'
import { countPolicies, listPolicies } from '#server/policies/queries.ts'
import { measureDue } from '#server/policies/reach/measure-due.ts'
import { aCertificate, aPolicy, aThing, contextAt, insert, insertAccount } from '#tests/support/builders.ts'

const now = new Date('2026-11-20T12:00:00Z')
const at = contextAt(now)
const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const variable = (name: string) => `$\{${name}}`
const thingName = variable('iot:Connection.Thing.ThingName')
const site = variable('iot:Connection.Thing.Attributes[site]')
const kind = variable('iot:Connection.Thing.Attributes[kind]')
const clientId = variable('iot:ClientId')
const attached = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } }

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const connect = (path: string, more: object = {}) => allow('iot:Connect', arn(`client/${path}`), more)
const publish = (path: string) => allow('iot:Publish', arn(`topic/${path}`))

/** 12 things: pump-1 to pump-10 (five a site), one other at the first site, and one that is gone. */
const names = [...Array.from({ length: 10 }, (_, n) => `pump-${n + 1}`), 'valve-1']
const siteOf = (n: number) => (n % 2 ? 'hall' : 'yard')

const cases: Record<string, { statements: object[]; reaches: [clients: number, topics: number, shadows: number] }> = {
  any: { statements: [connect('*')], reaches: [10, 0, 0] },
  'client-id': { statements: [connect(clientId)], reaches: [10, 0, 0] },
  tied: { statements: [connect('*', { Condition: attached })], reaches: [0, 0, 0] },
  own: { statements: [connect(thingName), publish(`dt/${thingName}/*`)], reaches: [0, 0, 0] },
  'own-and-more': { statements: [connect(`${thingName}*`)], reaches: [1, 0, 0] },
  prefix: { statements: [connect('pump-*'), connect('pump-1*')], reaches: [10, 0, 0] },
  'two-prefixes': { statements: [connect('pump-1*'), connect('valve-*'), connect('valve-1')], reaches: [3, 0, 0] },
  like: { statements: [connect('*-1')], reaches: [2, 0, 0] },
  one: { statements: [connect('pump-3'), connect('not-a-thing'), connect('gone-1')], reaches: [1, 0, 0] },
  everything: { statements: [allow('iot:*', '*')], reaches: [10, 10, 10] },
  'taken-back': {
    statements: [allow('iot:*', '*'), { Effect: 'Deny', Action: '*', Resource: '*' }],
    reaches: [0, 0, 0],
  },
  'a-topic-of-all': { statements: [publish('dt/*')], reaches: [0, 10, 0] },
  'a-topic-of-one': { statements: [publish('dt/pump-3/*')], reaches: [0, 1, 0] },
  'a-topic-of-a-site': { statements: [publish('dt/hall/*')], reaches: [0, 5, 0] },
  'a-plain-topic': { statements: [publish('alarms')], reaches: [0, 0, 0] },
  'a-filter': { statements: [allow('iot:Subscribe', arn('topicfilter/dt/+/state'))], reaches: [0, 10, 0] },
  'topics-of-its-site': { statements: [publish(`dt/${site}/*`)], reaches: [0, 4, 0] },
  'by-client-id': { statements: [connect('pump-1*'), publish(`dt/${clientId}/*`)], reaches: [2, 2, 0] },
  'names-by-kind': { statements: [connect(`${kind}-*`)], reaches: [10, 0, 0] },
  'names-by-kind-and-more': { statements: [connect(`${kind}-*1*`)], reaches: [2, 0, 0] },
  shadows: { statements: [allow('iot:UpdateThingShadow', arn('thing/*'))], reaches: [0, 0, 10] },
  'shadow-topics': { statements: [publish('$aws/things/*/shadow/update')], reaches: [0, 0, 10] },
  'shadows-of-some': { statements: [allow('iot:GetThingShadow', arn('thing/valve-*'))], reaches: [0, 0, 1] },
  'own-shadow': { statements: [publish(`$aws/things/${thingName}/shadow/update`)], reaches: [0, 0, 0] },
  // Attached to the certificate of this thing alone.
  'pump-7': { statements: [connect('pump-7'), publish('dt/pump-7/*')], reaches: [0, 0, 0] },
}

async function addPolicy(name: string, statements: object[]) {
  const { pool } = at.context.database
  const [id] = await insert(pool, 'policies', [aPolicy({ name })])
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  await insert(pool, 'policy_versions', [
    { policy_row_id: id, version_id: '1', is_default: true, document, first_seen_at: now },
  ])
  return id
}

async function reachOf(name: string): Promise<number[]> {
  const { rows } = await at.context.database.pool.query<{ reaches: number }>(
    `select r.reaches::int as reaches from policy_reach r join policies p on p.id = r.policy_row_id where p.name = $1
     order by array_position(array['client-id', 'topic', 'shadow'], r.kind)`,
    [name],
  )
  return rows.map(({ reaches }) => reaches)
}

beforeAll(async () => {
  const { pool } = at.context.database
  await insertAccount(pool)
  await pool.query(`update aws_accounts set aws_account_id = '123456789012'`)
  const ids = await insert(pool, 'things', [
    ...names.map((name, n) =>
      aThing({ name, attributes: { site: n === 10 ? 'depot' : siteOf(n), kind: name.split('-')[0] } }),
    ),
    aThing({ name: 'gone-1', gone_at: now }),
  ])
  for (const [name, { statements }] of Object.entries(cases)) await addPolicy(name, statements)
  const [certificate] = await insert(pool, 'certificates', [aCertificate()])
  await insert(pool, 'thing_certificates', [
    { account_id: 1, thing_row_id: ids[6], certificate_row_id: certificate, exclusive: false, first_seen_at: now },
  ])
  await pool.query(
    `insert into policy_targets (policy_row_id, kind, target, account_id, certificate_row_id)
     select id, 'certificate', 'c', 1, $1 from policies where name = 'pump-7'`,
    [certificate],
  )
  await pool.query(`update policies set target_count = 1 where name = 'pump-7'`)
  await measureDue(pool, now)
})

test.each(Object.entries(cases).map(([name, { reaches }]) => [name, reaches] as const))(
  '%s reaches %j',
  async (name, reaches) => {
    expect(await reachOf(name)).toEqual(reaches)
  },
)

test('what the linter says is counted, and listed by the worst of it', async () => {
  const { items } = await listPolicies(at.context, { worst: 'critical' })
  expect(items.map(({ name }) => name)).toEqual(['any', 'client-id', 'everything', 'shadow-topics', 'shadows'])
  expect(items.every(({ lints, worst }) => lints !== null && lints > 0 && worst === 'critical')).toBe(true)
  expect(await countPolicies(at.context, { worst: 'critical' })).toMatchObject({ count: items.length })
})

test('a judgement says what reaches across sites, and whom a narrower policy would keep out', async () => {
  const across = await getJudgement(at.context, { account: 1, name: 'prefix' })
  expect(across.lints).toMatchObject([
    { rule: 'crosses-boundary', found: arn('client/pump-*') },
    { rule: 'crosses-boundary', found: arn('client/pump-1*') },
    { rule: 'client-prefix' },
    { rule: 'client-prefix' },
  ])
  expect(across.wouldBreak).toMatchObject({ count: 0, devices: [] })
  const own = await getJudgement(at.context, { account: 1, name: 'pump-7' })
  expect(own).toMatchObject({ lints: [], wouldBreak: null, holder: { clientId: 'pump-7' } })
  expect(own.capabilities.map(({ kind, words, wide }) => [kind, words, wide])).toEqual([
    ['connect', 'the client ID pump-7', false],
    ['publish', 'topics below dt/pump-7/', false],
  ])
  expect(own.reach.map(({ kind, reaches, of }) => [kind, reaches, of])).toEqual([
    ['client-id', 0, 11],
    ['topic', 0, 11],
    ['shadow', 0, 11],
  ])
})

test('it is measured again when a policy changes, and as a whole when the fleet does', async () => {
  const { pool } = at.context.database
  const later = new Date(now.getTime() + 60_000)
  expect(await measureDue(pool, later)).toBe(0)
  await addPolicy('new', [connect('valve-*')])
  await pool.query('update policies set changed_at = $1 where name = $2', [later, 'any'])
  expect(await measureDue(pool, later)).toBe(2)
  expect(await reachOf('new')).toEqual([1, 0, 0])
  await insert(pool, 'things', [aThing({ name: 'valve-2' })])
  expect(await measureDue(pool, later)).toBe(Object.keys(cases).length + 1)
  expect(await reachOf('new')).toEqual([2, 0, 0])
  expect(await reachOf('any')).toEqual([11, 0, 0])
  expect(await measureDue(pool, new Date(later.getTime() + 2 * 86_400_000))).toBeGreaterThan(2)
})
