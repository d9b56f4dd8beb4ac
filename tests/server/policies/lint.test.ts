import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LintRule } from '#contract/policy-lints.ts'
import { readDocument } from '#server/policies/evaluate/document.ts'
import { lintPolicy } from '#server/policies/lint/lint.ts'
import type { PolicyFacts } from '#server/policies/lint/rule.ts'

const place = { awsAccountId: '123456789012', region: 'eu-west-1' }
const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const variable = (name: string) => `$\{${name}}`
const thingName = variable('iot:Connection.Thing.ThingName')
const attached = { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } }

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({ Effect: 'Deny', Action, Resource, ...more })
const text = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })

const facts = (document: string, more: Partial<PolicyFacts> = {}): PolicyFacts => ({
  name: 'a-policy',
  ...place,
  versions: [{ versionId: '1', isDefault: true, document }],
  targets: 1,
  mostOnOneCertificate: 1,
  crossings: null,
  ...more,
})
const rulesOf = (document: string, more: Partial<PolicyFacts> = {}) => [
  ...new Set(lintPolicy(facts(document, more)).map(({ rule }) => rule)),
]
const auditOf = (document: string) => [...new Set(lintPolicy(facts(document)).flatMap(({ audit }) => audit ?? []))]

const overly = 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK'
const misconfigured = 'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK'
const shadows = ['iot:GetThingShadow', 'iot:UpdateThingShadow', 'iot:DeleteThingShadow']

describe('what AWS’s two audit checks call compliant, and what not', () => {
  test.each<[string, object[], (typeof overly | typeof misconfigured)[]]>([
    ['any client', [allow('iot:Connect', arn('client/*'))], [overly]],
    ['the client ID of its choice', [allow('iot:Connect', arn(`client/${variable('iot:ClientId')}`))], [overly]],
    ['any client, attached', [allow('iot:Connect', arn('client/*'), { Condition: attached })], []],
    [
      'its client ID, attached',
      [allow('iot:Connect', arn(`client/${variable('iot:ClientId')}`), { Condition: attached })],
      [],
    ],
    ['the own thing', [allow('iot:Connect', arn(`client/${thingName}`))], []],
    ['publish: reserved topics', [allow('iot:Publish', arn('topic/$aws/things/*'))], [overly]],
    ['publish: any shadow', [allow('iot:Publish', arn('topic/$aws/things/*/shadow/update'))], [overly]],
    ['publish: whatever ends so', [allow('iot:Publish', arn('topic/*/shadow/update'))], [overly]],
    ['publish: own shadow', [allow('iot:Publish', arn(`topic/$aws/things/${thingName}/shadow/update`))], []],
    ['publish: own topics', [allow('iot:Publish', arn(`topic/$aws/things/${thingName}/*`))], []],
    ['subscribe: reserved topics', [allow('iot:Subscribe', arn('topicfilter/$aws/things/*'))], [overly]],
    ['subscribe: with #', [allow('iot:Subscribe', arn('topicfilter/$aws/things/#'))], [overly]],
    ['subscribe: with +', [allow('iot:Subscribe', arn('topicfilter/$aws/things/+/shadow/update'))], [overly]],
    ['subscribe: own', [allow('iot:Subscribe', arn(`topicfilter/$aws/things/${thingName}/*`))], []],
    ['receive: reserved topics', [allow('iot:Receive', arn('topic/$aws/things/*'))], []],
    ['shadows of any thing', [allow(shadows, arn('thing/*'))], [overly]],
    ['one shadow action on any thing', [allow('iot:GetThingShadow', arn('thing/*'))], [overly]],
    ['jobs of any thing', [allow('iot:UpdateJobExecution', arn('thing/*'))], [overly]],
    ['own shadow and jobs', [allow([...shadows, 'iot:UpdateJobExecution'], arn(`thing/${thingName}`))], []],
    ['things of one prefix', [allow(shadows, arn('thing/MyThing*'))], []],
    ['everything', [allow('iot:*', '*')], [overly]],
    ['everything, taken back', [allow('iot:*', '*'), deny('iot:*', '*')], []],
    ['quarantine', [deny('*', '*')], []],
    [
      'deny with MQTT wildcards',
      [
        allow('iot:Subscribe', arn(`topicfilter/building/${thingName}/a`)),
        deny('iot:Publish', arn('topic/building/+/control')),
      ],
      [misconfigured],
    ],
    [
      'deny of a filter under a wider one',
      [
        allow('iot:Subscribe', arn('topicfilter/building/*')),
        deny('iot:Subscribe', arn('topicfilter/building/room/*')),
      ],
      [misconfigured],
    ],
    [
      'deny of the filter and of what comes by it',
      [
        allow('iot:Subscribe', arn('topicfilter/building/*')),
        deny('iot:Subscribe', arn('topicfilter/building/room/*')),
        deny('iot:Receive', arn('topic/building/room/*')),
      ],
      [],
    ],
  ])('%s', (_, statements, expected) => {
    expect(auditOf(text(...statements))).toEqual(expected)
  })
})

