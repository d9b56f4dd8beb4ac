import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReachingPolicy } from '#server/policies/evaluate/attached.ts'
import type { CertificateFacts } from '#server/policies/evaluate/certificate.ts'
import type { AttachedThing } from '#server/policies/evaluate/connection.ts'
import { readDocument } from '#server/policies/evaluate/document.ts'
import { type Decision, mayDo, type Principal } from '#server/policies/evaluate/may-do.ts'
import { overlaps } from '#server/policies/evaluate/pattern.ts'

const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const variable = (name: string) => `$\{${name}}`
const thingName = variable('iot:Connection.Thing.ThingName')

const aThing = (name: string, more: Partial<AttachedThing> = {}): AttachedThing => ({
  name,
  type: null,
  attributes: {},
  exclusive: false,
  ...more,
})

function aPolicy(statements: object[], more: Partial<ReachingPolicy> = {}): ReachingPolicy {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  const read = readDocument(document)
  if ('unreadable' in read) throw new Error(read.unreadable)
  return {
    rowId: '1',
    name: 'a',
    group: null,
    through: null,
    document,
    statements: read.statements,
    unreadable: null,
    ...more,
  }
}

const principal = (policies: ReachingPolicy[], more: Partial<Principal> = {}): Principal => ({
  awsAccountId: '123456789012',
  region: 'eu-west-1',
  things: [aThing('pump-1')],
  policies,
  ...more,
})

const certificate: CertificateFacts = {
  subject: [
    { field: 'CommonName', value: 'pump-1' },
    { field: 'Organization', value: 'first' },
    { field: 'Organization', value: 'second' },
  ],
  issuer: [{ field: 'CommonName', value: 'Plant CA' }],
  serialNumber: '0A',
  alternativeNames: [{ field: 'DNSName', value: 'pump-1.example' }],
}

const ask = (action: string, resource: string, more: object = {}) => ({ clientId: 'pump-1', action, resource, ...more })
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({ Effect: 'Deny', Action, Resource, ...more })

describe('actions and resources', () => {
  test.each<[string, object[], string, string, Decision]>([
    [
      'a topic of its own',
      [allow('iot:Publish', arn(`topic/dt/${thingName}/*`))],
      'iot:Publish',
      'topic/dt/pump-1/a/b',
      'allowed',
    ],
    [
      'a topic of another',
      [allow('iot:Publish', arn(`topic/dt/${thingName}/*`))],
      'iot:Publish',
      'topic/dt/pump-2/a',
      'implicit-deny',
    ],
    [
      '# is plain',
      [allow('iot:Subscribe', arn('topicfilter/a/#'))],
      'iot:Subscribe',
      'topicfilter/a/b',
      'implicit-deny',
    ],
    ['# as it stands', [allow('iot:Subscribe', arn('topicfilter/a/#'))], 'iot:Subscribe', 'topicfilter/a/#', 'allowed'],
    [
      '* fits a filter with #',
      [allow('iot:Subscribe', arn('topicfilter/a/*'))],
      'iot:Subscribe',
      'topicfilter/a/#',
      'allowed',
    ],
    [
      'a named shadow',
      [allow('iot:GetThingShadow', arn(`thing/${thingName}/*`))],
      'iot:GetThingShadow',
      'thing/pump-1/config',
      'allowed',
    ],
    [
      'a role alias',
      [allow('iot:AssumeRoleWithCertificate', arn('rolealias/up'))],
      'iot:AssumeRoleWithCertificate',
      'rolealias/up',
      'allowed',
    ],
    ['any action of IoT', [allow('iot:Get*', '*')], 'iot:GetThingShadow', 'thing/x', 'allowed'],
    [
      'what NotAction leaves out',
      [{ Effect: 'Allow', NotAction: 'iot:Publish', Resource: '*' }],
      'iot:Publish',
      'topic/a',
      'implicit-deny',
    ],
    [
      'what NotAction takes in',
      [{ Effect: 'Allow', NotAction: 'iot:Publish', Resource: '*' }],
      'iot:Subscribe',
      'topicfilter/a',
      'unknown',
    ],
    [
      'what NotResource leaves out',
      [{ Effect: 'Allow', Action: 'iot:Publish', NotResource: arn('topic/a') }],
      'iot:Publish',
      'topic/a',
      'implicit-deny',
    ],
    [
      'a Deny that is odd',
      [allow('*', '*'), { Effect: 'Deny', NotAction: 'iot:Publish', Resource: '*' }],
      'iot:Subscribe',
      'topicfilter/a',
      'unknown',
    ],
    [
      'denied',
      [allow('*', '*'), deny('iot:Publish', arn('topic/secret/*'))],
      'iot:Publish',
      'topic/secret/a',
      'explicit-deny',
    ],
  ])('%s', (_, statements, action, resource, expected) => {
    expect(mayDo(principal([aPolicy(statements)]), ask(action, resource)).decision).toBe(expected)
  })
})

