import { describe, expect, test } from 'vitest'
import { capabilities } from '#server/policies/capabilities/capabilities.ts'
import type { ReachingPolicy } from '#server/policies/evaluate/attached.ts'
import { readDocument } from '#server/policies/evaluate/document.ts'

const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const thingName = '$' + '{iot:Connection.Thing.ThingName}'
const clientId = '$' + '{iot:ClientId}'
const attached = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } }
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const deny = (Action: unknown, Resource: unknown) => ({ Effect: 'Deny', Action, Resource })

function of(...statements: object[]) {
  const read = readDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements }))
  if ('unreadable' in read) throw new Error(read.unreadable)
  const policy: ReachingPolicy = {
    ...{ rowId: '1', name: 'a', group: null, through: null, document: '', unreadable: null },
    statements: read.statements,
  }
  const things = [{ name: 'pump-1', type: null, attributes: {}, exclusive: false }]
  return capabilities({ awsAccountId: '123456789012', region: 'eu-west-1', things, policies: [policy] }, 'pump-1')
}

describe('what a device may do, in words', () => {
  test.each<[string, object, [string, string, boolean][]]>([
    [
      'its own client ID',
      allow('iot:Connect', arn(`client/${thingName}`)),
      [['connect', 'the client ID pump-1', false]],
    ],
    ['any client ID', allow('iot:Connect', arn('client/*')), [['connect', 'any client ID', true]]],
    [
      'the client ID of its choice',
      allow('iot:Connect', arn(`client/${clientId}`)),
      [['connect', 'any client ID', true]],
    ],
    [
      'attached only',
      allow('iot:Connect', arn('client/*'), { Condition: attached }),
      [['connect', 'any client ID', false]],
    ],
    ['a prefix', allow('iot:Connect', arn('client/pump-*')), [['connect', 'client IDs that begin with pump-', true]]],
    [
      'its own topics',
      allow('iot:Publish', arn(`topic/dt/${thingName}/*`)),
      [['publish', 'topics below dt/pump-1/', false]],
    ],
    [
      'a topic in the middle',
      allow('iot:Receive', arn('topic/dt/*/state')),
      [['receive', 'topics of the form dt/*/state', true]],
    ],
    ['filters', allow('iot:Subscribe', '*'), [['subscribe', 'any filter, # too', true]]],
    [
      'shadows and jobs',
      allow(['iot:GetThingShadow', 'iot:UpdateJobExecution'], arn(`thing/${thingName}`)),
      [
        ['read-shadow', 'the thing pump-1', false],
        ['jobs', 'the thing pump-1', false],
      ],
    ],
    [
      'a role',
      allow('iot:AssumeRoleWithCertificate', arn('rolealias/up')),
      [['role-alias', 'the role alias up', false]],
    ],
    ['a variable without a value', allow('iot:Publish', arn('topic/$' + '{iot:Connection.Thing.ThingTypeName}')), []],
    ['another account', allow('iot:Publish', 'arn:aws:iot:eu-west-1:999999999999:topic/*'), []],
    ['the wrong kind', allow('iot:Publish', arn('client/*')), []],
  ])('%s', (_, statement, expected) => {
    expect(of(statement).map(({ kind, words, wide }) => [kind, words, wide])).toEqual(expected)
  })
})

test('what is denied is said beside it, and an example is what the evaluator says of it', () => {
  const [publish] = of(allow('iot:Publish', arn('topic/dt/*')), deny('iot:Publish', arn('topic/dt/secret/*')))
  expect(publish).toMatchObject({
    example: { value: 'dt/example', decision: 'allowed' },
    except: [{ pattern: 'dt/secret/*', statement: 1, whole: false }],
  })
  const [none] = of(allow('iot:Publish', arn('topic/dt/*')), deny('*', '*'))
  expect(none).toMatchObject({ example: { decision: 'explicit-deny' }, except: [{ pattern: '*', whole: true }] })
})

test('topics by client ID are everybody’s when the client ID is', () => {
  const own = allow('iot:Publish', arn(`topic/dt/${clientId}/*`))
  expect(of(own, allow('iot:Connect', arn(`client/${thingName}`))).at(-1)).toMatchObject({ wide: false })
  expect(of(own, allow('iot:Connect', arn('client/*'))).at(-1)).toMatchObject({
    words: 'topics below dt/pump-1/, or of whichever client ID it takes',
    wide: true,
  })
})

test('a condition is named, and an odd statement said to be uncertain', () => {
  const [publish] = of(allow('iot:Publish', '*', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }))
  expect(publish).toMatchObject({
    conditions: ['aws:SourceIp IpAddress 192.0.2.0/24'],
    example: { decision: 'unknown' },
  })
  const all = of({ Effect: 'Allow', NotAction: 'iot:Publish', Resource: '*' })
  expect(all.some(({ kind }) => kind === 'publish')).toBe(false)
  expect(all.every(({ odd }) => odd !== null)).toBe(true)
})
