import { describe, expect, test } from 'vitest'
import type { CheckId } from '#generated/checks.ts'
import { auditChecks } from '#server/findings/audit-checks.ts'
import type { AccountFacts } from '#server/findings/facts.ts'
import { anAccount, ask, failuresOf, idsAbout, now } from './ask.ts'

type Objects = Parameters<typeof anAccount>[0]

const logging = (facts: object) => ({ kind: 'logging', facts: { configured: true, levels: [], ...facts } })
const index = (facts: object | undefined) => ({
  kind: 'index-configuration',
  facts: { thingIndexingConfiguration: facts, thingGroupIndexingConfiguration: { thingGroupIndexingMode: 'ON' } },
})
const allChecks = Object.keys(auditChecks)
const audit = (on: readonly string[], roleArn?: string) => ({
  kind: 'audit-configuration',
  facts: {
    ...(roleArn && { roleArn }),
    auditCheckConfigurations: Object.fromEntries(allChecks.map((name) => [name, { enabled: on.includes(name) }])),
  },
})
const auditRole = 'arn:aws:iam::123456789012:role/audit'
const schedule = (targetCheckNames: readonly string[]) => ({
  kind: 'scheduled-audit',
  name: 'nightly',
  facts: { scheduledAuditName: 'nightly', frequency: 'DAILY', targetCheckNames },
})
const suppression = (suppressIndefinitely: boolean | null) => ({
  kind: 'audit-suppression',
  name: 'one',
  facts: { checkName: 'LOGGING_DISABLED_CHECK', suppressIndefinitely },
})
const role = (trust: unknown, usedBy?: object[]) => ({
  kind: 'iam-role',
  name: auditRole,
  facts: { Arn: auditRole, trust, ...(usedBy && { usedBy }) },
})
const trusting = (Service: unknown, Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) }],
})
const iot = 'iot.amazonaws.com'
const source = { 'aws:SourceArn': 'arn:aws:iot:eu-west-1:123456789012:*' }
const account = { 'aws:SourceAccount': '123456789012' }

const whole = {
  thingIndexingMode: 'REGISTRY',
  thingConnectivityIndexingMode: 'STATUS',
  deviceDefenderIndexingMode: 'VIOLATIONS',
}
const odd = (kind: string) => [{ kind, facts: 'something else' }]