describe('conditions', () => {
  const when = (Condition: object) => [aPolicy([allow('iot:Publish', '*', { Condition })])]
  const things = [
    aThing('pump-1', { type: 'pump', attributes: { site: 'Hall', floor: '3', built: '2024-05-01', ip: '192.0.2.7' } }),
  ]
  const attribute = (name: string) => `iot:Connection.Thing.Attributes[${name}]`
  test.each<[object, Decision]>([
    [{ StringEquals: { [attribute('site')]: 'Hall' } }, 'allowed'],
    [{ StringEquals: { [attribute('site')]: ['Yard', 'Hall'] } }, 'allowed'],
    [{ StringEqualsIgnoreCase: { [attribute('site')]: 'HALL' } }, 'allowed'],
    [{ StringNotEquals: { [attribute('site')]: ['Yard', 'Hall'] } }, 'implicit-deny'],
    [{ StringLike: { [attribute('site')]: 'H?l*' } }, 'allowed'],
    [{ StringNotLike: { [attribute('site')]: 'H*' } }, 'implicit-deny'],
    [{ StringEquals: { [attribute('none')]: 'x' } }, 'implicit-deny'],
    [{ StringNotEquals: { [attribute('none')]: 'x' } }, 'allowed'],
    [{ StringEqualsIfExists: { [attribute('none')]: 'x' } }, 'allowed'],
    [{ StringEqualsIfExists: { [attribute('site')]: 'x' } }, 'implicit-deny'],
    [{ Null: { [attribute('none')]: 'true' } }, 'allowed'],
    [{ Null: { [attribute('site')]: 'true' } }, 'implicit-deny'],
    [{ Null: { [attribute('site')]: 'false' } }, 'allowed'],
    [{ NumericLessThan: { [attribute('floor')]: '10' } }, 'allowed'],
    [{ NumericGreaterThanEquals: { [attribute('floor')]: 4 } }, 'implicit-deny'],
    [{ NumericEquals: { [attribute('site')]: '3' } }, 'implicit-deny'],
    [{ NumericNotEquals: { [attribute('floor')]: '3' } }, 'implicit-deny'],
    [{ DateGreaterThan: { [attribute('built')]: '2024-01-01T00:00:00Z' } }, 'allowed'],
    [{ DateLessThan: { [attribute('built')]: '2024-01-01T00:00:00Z' } }, 'implicit-deny'],
    [{ IpAddress: { [attribute('ip')]: '192.0.2.0/24' } }, 'allowed'],
    [{ NotIpAddress: { [attribute('ip')]: '192.0.2.0/24' } }, 'implicit-deny'],
    [{ IpAddress: { [attribute('ip')]: '192.0.2.8' } }, 'implicit-deny'],
    [{ IpAddress: { [attribute('ip')]: '2001:db8::/32' } }, 'implicit-deny'],
    [{ Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } }, 'allowed'],
    [{ 'ForAnyValue:StringEquals': { 'iot:Certificate.Subject.Organization.List': 'second' } }, 'allowed'],
    [{ 'ForAllValues:StringEquals': { 'iot:Certificate.Subject.Organization.List': 'second' } }, 'implicit-deny'],
    [{ 'ForAllValues:StringLike': { 'iot:Certificate.Subject.Organization.List': ['f*', 's*'] } }, 'allowed'],
    [{ 'ForAllValues:StringEquals': { 'iot:Certificate.Subject.Title.List': 'x' } }, 'allowed'],
    [{ 'ForAnyValue:StringNotEquals': { 'iot:Certificate.Subject.Title.List': 'x' } }, 'implicit-deny'],
    [{ StringEquals: { 'iot:Certificate.Issuer.CommonName': 'Plant CA' } }, 'allowed'],
    [{ ArnLike: { [attribute('site')]: 'H*' } }, 'allowed'],
    [{ SomethingNew: { [attribute('site')]: 'x' } }, 'unknown'],
    [{ StringEquals: { 'iot:DomainName': 'x' } }, 'unknown'],
    [{ StringEquals: 'Hall' }, 'unknown'],
    [{ StringEquals: { [attribute('site')]: 'Hall' }, Null: { [attribute('site')]: 'true' } }, 'implicit-deny'],
  ])('%j', (Condition, expected) => {
    const answer = mayDo(principal(when(Condition), { things, certificate }), ask('iot:Publish', 'topic/a'))
    expect(answer.decision).toBe(expected)
  })

  test('what is unknown is named', () => {
    const held = principal(when({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }))
    expect(mayDo(held, ask('iot:Publish', 'topic/a'))).toMatchObject({ decision: 'unknown', missing: ['aws:SourceIp'] })
    expect(mayDo(held, ask('iot:Publish', 'topic/a', { sourceIp: '192.0.2.9' })).decision).toBe('allowed')
    expect(mayDo(held, ask('iot:Publish', 'topic/a', { sourceIp: '198.51.100.1' })).decision).toBe('implicit-deny')
  })
})

