import { describe, expect, test } from 'vitest'
import { type Decision, evaluate } from '#simulator/broker/policy/evaluate.ts'
import { statementsOf } from '#simulator/broker/policy/statements.ts'
import { isMatch } from '#simulator/broker/policy/wildcards.ts'

const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const thingName = '$' + '{iot:Connection.Thing.ThingName}'
const clientId = '$' + '{iot:ClientId}'

const known: Record<string, string> = {
  'iot:ClientId': 'pump-1',
  'iot:Connection.Thing.ThingName': 'pump-1',
  'iot:Connection.Thing.IsAttached': 'true',
  'iot:Certificate.Subject.Organization': 'Acme',
  'iot:Connection.Thing.Attributes[site]': 'north*',
}

const allow = (Action: unknown, Resource: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
})
const deny = (Action: unknown, Resource: unknown) => ({ Effect: 'Deny', Action, Resource })

const connect = ['iot:Connect', 'client/pump-1'] as const
const publish = (topic: string) => ['iot:Publish', `topic/${topic}`] as const
const subscribe = (filter: string) => ['iot:Subscribe', `topicfilter/${filter}`] as const

const cases: [name: string, statement: unknown, asked: readonly [string, string], decision: Decision][] = [
  ['nothing', [], connect, 'implicit-deny'],
  ['everything', allow('iot:*', '*'), connect, 'allowed'],
  ['every service', allow('*', '*'), connect, 'allowed'],
  ['another case of the action', allow('IOT:connect', '*'), connect, 'allowed'],
  ['another action', allow('iot:Publish', '*'), connect, 'implicit-deny'],
  ['its client id', allow('iot:Connect', arn('client/pump-1')), connect, 'allowed'],
  ['another client id', allow('iot:Connect', arn('client/pump-2')), connect, 'implicit-deny'],
  [
    'one of several',
    allow(['iot:Publish', 'iot:Connect'], [arn('client/x'), arn('client/pump-1')]),
    connect,
    'allowed',
  ],
  ['the thing name', allow('iot:Connect', arn(`client/${thingName}`)), connect, 'allowed'],
  ['the client id as a variable', allow('iot:Connect', arn(`client/${clientId}`)), connect, 'allowed'],
  [
    'a variable without value',
    allow('iot:Connect', arn('client/$' + '{iot:Connection.Thing.ThingTypeName}*')),
    connect,
    'implicit-deny',
  ],
  ['deny beside allow', [allow('iot:*', '*'), deny('iot:Connect', '*')], connect, 'explicit-deny'],
  ['deny of something else', [allow('iot:*', '*'), deny('iot:Publish', '*')], connect, 'allowed'],
  ['a prefix', allow('iot:Publish', arn('topic/dt/*')), publish('dt/pump-1/t'), 'allowed'],
  ['a single character', allow('iot:Publish', arn('topic/dt/pump-?')), publish('dt/pump-1'), 'allowed'],
  ['two characters for one', allow('iot:Publish', arn('topic/dt/pump-?')), publish('dt/pump-12'), 'implicit-deny'],
  ['MQTT wildcards are plain', allow('iot:Publish', arn('topic/dt/#')), publish('dt/a'), 'implicit-deny'],
  [
    'a denied # denies only #',
    [allow('iot:*', '*'), deny('iot:Publish', arn('topic/dt/#'))],
    publish('dt/a'),
    'allowed',
  ],
  ['a filter below a prefix', allow('iot:Subscribe', arn('topicfilter/a/*')), subscribe('a/+/b'), 'allowed'],
  ['a topic is no filter', allow('iot:Subscribe', arn('topic/a/*')), subscribe('a/b'), 'implicit-deny'],
  [
    'a value with a star is literal',
    allow('iot:Publish', arn('topic/$' + '{iot:Connection.Thing.Attributes[site]}')),
    publish('north-east'),
    'implicit-deny',
  ],
  ['an escaped star', allow('iot:Publish', arn('topic/a$' + '{*}')), publish('a*'), 'allowed'],
  ['dots are dots', allow('iot:Publish', arn('topic/a.b')), publish('axb'), 'implicit-deny'],
  [
    'attached',
    allow('iot:Connect', '*', { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } }),
    connect,
    'allowed',
  ],
  [
    'not attached',
    allow('iot:Connect', '*', { Bool: { 'iot:Connection.Thing.IsAttached': false } }),
    connect,
    'implicit-deny',
  ],
  [
    'subject equals',
    allow('iot:*', '*', { StringEquals: { 'iot:Certificate.Subject.Organization': 'Acme' } }),
    connect,
    'allowed',
  ],
  [
    'equals takes no wildcard',
    allow('iot:*', '*', { StringEquals: { 'iot:Certificate.Subject.Organization': 'Ac*' } }),
    connect,
    'implicit-deny',
  ],
  [
    'like takes one',
    allow('iot:*', '*', { StringLike: { 'iot:Certificate.Subject.Organization': ['X', 'Ac*'] } }),
    connect,
    'allowed',
  ],
  [
    'every condition counts',
    allow('iot:*', '*', {
      StringLike: { 'iot:ClientId': 'pump-*' },
      Bool: { 'iot:Connection.Thing.IsAttached': 'false' },
    }),
    connect,
    'implicit-deny',
  ],
  [
    'a missing value equals nothing',
    allow('iot:*', '*', { StringEquals: { 'aws:SourceIp': '*' } }),
    connect,
    'implicit-deny',
  ],
  [
    'a missing value is unequal',
    allow('iot:*', '*', { StringNotEquals: { 'aws:SourceIp': '10.0.0.1' } }),
    connect,
    'allowed',
  ],
  [
    'a qualifier',
    allow('iot:*', '*', { 'ForAnyValue:StringEquals': { 'iot:ClientId': 'pump-1' } }),
    connect,
    'allowed',
  ],
  ['an unknown operator', allow('iot:*', '*', { constructor: { 'iot:ClientId': 'pump-1' } }), connect, 'implicit-deny'],
]

test.each(cases)('%s', (_, Statement, [action, resource], decision) => {
  const statements = statementsOf(JSON.stringify({ Version: '2012-10-17', Statement }))
  expect(evaluate(statements, { action, resource: arn(resource), lookUp: (name) => known[name] })).toBe(decision)
})

test.each(['', 'null', '[]', '{"Statement": ["x", 1]}', '{"Statement": {}}'])('%j allows nothing', (document) => {
  const access = { action: 'iot:Connect', resource: '*', lookUp: () => undefined }
  expect(evaluate(statementsOf(document), access)).toBe('implicit-deny')
})

describe('patterns', () => {
  test.each([
    ['*', 'line\nbreak', true],
    ['a**b', 'a--b', true],
    ['', '', true],
    ['a', 'A', false],
    ['(a|b)', 'a', false],
  ])('%j and %j: %s', (pattern, text, expected) => {
    expect(isMatch(pattern, text)).toBe(expected)
  })
})
