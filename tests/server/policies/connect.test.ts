import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNarrow, narrowed } from '#server/policies/connect/narrow.ts'
import { type AttachedThing, connection } from '#server/policies/evaluate/connection.ts'
import { decide, type Verdict } from '#server/policies/evaluate/decide.ts'
import { readDocument, type Statement } from '#server/policies/evaluate/document.ts'
import { fits } from '#server/policies/evaluate/pattern.ts'

const place = { awsAccountId: '123456789012', region: 'eu-west-1' }
const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const variable = (name: string) => `$\{${name}}`
const thingName = variable('iot:Connection.Thing.ThingName')
const attached = { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } }

const aThing = (name: string, more: Partial<AttachedThing> = {}): AttachedThing => ({
  name,
  type: null,
  attributes: {},
  exclusive: false,
  ...more,
})

function statementsOf(...sources: object[]): Statement[] {
  const read = readDocument(JSON.stringify({ Version: '2012-10-17', Statement: sources }))
  if ('unreadable' in read) throw new Error(read.unreadable)
  return read.statements
}

const verdict = (sources: object[], clientId: string, things: AttachedThing[] = [], sourceIp: string | null = null) =>
  decide(statementsOf(...sources), connection({ ...place, clientId, things, sourceIp })).verdict

const allow = (Resource: unknown, more: object = {}) => ({ Effect: 'Allow', Action: 'iot:Connect', Resource, ...more })
const deny = (Resource: unknown, more: object = {}) => ({ ...allow(Resource, more), Effect: 'Deny' })

describe('kinds of policies that the documentation has', () => {
  const self = [allow(arn(`client/${thingName}`))]
  const registered = [allow(arn('client/*'), { Condition: attached })]
  const own = [aThing('pump-1')]
  test.each<[string, object[], string, AttachedThing[], Verdict]>([
    ['any client', [allow(arn('client/*'))], 'anybody', [], 'allowed'],
    ['everything', [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }], 'anybody', [], 'allowed'],
    [
      'an action in other letters',
      [{ Effect: 'Allow', Action: 'IOT:CONNECT', Resource: '*' }],
      'anybody',
      [],
      'allowed',
    ],
    [
      'another action',
      [{ Effect: 'Allow', Action: ['iot:Publish', 'iot:Subscribe'], Resource: '*' }],
      'a',
      [],
      'not-allowed',
    ],
    ['one of several names', [allow([arn('client/a'), arn('client/b')])], 'b', [], 'allowed'],
    ['none of several names', [allow([arn('client/a'), arn('client/b')])], 'c', [], 'not-allowed'],
    ['a prefix', [allow(arn('client/pump-*'))], 'pump-77', [], 'allowed'],
    ['one character', [allow(arn('client/pump-?'))], 'pump-77', [], 'not-allowed'],
    ['the client ID itself', [allow(arn(`client/${variable('iot:ClientId')}`))], 'anybody', [], 'allowed'],
    ['the own thing', self, 'pump-1', own, 'allowed'],
    ['another name than the thing has', self, 'pump-2', own, 'not-allowed'],
    ['no thing at all', self, 'pump-1', [], 'not-allowed'],
    ['an exclusive thing under another name', self, 'pump-2', [aThing('pump-1', { exclusive: true })], 'not-allowed'],
    ['attached, and so named', registered, 'pump-1', own, 'allowed'],
    ['attached, under another name', registered, 'pump-2', own, 'not-allowed'],
    ['exclusively attached, under another name', registered, 'x', [aThing('pump-1', { exclusive: true })], 'allowed'],
    [
      'by the type of the thing',
      [allow(arn('client/*'), { Condition: { StringEquals: { 'iot:Connection.Thing.ThingTypeName': 'pump' } } })],
      'pump-1',
      [aThing('pump-1', { type: 'pump' })],
      'allowed',
    ],
    [
      'by an attribute',
      [allow(arn(`client/${variable('iot:Connection.Thing.Attributes[site]')}-*`))],
      'pump-1',
      [aThing('pump-1', { attributes: { site: 'pump' } })],
      'allowed',
    ],
    [
      'an attribute that is not there',
      [allow(arn(`client/${variable('iot:Connection.Thing.Attributes[constructor]')}*`))],
      'pump-1',
      own,
      'not-allowed',
    ],
    [
      'what only the certificate says',
      [allow(arn(`client/${variable('iot:Certificate.Subject.CommonName')}`))],
      'a',
      [],
      'unknown',
    ],
    [
      'a name that no value of it makes',
      [allow(arn(`client/x-${variable('iot:Certificate.Subject.CommonName')}`))],
      'a',
      [],
      'not-allowed',
    ],
    ['a quarantine', [allow('*'), { Effect: 'Deny', Action: '*', Resource: '*' }], 'pump-1', own, 'denied'],
    ['a denied name', [allow(arn('client/*')), deny(arn('client/pump-1'))], 'pump-1', own, 'denied'],
    ['another denied name', [allow(arn('client/*')), deny(arn('client/pump-1'))], 'pump-2', own, 'allowed'],
    [
      'denied unless attached',
      [allow(arn('client/*')), deny('*', { Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'false' } } })],
      'stranger',
      own,
      'denied',
    ],
    [
      'a grammar that is not documented',
      [{ Effect: 'Allow', NotAction: 'iot:Publish', Resource: '*' }],
      'a',
      [],
      'unknown',
    ],
    [
      'an operator that is not known',
      [allow('*', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })],
      'a',
      [],
      'unknown',
    ],
    ['MQTT wildcards are plain', [allow(arn('client/+'))], 'a', [], 'not-allowed'],
    ['another account', [allow('arn:aws:iot:eu-west-1:999999999999:client/*')], 'a', [], 'not-allowed'],
  ])('%s', (_, sources, clientId, things, expected) => {
    expect(verdict(sources, clientId, things)).toBe(expected)
  })

  test('where it comes from counts when it is known', () => {
    const sources = [allow('*', { Condition: { StringEquals: { 'aws:SourceIp': '192.0.2.1' } } })]
    expect(verdict(sources, 'a', [], '192.0.2.1')).toBe('allowed')
    expect(verdict(sources, 'a', [], '192.0.2.2')).toBe('not-allowed')
    expect(verdict(sources, 'a')).toBe('unknown')
  })

  test('a negated condition holds for what has no value', () => {
    const sources = [allow('*', { Condition: { StringNotEquals: { 'iot:Connection.Thing.ThingTypeName': 'pump' } } })]
    expect(verdict(sources, 'a')).toBe('allowed')
    expect(verdict(sources, 'a', [aThing('a', { type: 'pump' })])).toBe('not-allowed')
  })
})

