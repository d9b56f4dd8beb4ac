import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CheckId, checks } from '#generated/checks.ts'
import { collectors } from '#generated/collectors.ts'
import { auditChecks } from '#server/findings/audit-checks.ts'
import type { Check } from '#server/findings/check.ts'
import { shapes } from '#server/findings/shapes/objects.ts'
import { aCaCertificate, aCertificate, anAccount, anObject, aPolicy, ask, aThing, defaultsOf } from './ask.ts'

const all = Object.entries(checks) as [CheckId, Check][]

test('every check has a test', () => {
  const folder = import.meta.dirname
  const tests = fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts') && file !== path.basename(import.meta.filename))
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8'))
    .join('\n')
  // Named in a table, or at the head of a test of its own.
  expect(all.map(([id]) => id).filter((id) => !tests.includes(`'${id}'`) && !tests.includes(`'${id}:`))).toEqual([])
})

describe.each(all)('%s', (id, check) => {
  test('is named after what it is about', () => {
    expect(id.startsWith(`${check.about}-`)).toBe(true)
  })

  test('says what is wrong, why it matters, what to do, and where the rule is from', () => {
    const { title, why, fix, source } = check
    for (const text of [title, why, fix, source]) expect(text).toBe(text.trim())
    expect(title).toMatch(/^[A-Z].{10,80}[^.]$/)
    expect(why).toMatch(/^[A-Z].{30,240}\.$/s)
    expect(fix).toMatch(/^[A-Z].{20,240}\.$/s)
    expect(source).toMatch(/^.{10,240}[^.]$/s)
  })

  test('takes only numbers that make sense', () => {
    for (const { label, unit, default: usual, min, max } of Object.values(check.parameters ?? {})) {
      expect([label, unit].every((text) => /^[A-Za-z]/.test(text))).toBe(true)
      expect(min).toBeLessThan(max)
      expect(usual).toBeGreaterThanOrEqual(min)
      expect(usual).toBeLessThanOrEqual(max)
    }
  })

  test('judges what collectors bring', () => {
    expect(check.reads.filter((name) => !Object.hasOwn(collectors, name))).toEqual([])
  })

  test('follows time by columns that its kind has', () => {
    const columns = {
      certificate: ['not_after', 'not_before', 'created_at'],
      'ca-certificate': ['not_after'],
      thing: ['since'],
    }
    const known: string[] = Object.entries(columns).find(([kind]) => kind === check.about)?.[1] ?? []
    const numbers = defaultsOf(check)
    for (const { column, days } of check.boundaries ?? []) {
      expect(known).toContain(column)
      expect(Number.isFinite((days as (numbers: Record<string, number>) => number)(numbers))).toBe(true)
    }
  })
})

test('an audit check’s reason belongs to one check', () => {
  const named = all.flatMap(([, { audit, auditReason }]) => (audit ? [`${audit} ${auditReason ?? ''}`] : []))
  expect(new Set(named).size).toBe(named.length)
  const whole = all.flatMap(([, { audit, auditReason }]) => (audit && !auditReason ? [audit] : []))
  expect(all.filter(([, { audit, auditReason }]) => audit && auditReason && whole.includes(audit))).toEqual([])
  expect(all.filter(([, { audit }]) => audit && !Object.hasOwn(auditChecks, audit))).toEqual([])
})

describe('whatever AWS tells, a check answers', () => {
  const aboutObjects = all.filter(([, { about }]) =>
    ['role-alias', 'domain-configuration', 'provisioning-template'].includes(about),
  )
  const aboutAccounts = all.filter(([, { about }]) => about === 'account')
  const kinds = Object.keys(shapes)

  test('of an object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (facts) => {
        for (const [id] of aboutObjects) expect(ask(id, anObject(facts))).toBeTypeOf('string')
      }),
    )
  })

  test('of an account', () => {
    const object = fc.record({ kind: fc.constantFrom(...kinds), name: fc.string(), facts: fc.jsonValue() })
    fc.assert(
      fc.property(fc.array(object, { maxLength: 5 }), (objects) => {
        for (const [id] of aboutAccounts) expect(ask(id, anAccount(objects))).toBeTypeOf('string')
      }),
    )
  })

  test('of a policy', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (document) => {
        for (const [id, { about }] of all)
          if (about === 'policy') expect(ask(id, aPolicy(document))).toBeTypeOf('string')
      }),
      { numRuns: 50 },
    )
  })
})

describe('nothing is passed for want of facts', () => {
  const unread = {
    certificate: aCertificate({
      ...{
        mode: null,
        createdAt: null,
        describedAt: null,
        notBefore: null,
        notAfter: null,
        keyAlgorithm: null,
        keyBits: null,
      },
      ...{ signatureAlgorithm: null, caCertificateId: null, thingCount: null, hasPolicy: null, things: [] },
      ...{ connections: null, claim: null },
    }),
    'ca-certificate': aCaCertificate({
      ...{
        autoRegistration: null,
        notBefore: null,
        notAfter: null,
        keyAlgorithm: null,
        keyBits: null,
        signatureAlgorithm: null,
      },
    }),
    thing: aThing({ certificates: null, activeCertificates: 0, presence: null }),
    policy: aPolicy(null, { targets: null, mostOnOneCertificate: null, crossings: null }),
    account: anAccount(),
    'role-alias': anObject(null),
    'domain-configuration': anObject(null),
    'provisioning-template': anObject(null),
  }
  // What these judge is known though nothing was read: that lists are empty, which accounts are watched, how many certificates a CA has.
  const known: CheckId[] = [
    'ca-certificate-unused',
    'account-single-region',
    'account-suppression-broad',
    'account-audit-suppression-without-end',
    'account-role-without-source-condition',
  ]
  const told = all.flatMap(([id, { about }]) =>
    about !== 'client' && !known.includes(id) ? [[id, unread[about]] as const] : [],
  )

  test.each(told)('%s', (id, facts) => {
    const states = ['ACTIVE', 'INACTIVE', 'PENDING_ACTIVATION'].map((status) => ask(id, { ...facts, status }))
    expect(states).not.toContain('passes')
  })
})