const table: [CheckId, string, Objects, string][] = [
  ['account-logging-off', 'on', [logging({ defaultLogLevel: 'ERROR', disableAllLogs: false })], 'passes'],
  ['account-logging-off', 'never configured', [logging({ configured: false })], 'medium'],
  ['account-logging-off', 'all off', [logging({ defaultLogLevel: 'INFO', disableAllLogs: true })], 'medium'],
  ['account-logging-off', 'level off', [logging({ defaultLogLevel: 'DISABLED' })], 'medium'],
  ['account-logging-off', 'no level told', [logging({})], 'unknown'],
  ['account-logging-off', 'not read', [], 'unknown'],
  ['account-logging-off', 'another shape', odd('logging'), 'unknown'],

  ['account-logging-too-coarse', 'INFO', [logging({ defaultLogLevel: 'INFO' })], 'passes'],
  ['account-logging-too-coarse', 'DEBUG', [logging({ defaultLogLevel: 'DEBUG' })], 'passes'],
  ['account-logging-too-coarse', 'WARN', [logging({ defaultLogLevel: 'WARN' })], 'low'],
  [
    'account-logging-too-coarse',
    'both event types',
    [
      logging({
        defaultLogLevel: 'ERROR',
        eventConfigurations: [
          { eventType: 'Connect', logLevel: 'INFO' },
          { eventType: 'Disconnect', logLevel: 'INFO' },
        ],
      }),
    ],
    'passes',
  ],
  [
    'account-logging-too-coarse',
    'one event type',
    [logging({ defaultLogLevel: 'ERROR', eventConfigurations: [{ eventType: 'Connect', logLevel: 'INFO' }] })],
    'low',
  ],
  [
    'account-logging-too-coarse',
    'one less than the default',
    [logging({ defaultLogLevel: 'INFO', eventConfigurations: [{ eventType: 'Connect', logLevel: 'ERROR' }] })],
    'low',
  ],
  ['account-logging-too-coarse', 'off', [logging({ disableAllLogs: true, defaultLogLevel: 'ERROR' })], 'not about'],
  ['account-logging-too-coarse', 'not read', [], 'unknown'],

  ['account-audit-off', 'on', [audit(allChecks, auditRole)], 'passes'],
  ['account-audit-off', 'no role', [audit(allChecks)], 'medium'],
  ['account-audit-off', 'no check', [audit([], auditRole)], 'medium'],
  ['account-audit-off', 'not read', [], 'unknown'],
  ['account-audit-off', 'another shape', odd('audit-configuration'), 'unknown'],

  ['account-audit-unscheduled', 'all scheduled', [audit(allChecks, auditRole), schedule(allChecks)], 'passes'],
  ['account-audit-unscheduled', 'none', [audit(allChecks, auditRole)], 'medium'],
  ['account-audit-unscheduled', 'some', [audit(allChecks, auditRole), schedule(allChecks.slice(1))], 'low'],
  ['account-audit-unscheduled', 'audit off', [audit([], auditRole)], 'not about'],
  ['account-audit-unscheduled', 'not read', [], 'unknown'],
  ['account-audit-unscheduled', 'another shape', [audit(allChecks, auditRole), ...odd('scheduled-audit')], 'unknown'],

  ['account-audit-checks-disabled', 'all on', [audit(allChecks, auditRole)], 'passes'],
  ['account-audit-checks-disabled', 'one off', [audit(allChecks.slice(1), auditRole)], 'low'],
  ['account-audit-checks-disabled', 'audit off', [audit([], auditRole)], 'not about'],
  ['account-audit-checks-disabled', 'not read', [], 'unknown'],

  ['account-audit-suppression-without-end', 'none', [], 'passes'],
  ['account-audit-suppression-without-end', 'with an end', [suppression(false)], 'passes'],
  ['account-audit-suppression-without-end', 'without', [suppression(true)], 'info'],
  ['account-audit-suppression-without-end', 'another shape', odd('audit-suppression'), 'unknown'],

  ['account-index-off', 'on', [index(whole)], 'passes'],
  ['account-index-off', 'off', [index({ thingIndexingMode: 'OFF' })], 'medium'],
  ['account-index-off', 'not told', [index(undefined)], 'unknown'],
  ['account-index-off', 'not read', [], 'unknown'],

  ['account-index-incomplete', 'whole', [index(whole)], 'passes'],
  [
    'account-index-incomplete',
    'only names',
    [index({ thingIndexingMode: 'REGISTRY' })],
    'medium connectivity, info violations',
  ],
  [
    'account-index-incomplete',
    'no violations',
    [index({ ...whole, deviceDefenderIndexingMode: 'OFF' })],
    'info violations',
  ],
  ['account-index-incomplete', 'off', [index({ thingIndexingMode: 'OFF' })], 'not about'],
  ['account-index-incomplete', 'not read', [], 'unknown'],

  [
    'account-role-without-source-condition',
    'both',
    [role(trusting(iot, { StringEquals: account, ArnLike: source }))],
    'passes',
  ],
  ['account-role-without-source-condition', 'no role', [], 'passes'],
  ['account-role-without-source-condition', 'none', [role(trusting(iot))], `medium ${auditRole}`],
  [
    'account-role-without-source-condition',
    'one of two services',
    [role(trusting(['s3.amazonaws.com', 'iotdeviceadvisor.amazonaws.com']))],
    `medium ${auditRole}`,
  ],
  [
    'account-role-without-source-condition',
    'the account alone',
    [role(trusting(iot, { StringEquals: { 'AWS:sourceAccount': ['123456789012'] } }))],
    `low ${auditRole}`,
  ],
  ['account-role-without-source-condition', 'the source alone', [role(trusting(iot, { ArnEquals: source }))], 'passes'],
  [
    'account-role-without-source-condition',
    'a condition that always holds',
    [role(trusting(iot, { StringLike: { 'aws:SourceArn': '*' } }))],
    `medium ${auditRole}`,
  ],
  [
    'account-role-without-source-condition',
    'a condition that may be missed',
    [role(trusting(iot, { StringEqualsIfExists: account, StringNotEquals: source }))],
    `medium ${auditRole}`,
  ],
  [
    'account-role-without-source-condition',
    'another service',
    [role(trusting('credentials.iot.amazonaws.com'))],
    'passes',
  ],
  [
    'account-role-without-source-condition',
    'people',
    [role({ Statement: { Effect: 'Allow', Principal: { AWS: '*' } } })],
    'passes',
  ],
  [
    'account-role-without-source-condition',
    'denied',
    [role({ Statement: { Effect: 'Deny', Principal: { Service: iot } } })],
    'passes',
  ],
  ['account-role-without-source-condition', 'no policy told', [role(null)], 'unknown'],
  ['account-role-without-source-condition', 'another shape', odd('iam-role'), 'unknown'],
]