describe('documents', () => {
  test('one statement or an array of them', () => {
    expect(readDocument(JSON.stringify({ Statement: allow('*') }))).toMatchObject({
      statements: [{ resources: ['*'] }],
    })
  })

  test.each([
    '',
    '{',
    '7',
    'null',
    '[]',
    '{}',
    '{"Statement":7}',
    '{"Statement":[null]}',
    '{"Statement":{"Effect":"Perhaps"}}',
  ])('what is none: %s', (text) => {
    expect(readDocument(text)).toEqual({ unreadable: expect.stringMatching(/\.$/) })
  })
})

const texts = fc
  .constantFrom('*', 'client/*', 'client/a', 'client/b', 'client/?', `client/${thingName}`, 'topic/*')
  .map(arn)
const anyStatement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom<unknown>('iot:Connect', 'iot:*', ['iot:Publish', 'iot:Connect'], 'iot:Publish'),
  Resource: fc.oneof(texts, fc.array(texts, { maxLength: 3 })),
  Condition: fc.constantFrom({}, attached, { StringLike: { 'iot:ClientId': 'a*' } }),
})

test('a Deny that applies wins over whatever else is said, in any order', () => {
  fc.assert(
    fc.property(
      fc.array(anyStatement),
      fc.array(anyStatement),
      fc.constantFrom('a', 'b', '+'),
      fc.boolean(),
      (before, after, id, has) => {
        const things = has ? [aThing(id)] : []
        const denies = verdict([...before, deny(arn(`client/${id}`)), ...after], id, things)
        expect(denies).toBe('denied')
        const all = [...before, ...after]
        expect(verdict(all.toReversed(), id, things)).toBe(verdict(all, id, things))
        const denying = all.filter((one) => one.Effect === 'Deny').map((one) => ({ ...one, Effect: 'Allow' }))
        expect(verdict(all, id, things) === 'denied').toBe(verdict(denying, id, things) === 'allowed')
      },
    ),
  )
})