describe('what the audit does not see', () => {
  test.each<[string, string, LintRule[]]>([
    ['a document that is none', '{ not json', ['unparsable-document']],
    ['one statement', JSON.stringify({ Version: '2012-10-17', Statement: deny('*', '*') }), ['single-statement']],
    ['no version', JSON.stringify({ Statement: [deny('*', '*')] }), ['grammar-version']],
    ['a prefix of names', text(allow('iot:Connect', arn('client/pilot-*'))), ['client-prefix']],
    ['a topic of all', text(allow('iot:Publish', arn('topic/dt/*'))), ['topic-wildcard']],
    ['a topic of its own', text(allow('iot:Publish', arn(`topic/dt/${thingName}/*`))), []],
    ['a filter for all', text(allow('iot:Subscribe', arn('topicfilter/dt/+/state'))), ['topic-wildcard']],
    ['a variable then a wildcard', text(allow('iot:Connect', arn(`client/${thingName}*`))), ['variable-then-wildcard']],
    ['any role', text(allow('iot:AssumeRoleWithCertificate', arn('rolealias/*'))), ['any-role-alias']],
    ['one role', text(allow('iot:AssumeRoleWithCertificate', arn('rolealias/upload'))), []],
    ['a Deny of the wrong kind', text(deny('iot:Subscribe', arn('topic/a'))), ['deny-nothing']],
    ['a Deny elsewhere', text(deny('iot:Publish', 'arn:aws:iot:eu-west-1:999999999999:topic/a')), ['deny-nothing']],
    ['an Allow of the wrong kind', text(allow('iot:Receive', arn('topicfilter/a'))), ['allow-nothing']],
    ['NotAction', text({ Effect: 'Allow', NotAction: 'iot:Publish', Resource: '*' }), ['not-action']],
    ['NotResource', text({ Effect: 'Deny', Action: 'iot:Publish', NotResource: arn('topic/a') }), ['not-resource']],
    [
      'a variable there is not',
      text(allow('iot:Publish', arn(`topic/${variable('iot:Thing.Name')}`))),
      ['unknown-variable'],
    ],
    ['an action there is not', text(allow(['iot:Publish', 'iot:Pubish'], arn('topic/a'))), ['unknown-action']],
    ['Greengrass', text(allow('greengrass:Discover', '*')), []],
  ])('%s', (_, document, expected) => {
    expect(rulesOf(document)).toEqual(expected)
  })

  test('a version that is not in force and wider', () => {
    const versions = [
      { versionId: '1', isDefault: false, document: text(allow('iot:*', '*')) },
      { versionId: '2', isDefault: true, document: text(allow('iot:Connect', arn(`client/${thingName}`))) },
    ]
    expect(lintPolicy(facts('', { versions }))).toMatchObject([{ rule: 'latent-version', version: '1', statement: 0 }])
  })

  test('use and limits', () => {
    const long = text(deny('iot:Publish', arn(`topic/${'a'.repeat(2_000)}`)))
    expect(rulesOf(text(deny('*', '*')), { targets: 0 })).toEqual(['unused-policy'])
    expect(rulesOf(text(deny('*', '*')), { mostOnOneCertificate: 10 })).toEqual(['policies-on-one'])
    expect(rulesOf(long)).toEqual(['document-size'])
    const versions = [1, 2, 3, 4, 5].map((n) => ({
      versionId: `${n}`,
      isDefault: n === 5,
      document: text(deny('*', '*')),
    }))
    expect(rulesOf('', { versions })).toEqual(['versions-full'])
  })

  test('a pattern that was measured to cross sites', () => {
    const crossings = [{ pattern: arn('topic/dt/*'), attribute: 'site', values: 3 }]
    expect(rulesOf(text(allow('iot:Publish', arn('topic/dt/*'))), { crossings })).toEqual([
      'crosses-boundary',
      'topic-wildcard',
    ])
  })
})

