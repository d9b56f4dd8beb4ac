import { describe, expect, test } from 'vitest'
import { type LintRule, lintRule } from '#contract/policy-lints.ts'
import type { CheckId } from '#generated/checks.ts'
import { lintPolicy } from '#server/policies/lint/lint.ts'
import { aPolicy, ask, failuresOf, idsAbout } from './ask.ts'

const arn = (resource: string) => `arn:aws:iot:eu-west-1:123456789012:${resource}`
const thingName = '$' + '{iot:Connection.Thing.ThingName}'
const clientId = '$' + '{iot:ClientId}'
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const deny = (Action: unknown, Resource: unknown) => ({ Effect: 'Deny', Action, Resource })
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })

const scoped = document(
  allow('iot:Connect', arn(`client/${thingName}`)),
  allow('iot:Publish', arn(`topic/pumps/${thingName}/data`)),
)
const everything = document(allow('iot:*', '*'))
const bySeconds = (first: object, ...others: object[]) => ({
  versions: [first, ...others].map((one, at) => ({
    versionId: String(at + 1),
    isDefault: at === 0,
    document: JSON.stringify(one),
  })),
})

type Case = [CheckId, string, object | string | null, Parameters<typeof aPolicy>[1], string]

const table: Case[] = [
  ['policy-overly-permissive', 'everything', everything, {}, 'critical'],
  ['policy-overly-permissive', 'everything, on nothing yet', everything, { targets: 0 }, 'medium'],
  ['policy-overly-permissive', 'everything, on nobody knows what', everything, { targets: null }, 'critical'],
  [
    'policy-overly-permissive',
    'any client ID',
    document(allow('iot:Connect', arn(`client/${clientId}`))),
    {},
    'critical',
  ],
  ['policy-overly-permissive', 'nothing read', null, {}, 'unknown'],
  ['policy-overly-permissive', 'no JSON', '{', {}, 'unknown'],

  [
    'policy-potentially-misconfigured',
    'MQTT wildcards denied',
    document(deny('iot:Publish', arn('topic/a/#'))),
    {},
    'medium',
  ],
  ['policy-potentially-misconfigured', 'a plain Deny', document(deny('iot:Publish', arn('topic/a/*'))), {}, 'passes'],
  ['policy-potentially-misconfigured', 'nothing read', null, {}, 'unknown'],

  [
    'policy-client-id-variable',
    'the variable',
    document(allow('iot:Connect', arn(`client/${clientId}`))),
    {},
    'critical',
  ],
  ['policy-client-id-variable', 'a plain wildcard', document(allow('iot:Connect', arn('client/*'))), {}, 'passes'],
  ['policy-client-id-variable', 'nothing read', null, {}, 'unknown'],

  [
    'policy-cross-site-wildcard',
    'a pattern that was measured to cross',
    document(allow('iot:Publish', arn('topic/pumps/*'))),
    { crossings: [{ pattern: arn('topic/pumps/*'), attribute: 'site', values: 4 }] },
    'high',
  ],
  ['policy-cross-site-wildcard', 'not measured', scoped, { crossings: null }, 'unknown'],
  ['policy-cross-site-wildcard', 'nothing read', null, {}, 'unknown'],

  ['policy-wide-wildcard', 'topics of all', document(allow('iot:Publish', arn('topic/pumps/*'))), {}, 'medium'],
  ['policy-wide-wildcard', 'a prefix', document(allow('iot:Connect', arn('client/pump-*'))), {}, 'low'],
  [
    'policy-wide-wildcard',
    'any role',
    document(allow('iot:AssumeRoleWithCertificate', arn('rolealias/*'))),
    {},
    'high',
  ],
  ['policy-wide-wildcard', 'a name cut open', document(allow('iot:Publish', arn(`topic/${thingName}*`))), {}, 'medium'],
  ['policy-wide-wildcard', 'nothing read', null, {}, 'unknown'],

  ['policy-latent-permissive-version', 'wide before', null, bySeconds(scoped, everything), 'medium'],
  ['policy-latent-permissive-version', 'wide now, too', null, bySeconds(everything, everything), 'passes'],
  ['policy-latent-permissive-version', 'narrow before', null, bySeconds(scoped, scoped), 'passes'],
  ['policy-latent-permissive-version', 'nothing read', null, {}, 'unknown'],

  ['policy-deny-without-effect', 'a topic for Connect', document(deny('iot:Connect', arn('topic/a'))), {}, 'medium'],
  ['policy-deny-without-effect', 'a Deny that does', document(deny('iot:*', '*')), {}, 'passes'],
  ['policy-deny-without-effect', 'nothing read', null, {}, 'unknown'],

  ['policy-mistaken-grammar', 'an action of nobody', document(allow('iot:Conect', arn('client/a'))), {}, 'low'],
  ['policy-mistaken-grammar', 'no version', { Statement: scoped.Statement }, {}, 'medium'],
  ['policy-mistaken-grammar', 'nothing read', null, {}, 'unknown'],

  ['policy-inverted', 'NotAction', document({ Effect: 'Allow', NotAction: 'iot:Publish', Resource: '*' }), {}, 'high'],
  [
    'policy-inverted',
    'NotResource in a Deny',
    document({ Effect: 'Deny', Action: 'iot:Publish', NotResource: arn('topic/a') }),
    {},
    'medium',
  ],
  ['policy-inverted', 'nothing read', null, {}, 'unknown'],

  ['policy-near-limits', 'ten on one certificate', scoped, { mostOnOneCertificate: 10 }, 'low'],
  ['policy-near-limits', 'nine', scoped, { mostOnOneCertificate: 9 }, 'passes'],
  ['policy-near-limits', 'five versions', null, bySeconds(scoped, scoped, scoped, scoped, scoped), 'info'],
  ['policy-near-limits', 'four versions', null, bySeconds(scoped, scoped, scoped, scoped), 'passes'],
  ['policy-near-limits', 'nothing read', null, {}, 'unknown'],

  ['policy-unparsable', 'no JSON', '{', {}, 'high'],
  [
    'policy-unparsable',
    'one statement as an object',
    { Version: '2012-10-17', Statement: scoped.Statement[0] },
    {},
    'passes',
  ],
  ['policy-unparsable', 'nothing read', null, {}, 'unknown'],

  ['policy-unused', 'on nothing', scoped, { targets: 0 }, 'info'],
  ['policy-unused', 'on one', scoped, { targets: 1 }, 'passes'],
  ['policy-unused', 'on nobody knows what', scoped, { targets: null }, 'unknown'],

  [
    'policy-claim-too-wide',
    'provisioning and no more',
    document(
      allow('iot:Connect', '*'),
      allow(
        ['iot:Publish', 'iot:Receive'],
        [arn('topic/$aws/certificates/create/*'), arn('topic/$aws/provisioning-templates/pumps/provision/*')],
      ),
      allow('iot:Subscribe', [
        arn('topicfilter/$aws/certificates/create-from-csr/*'),
        arn('topicfilter/$aws/provisioning-templates/pumps/provision/*'),
      ]),
    ),
    {},
    'passes',
  ],
  [
    'policy-claim-too-wide',
    'and ordinary topics',
    document(
      allow('iot:Connect', '*'),
      allow('iot:Publish', [arn('topic/$aws/provisioning-templates/pumps/provision/*'), arn('topic/pumps/data')]),
    ),
    {},
    'high',
  ],
  [
    'policy-claim-too-wide',
    'and all else',
    document(allow('iot:*', '*'), allow('iot:Publish', arn('topic/$aws/provisioning-templates/pumps/provision/*'))),
    {},
    'high',
  ],
  ['policy-claim-too-wide', 'not about provisioning', everything, {}, 'passes'],
  ['policy-claim-too-wide', 'no JSON', '{', {}, 'unknown'],
  ['policy-claim-too-wide', 'nothing read', null, {}, 'unknown'],
]