test('a pattern fits as the same regular expression does, and takes no time for it', () => {
  const part = fc.constantFrom('a', 'b', '*', '?', '**', '.', 'ab')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.stringMatching(/^[ab.]{0,10}$/), (parts, text) => {
      const pattern = parts.join('')
      const same = pattern.replaceAll('.', '\\.').replace(/\*+/g, '.*').replaceAll('?', '.')
      expect(fits(pattern, text, () => null)).toBe(new RegExp(`^${same}$`, 's').test(text) ? 'yes' : 'no')
    }),
  )
  const started = performance.now()
  expect(fits('*a'.repeat(60), 'a'.repeat(2_000).concat('b'), () => null)).toBe('no')
  expect(performance.now() - started).toBeLessThan(500)
})

test('values of variables are plain, and its own characters can be written', () => {
  expect(fits(variable('x'), 'anything', () => '*')).toBe('no')
  expect(fits(variable('x'), '*', () => '*')).toBe('yes')
  expect(fits(`a${variable('*')}`, 'a*', () => null)).toBe('yes')
  expect(fits(`a${variable('*')}`, 'ab', () => null)).toBe('no')
})

describe('narrowing', () => {
  const one = (source: object) => {
    const [statement] = statementsOf(source)
    if (!statement) throw new Error('There is one')
    return statement
  }

  test('what is narrow already is known as such', () => {
    expect(isNarrow(one(allow(arn(`client/${thingName}`))))).toBe(true)
    expect(isNarrow(one(allow(arn(`client/${variable('iot:ClientId')}`), { Condition: attached })))).toBe(true)
    expect(isNarrow(one(allow(arn('client/*'))))).toBe(false)
    expect(isNarrow(one(allow([arn(`client/${thingName}`), arn('client/b')])))).toBe(false)
    expect(isNarrow(one(allow('*', { Condition: attached })))).toBe(false)
  })

  test('a statement on connecting alone becomes one', () => {
    expect(narrowed(one(allow(arn('client/*'))), place)).toEqual([
      {
        Effect: 'Allow',
        Action: 'iot:Connect',
        Resource: arn(`client/${thingName}`),
        Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
      },
    ])
  })

  test('what else it allowed stays allowed, and its conditions stay', () => {
    const source = {
      Sid: 'Both',
      Effect: 'Allow',
      Action: ['iot:Connect', 'iot:Publish'],
      Resource: [arn('client/*'), arn('topic/a')],
      Condition: { Bool: { 'aws:SecureTransport': 'true' }, StringLike: { 'iot:ClientId': 'p*' } },
    }
    const [connect, rest] = narrowed(one(source), place)
    expect(connect?.Condition).toEqual({
      Bool: { 'aws:SecureTransport': 'true', 'iot:Connection.Thing.IsAttached': 'true' },
      StringLike: { 'iot:ClientId': 'p*' },
    })
    expect(rest).toEqual({ ...source, Action: ['iot:Publish'], Resource: [arn('topic/a')] })
  })

  test('everything on everything is told apart', () => {
    const [, rest] = narrowed(one({ Effect: 'Allow', Action: 'iot:*', Resource: '*' }), place)
    expect(rest?.Resource).toEqual(['*'])
    expect(rest?.Action).not.toContain('iot:Connect')
    expect(rest?.Action).toContain('iot:Publish')
  })

  test('narrowed, it lets nobody in but the thing itself', () => {
    fc.assert(
      fc.property(anyStatement, fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b'), (source, id, name) => {
        const better = narrowed(one({ ...source, Effect: 'Allow' }), place)
        const got = verdict(better, id, [aThing(name)])
        if (got === 'allowed') expect(id).toBe(name)
        else expect(got).toBe('not-allowed')
      }),
    )
  })

  test('in the partitions of China and GovCloud', () => {
    const [connect] = narrowed(one(allow('*')), { ...place, region: 'cn-north-1' })
    expect(connect?.Resource).toMatch(/^arn:aws-cn:iot:cn-north-1:/)
  })
})