describe('rewrites', () => {
  const rewriteOf = (...statements: object[]) => {
    const all = lintPolicy(facts(text(...statements)))
    const first = all.find(({ audit }) => audit) ?? all[0]
    return JSON.parse(first?.rewrite ?? 'null') as { Statement: { Action: unknown; Resource: unknown }[] } | null
  }

  test.each([
    ['topic/$aws/things/*', `topic/$aws/things/${thingName}/*`],
    ['topic/$aws/things/*/shadow/update', `topic/$aws/things/${thingName}/shadow/update`],
    ['topic/*/shadow/update', `topic/$aws/things/${thingName}/shadow/update`],
    ['topic/dt/*', `topic/dt/${thingName}/*`],
    ['topic/dt/*/state', `topic/dt/${thingName}/state`],
    ['topic/dt/a?', `topic/dt/${thingName}/*`],
  ])('publish on %s becomes %s', (wide, narrow) => {
    expect(rewriteOf(allow('iot:Publish', arn(wide)))?.Statement[0]?.Resource).toBe(arn(narrow))
  })

  test('only the resource that is too wide changes', () => {
    const rewrite = rewriteOf(allow('iot:GetThingShadow', [arn('thing/a'), arn('thing/*')]))
    expect(rewrite?.Statement).toEqual([allow('iot:GetThingShadow', [arn('thing/a'), arn(`thing/${thingName}`)])])
  })

  test('a Deny is written with the wildcard of policies', () => {
    expect(rewriteOf(deny('iot:Publish', arn('topic/a/+/b')))?.Statement[0]?.Resource).toBe(arn('topic/a/*/b'))
  })

  test('what was denied is not received either', () => {
    const rewrite = rewriteOf(
      allow('iot:Subscribe', arn(`topicfilter/a/*`)),
      deny('iot:Subscribe', arn('topicfilter/a/x/*')),
    )
    expect(rewrite?.Statement.at(-1)).toEqual(deny('iot:Receive', [arn('topic/a/x/*')]))
  })

  const resource = fc.constantFrom(
    ...[
      'client/*',
      `client/${variable('iot:ClientId')}`,
      'topic/$aws/things/*',
      'topic/*',
      'topicfilter/#',
      'thing/*',
      'topic/a/*',
    ].map(arn),
    '*',
  )
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: fc.constantFrom<unknown>('iot:*', 'iot:Connect', 'iot:Publish', ['iot:Subscribe', 'iot:Receive'], shadows),
    Resource: fc.oneof(resource, fc.array(resource, { minLength: 1, maxLength: 3 })),
  })
  test('put right one after another, nothing the audit would say is left', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
        let document = text(...statements)
        for (let turn = 0; turn < 40; turn++) {
          const next = lintPolicy(facts(document)).find(
            ({ audit, rewrite }) => audit && rewrite && rewrite !== document,
          )
          if (!next?.rewrite) break
          document = next.rewrite
        }
        expect(auditOf(document).filter((check) => check === overly)).toEqual([])
      }),
    )
  })
})

describe('whatever a document is', () => {
  const json = fc.json({ maxDepth: 6 })
  const broken = fc
    .tuple(fc.constant(text(allow('iot:*', '*'), deny('iot:Publish', arn('topic/+/a')))), fc.nat(200), fc.string())
    .map(([whole, at, put]) => whole.slice(0, at) + put + whole.slice(at + put.length))
  const odd = fc.anything({ withBigInt: false, maxDepth: 3 })
  const shaped = fc
    .record({
      Version: odd,
      Statement: fc.oneof(
        odd,
        fc.array(
          fc.record(
            { Effect: fc.constantFrom('Allow', 'Deny'), Action: odd, Resource: odd, Condition: odd, NotAction: odd },
            { requiredKeys: ['Effect'] },
          ),
        ),
      ),
    })
    .map((policy) => JSON.stringify(policy) ?? '')
  test.each([
    ['JSON', json],
    ['a policy with a piece torn out', broken],
    ['a policy of odd values', shaped],
  ])('%s: it is read or said to be unreadable, and judged, without an error', (_, documents) => {
    fc.assert(
      fc.property(documents, (document) => {
        const read = readDocument(document)
        expect('statements' in read || read.unreadable.endsWith('.')).toBe(true)
        for (const { title, explanation } of lintPolicy(facts(document))) expect(title && explanation).toBeTruthy()
      }),
      { numRuns: 500 },
    )
  })
})