test.each(table)('%s: %s', (id, _name, objects, expected) => {
  expect(ask(id, anAccount(objects))).toBe(expected)
})

test('account-single-region: whether another Region is watched', () => {
  expect(ask('account-single-region', anAccount())).toBe('passes')
  expect(ask('account-single-region', anAccount([], { otherRegions: [] }))).toBe('low')
})

test.each(idsAbout('account'))('%s: an account that is as it should be passes', (id) => {
  const objects = [
    logging({ defaultLogLevel: 'INFO', disableAllLogs: false }),
    index(whole),
    audit(allChecks, auditRole),
    schedule(allChecks),
    suppression(false),
    role(trusting(iot, { StringEquals: account, ArnLike: source })),
  ]
  expect(ask(id, anAccount(objects))).toBe('passes')
})

test.each(['logging', 'mitigation-action', 'provisioning-template', 'audit-configuration'])(
  'while %s is not read, no role is said to be in order, and one that is not is still found',
  (kind) => {
    const good = role(trusting(iot, { StringEquals: account, ArnLike: source }))
    const unread = { [kind]: 'Not permitted' }
    expect(ask('account-role-without-source-condition', anAccount([good], { unread }))).toBe('unknown')
    expect(ask('account-role-without-source-condition', anAccount([], { unread }))).toBe('unknown')
    expect(ask('account-role-without-source-condition', anAccount([role(trusting(iot))], { unread }))).toBe(
      `medium ${auditRole}`,
    )
  },
)

describe('account-suppression-broad', () => {
  type Broad = AccountFacts['suppressions']['broadest'][number]
  const hiding = (hides: number, openOfCheck: number | null = null): Broad => ({
    ...{ id: '7', check: openOfCheck === null ? null : 'certificate-shared', subject: null, by: 'Ada', at: now },
    ...{ hides, openOfCheck },
  })
  const suppressing = (broadest: Broad[], lastHour = 0) =>
    anAccount([], { suppressions: { broadest, lastHour, by: ['Ada'] } })

  test.each<[string, Broad[], number]>([
    ['nothing hidden', [], 0],
    ['less than is much', [hiding(99)], 19],
    ['a part of a check', [hiding(9, 20)], 0],
    ['all of a small one', [hiding(9, 9)], 0],
  ])('%s passes', (_name, broadest, lastHour) => {
    expect(ask('account-suppression-broad', suppressing(broadest, lastHour))).toBe('passes')
  })

  test.each<[string, Broad[], number, string[]]>([
    ['much', [hiding(100)], 0, ['suppression 7: Suppression 7 by Ada hides 100 findings or more']],
    [
      'half of one',
      [hiding(10, 20)],
      0,
      ['suppression 7: Suppression 7 by Ada hides half or more of certificate-shared (10 findings or more)'],
    ],
    ['all of one', [hiding(20, 20)], 0, ['suppression 7: Suppression 7 by Ada hides all of certificate-shared']],
    ['many decisions', [], 20, ['sudden: At least 20 suppressions within an hour, by Ada']],
  ])('%s', (_name, broadest, lastHour, expected) => {
    const found = failuresOf('account-suppression-broad', suppressing(broadest, lastHour))
    expect(found.map(({ reason, detail }) => `${reason}: ${detail}`)).toEqual(expected)
  })
})

describe('what a finding says', () => {
  test('of a role, which service it trusts and who uses it', () => {
    const used = [{ kind: 'mitigation-action', name: 'quarantine' }]
    const [open] = failuresOf('account-role-without-source-condition', anAccount([role(trusting(iot), used)]))
    expect(open?.detail).toBe('audit trusts iot.amazonaws.com without aws:SourceArn or aws:SourceAccount')
    expect(open?.related).toEqual([{ kind: 'iam-role', name: auditRole }, ...used])
  })

  test('of checks that are disabled, which', () => {
    const [off] = failuresOf('account-audit-checks-disabled', anAccount([audit(allChecks.slice(2), auditRole)]))
    expect(off?.detail).toBe(`2 of ${allChecks.length} are disabled`)
    expect(off?.related?.map(({ name }) => name)).toEqual(allChecks.slice(0, 2).sort())
  })

  test('of logs, what is logged at which level', () => {
    const [coarse] = failuresOf('account-logging-too-coarse', anAccount([logging({ defaultLogLevel: 'ERROR' })]))
    expect(coarse?.detail).toBe('Connect at ERROR, Disconnect at ERROR')
  })
})