test.each(table)('%s: %s', (id, _name, text, facts, expected) => {
  expect(ask(id, aPolicy(text, facts))).toBe(expected)
})

test.each(idsAbout('policy'))('%s: a narrow policy passes', (id) => {
  expect(ask(id, aPolicy(scoped))).toBe('passes')
})

test('says the worst, how much more there is, and where', () => {
  const [wide] = failuresOf(
    'policy-overly-permissive',
    aPolicy(document(allow('iot:Connect', arn('client/*')), allow('iot:Publish', arn('topic/$aws/things/*')))),
  )
  expect(wide?.detail).toBe(
    'It lets a device connect as any other (arn:aws:iot:eu-west-1:123456789012:client/*), and 1 more',
  )
  expect(wide?.related?.map(({ name }) => name)).toEqual(['1 Statement[0].Resource', '1 Statement[1].Resource'])
})

describe('every rule of the linter is told by a check', () => {
  // That Statement is one object is a note for other tools, nothing that is wrong.
  const notes: LintRule[] = ['single-statement']
  const others = [
    document(allow('iot:Publish', arn('topic/$aws/things/*/shadow/update'))),
    document(allow('iot:Subscribe', arn('topicfilter/$aws/things/*'))),
    document(allow('iot:UpdateThingShadow', arn('thing/*'))),
    document(allow('iot:Subscribe', arn('topicfilter/a/*')), deny('iot:Subscribe', arn('topicfilter/a/b/*'))),
    document(allow('iot:Publish', arn('client/a'))),
    document(allow('iot:Publish', arn('topic/$' + '{iot:ThingName}'))),
    document(...Array.from({ length: 30 }, (_, at) => allow('iot:Publish', arn(`topic/${'a'.repeat(40)}/${at}`)))),
  ]
  const samples = [...table.map(([, , text, facts]) => aPolicy(text, facts)), ...others.map((one) => aPolicy(one))]
  const rulesOf = (facts: (typeof samples)[number]) => lintPolicy(facts).map(({ rule }) => rule)

  test('the samples have all of them', () => {
    const seen = new Set(samples.flatMap(rulesOf))
    expect(lintRule.options.filter((rule) => !seen.has(rule) && !notes.includes(rule))).toEqual([])
  })

  test.each(samples.filter(({ versions }) => versions.length > 0).map((facts, at) => [at, facts] as const))(
    'sample %i',
    (_at, facts) => {
      const failing = idsAbout('policy').filter((id) => !['passes', 'unknown'].includes(ask(id, facts)))
      const wrong = rulesOf(facts).some((rule) => !notes.includes(rule))
      expect(failing.some((id) => id !== 'policy-claim-too-wide')).toBe(wrong)
    },
  )
})