test.each<[string, string, Decision]>([
  ['iot:Certificate.Subject.CommonName', 'pump-1', 'allowed'],
  ['iot:Certificate.Subject.Organization', 'first', 'allowed'],
  ['iot:Certificate.Subject.Organization.2', 'second', 'allowed'],
  ['iot:Certificate.Subject.Organization.3', 'second', 'implicit-deny'],
  ['iot:Certificate.Subject.AlternativeName.DNSName', 'pump-1.example', 'allowed'],
  ['iot:Certificate.SerialNumber', '0A', 'allowed'],
  ['iot:Certificate.Subject.Title', '', 'implicit-deny'],
])('the certificate’s %s is %s', (name, value, expected) => {
  const held = principal([aPolicy([allow('iot:Publish', arn(`topic/${variable(name)}`))])], { certificate })
  expect(mayDo(held, ask('iot:Publish', `topic/${value}`)).decision).toBe(expected)
})

test('a group’s policy applies to its thing, and to no other client ID', () => {
  const group = aPolicy([allow('iot:Connect', '*')], { group: 'hall', through: ['pump-1'] })
  const held = principal([group], { things: [aThing('pump-1'), aThing('pump-2')] })
  const connects = (clientId: string) =>
    mayDo(held, { clientId, action: 'iot:Connect', resource: `client/${clientId}` })
  expect(connects('pump-1')).toMatchObject({ decision: 'allowed', policy: { group: 'hall' } })
  expect(connects('pump-2').decision).toBe('implicit-deny')
})

test('a document that cannot be read leaves open what no Deny settles', () => {
  const hidden = aPolicy([], { name: 'hidden', unreadable: 'It is not JSON.' })
  const asked = ask('iot:Publish', 'topic/a')
  expect(mayDo(principal([hidden, aPolicy([allow('*', '*')])]), asked)).toMatchObject({
    decision: 'unknown',
    missing: ['the document of hidden'],
  })
  expect(mayDo(principal([hidden, aPolicy([deny('*', '*')])]), asked).decision).toBe('explicit-deny')
})

const names = ['pump-1', 'pump-2', 'pump-10', '+', '*']
const anyResource = fc
  .constantFrom(
    ...['client/*', 'client/pump-?', `client/${thingName}`, `client/${variable('iot:ClientId')}`, 'topic/*'],
    ...['topic/dt/pump-1/*', `topic/dt/${thingName}/*`, `topic/${variable('iot:Connection.Thing.Attributes[site]')}/*`],
  )
  .map(arn)
const anyStatement = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constantFrom<unknown>('iot:*', 'iot:Connect', ['iot:Publish', 'iot:Connect'], 'iot:Publish'),
    Resource: fc.oneof(anyResource, fc.constant('*'), fc.array(anyResource, { maxLength: 3 })),
    Condition: fc.constantFrom(
      { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } },
      { StringLike: { 'iot:ClientId': 'pump-*' } },
      { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    ),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
)
const anyAsk = fc.record({
  clientId: fc.constantFrom(...names),
  action: fc.constantFrom('iot:Connect', 'iot:Publish'),
  resource: fc.constantFrom(
    ...names.map((name) => `client/${name}`),
    'topic/dt/pump-1/a',
    'topic/dt/pump-2/a',
    'topic/hall/a',
  ),
})
const anyThings = fc
  .subarray(['pump-1', 'pump-2'])
  .map((all) => all.map((name) => aThing(name, { attributes: { site: 'hall' } })))
const statements = fc.array(anyStatement, { maxLength: 6 })

describe('whatever the policies are', () => {
  test('a Deny that applies wins, wherever it stands', () => {
    fc.assert(
      fc.property(statements, fc.nat(6), anyAsk, anyThings, (all, at, asked, things) => {
        const with_ = [...all.slice(0, at), deny('*', '*'), ...all.slice(at)]
        expect(mayDo(principal([aPolicy(with_)], { things }), asked).decision).toBe('explicit-deny')
      }),
    )
  })

  test('one more Allow never takes anything away', () => {
    const rank: Record<Decision, number> = { 'explicit-deny': 0, 'implicit-deny': 0, unknown: 1, allowed: 2 }
    fc.assert(
      fc.property(statements, anyStatement, anyAsk, anyThings, (all, more, asked, things) => {
        const before = mayDo(principal([aPolicy(all)], { things }), asked).decision
        const after = mayDo(principal([aPolicy([...all, { ...more, Effect: 'Allow' }])], { things }), asked).decision
        expect(rank[after]).toBeGreaterThanOrEqual(rank[before])
      }),
    )
  })

  test('the order of statements, and of policies, decides nothing', () => {
    fc.assert(
      fc.property(statements, statements, anyAsk, anyThings, (one, other, asked, things) => {
        const policies = [aPolicy(one), aPolicy(other)]
        const expected = mayDo(principal(policies, { things }), asked).decision
        expect(mayDo(principal(policies.toReversed(), { things }), asked).decision).toBe(expected)
        expect(mayDo(principal([aPolicy([...other, ...one].toReversed())], { things }), asked).decision).toBe(expected)
      }),
    )
  })

  test('a variable of the thing never stands for another device', () => {
    const own = fc.constantFrom('iot:Connection.Thing.ThingName', 'iot:Connection.Thing.Attributes[serial]')
    const device = fc.stringMatching(/^[a-z0-9*?+#$-]{1,8}$/)
    fc.assert(
      fc.property(own, device, device, device, (name, mine, theirs, clientId) => {
        fc.pre(mine !== theirs)
        const things = [aThing(mine, { attributes: { serial: mine } })]
        const held = principal([aPolicy([allow('iot:Publish', arn(`topic/dt/${variable(name)}/state`))])], { things })
        const asked = { clientId, action: 'iot:Publish', resource: `topic/dt/${theirs}/state` }
        expect(mayDo(held, asked).decision).toBe('implicit-deny')
        const expected = clientId === mine ? 'allowed' : 'implicit-deny'
        expect(mayDo(held, { ...asked, resource: `topic/dt/${mine}/state` }).decision).toBe(expected)
      }),
    )
  })
})

test('two patterns overlap when some text fits both', () => {
  const part = fc.constantFrom('a', 'b', '*', '?')
  const pattern = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''))
  const regex = (one: string) => new RegExp(`^${one.replace(/\*+/g, '.*').replaceAll('?', '.')}$`)
  const texts = ['', 'a', 'b', 'c', 'aa', 'ab', 'ba', 'bb'].flatMap((x) =>
    ['', 'a', 'b', 'ab', 'ba', 'aab'].map((y) => x + y),
  )
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      expect(overlaps(one, other)).toBe(overlaps(other, one))
      if (texts.some((text) => regex(one).test(text) && regex(other).test(text)))
        expect(overlaps(one, other)).toBe(true)
      if (!/[*?]/.test(one)) expect(overlaps(one, other)).toBe(regex(other).test(one))
    }),
  )
})
