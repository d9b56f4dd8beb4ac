import { describe, expect, test } from 'vitest'
import type { CheckId } from '#generated/checks.ts'
import { aCertificate, ask, aThingOf, failuresOf, idsAbout, inDays } from './ask.ts'

type Case = [CheckId, Parameters<typeof aCertificate>[0], string, Record<string, number>?]
const minutes = (count: number) => count / 1440

const held = { things: [aThingOf({ connected: true, credentials: 0 })], connections: null }

const table: Case[] = [
  ['certificate-expired', { notAfter: inDays(0) }, 'passes'],
  ['certificate-expired', { notAfter: inDays(-minutes(1)) }, 'high'],
  ['certificate-expired', { notAfter: inDays(-1), thingCount: 0 }, 'low'],
  ['certificate-expired', { notAfter: inDays(-1), thingCount: null }, 'high'],
  ['certificate-expired', { notAfter: inDays(-1), status: 'PENDING_TRANSFER' }, 'high'],
  ['certificate-expired', { notAfter: inDays(-1), status: 'INACTIVE' }, 'not about'],
  ['certificate-expired', { notAfter: null }, 'unknown'],

  ['certificate-expiring', { notAfter: inDays(30) }, 'passes'],
  ['certificate-expiring', { notAfter: inDays(30 - minutes(1)) }, 'medium'],
  ['certificate-expiring', { notAfter: inDays(7) }, 'medium'],
  ['certificate-expiring', { notAfter: inDays(7 - minutes(1)) }, 'high'],
  ['certificate-expiring', { notAfter: inDays(0) }, 'high'],
  ['certificate-expiring', { notAfter: inDays(-minutes(1)) }, 'passes'],
  ['certificate-expiring', { notAfter: inDays(45) }, 'medium', { days: 60 }],
  ['certificate-expiring', { notAfter: inDays(5) }, 'medium', { urgentDays: 0 }],
  ['certificate-expiring', { notAfter: inDays(1), status: 'REVOKED' }, 'not about'],
  ['certificate-expiring', { notAfter: null }, 'unknown'],

  ['certificate-too-old', { createdAt: inDays(-365 + minutes(1)) }, 'passes'],
  ['certificate-too-old', { createdAt: inDays(-365) }, 'low'],
  ['certificate-too-old', { createdAt: inDays(-31) }, 'low', { days: 30 }],
  ['certificate-too-old', { createdAt: null }, 'unknown'],
  ['certificate-too-old', { createdAt: inDays(-2000), status: 'REVOKED' }, 'not about'],

  ['certificate-long-lived', { notBefore: inDays(0), notAfter: inDays(3652) }, 'passes'],
  ['certificate-long-lived', { notBefore: inDays(0), notAfter: inDays(3653) }, 'low'],
  ['certificate-long-lived', { notBefore: inDays(0), notAfter: inDays(400) }, 'low', { days: 365 }],
  ['certificate-long-lived', { notAfter: new Date('2049-12-31T23:59:59Z') }, 'low'],
  ['certificate-long-lived', { notBefore: null }, 'unknown'],
  ['certificate-long-lived', { notAfter: null }, 'unknown'],
  ['certificate-long-lived', { status: 'PENDING_ACTIVATION' }, 'not about'],

  ['certificate-shared', { thingCount: 1 }, 'passes'],
  ['certificate-shared', { thingCount: 0 }, 'passes'],
  ['certificate-shared', { thingCount: 2 }, 'critical'],
  ['certificate-shared', { thingCount: 1, connections: { last: inDays(0), clients: 2 } }, 'medium'],
  ['certificate-shared', { thingCount: null, connections: { last: inDays(0), clients: 2 } }, 'medium'],
  ['certificate-shared', { thingCount: null }, 'unknown'],
  ['certificate-shared', { thingCount: 1, connections: null }, 'passes'],
  ['certificate-shared', { thingCount: 9, claim: null }, 'critical'],
  ['certificate-shared', { thingCount: 9, claim: true }, 'not about'],
  ['certificate-shared', { thingCount: 9, status: 'INACTIVE' }, 'not about'],

  ['certificate-leftover', { leftover: true }, 'medium'],
  ['certificate-leftover', { leftover: false }, 'passes'],
  ['certificate-leftover', { leftover: false, thingCount: null }, 'unknown'],
  ['certificate-leftover', { status: 'INACTIVE' }, 'not about'],

  ['certificate-unattached', { thingCount: 1 }, 'passes'],
  ['certificate-unattached', { thingCount: 0, connections: null }, 'medium'],
  ['certificate-unattached', { thingCount: 0, connections: { last: inDays(-2), clients: 1 } }, 'high'],
  ['certificate-unattached', { thingCount: 0, hasPolicy: false, connections: null }, 'low'],
  ['certificate-unattached', { thingCount: 0, hasPolicy: null, connections: { last: null, clients: 0 } }, 'medium'],
  ['certificate-unattached', { thingCount: null }, 'unknown'],
  ['certificate-unattached', { thingCount: 0, claim: true }, 'not about'],
  ['certificate-unattached', { thingCount: 0, status: 'PENDING_TRANSFER' }, 'not about'],

  ['certificate-without-policy', { hasPolicy: false }, 'low'],
  ['certificate-without-policy', { hasPolicy: true }, 'passes'],
  ['certificate-without-policy', { hasPolicy: null }, 'unknown'],
  ['certificate-without-policy', { hasPolicy: false, status: 'REVOKED' }, 'not about'],

  [
    'certificate-inactive-yet-connected',
    { status: 'REVOKED', changedAt: inDays(-1), connections: { last: inDays(-1 + minutes(11)), clients: 1 } },
    'critical',
  ],
  [
    'certificate-inactive-yet-connected',
    { status: 'INACTIVE', changedAt: inDays(-1), connections: { last: inDays(-1 + minutes(11)), clients: 1 } },
    'high',
  ],
  [
    'certificate-inactive-yet-connected',
    { status: 'REVOKED', changedAt: inDays(-1), connections: { last: inDays(-1 + minutes(10)), clients: 1 } },
    'passes',
  ],
  ['certificate-inactive-yet-connected', { status: 'REVOKED', connections: { last: null, clients: 0 } }, 'passes'],
  ['certificate-inactive-yet-connected', { status: 'REVOKED', connections: null }, 'unknown'],
  ['certificate-inactive-yet-connected', { status: 'ACTIVE' }, 'not about'],
  // What the index says of its thing, whatever the records say.
  ['certificate-inactive-yet-connected', { ...held, status: 'REVOKED', changedAt: inDays(-2 / 24) }, 'critical'],
  ['certificate-inactive-yet-connected', { ...held, status: 'INACTIVE', changedAt: inDays(-2 / 24) }, 'high'],
  ['certificate-inactive-yet-connected', { ...held, status: 'REVOKED', changedAt: inDays(-1 / 24) }, 'medium'],
  [
    'certificate-inactive-yet-connected',
    { status: 'REVOKED', things: [aThingOf({ connected: true, credentials: 1 })], connections: null },
    'unknown',
  ],
  [
    'certificate-inactive-yet-connected',
    { status: 'REVOKED', things: [aThingOf({ connected: false, credentials: 0 })], connections: null },
    'passes',
  ],

  ['certificate-pending-too-long', { status: 'PENDING_ACTIVATION', createdAt: inDays(-7 + minutes(1)) }, 'passes'],
  ['certificate-pending-too-long', { status: 'PENDING_ACTIVATION', createdAt: inDays(-7) }, 'medium'],
  ['certificate-pending-too-long', { status: 'PENDING_ACTIVATION', createdAt: inDays(-2) }, 'medium', { days: 1 }],
  ['certificate-pending-too-long', { status: 'PENDING_ACTIVATION', createdAt: null }, 'unknown'],
  ['certificate-pending-too-long', { status: 'ACTIVE', createdAt: inDays(-7) }, 'not about'],

  ['certificate-weak-key', {}, 'passes'],
  ['certificate-weak-key', { keyAlgorithm: 'RSA', keyBits: 2048 }, 'passes'],
  ['certificate-weak-key', { keyAlgorithm: 'RSA', keyBits: 2047 }, 'high'],
  ['certificate-weak-key', { keyAlgorithm: 'RSA', keyBits: 2048 }, 'high', { rsaBits: 3072 }],
  ['certificate-weak-key', { keyAlgorithm: 'EC', keyBits: 224 }, 'high'],
  ['certificate-weak-key', { keyAlgorithm: 'EC', keyBits: 256 }, 'high', { ecBits: 384 }],
  ['certificate-weak-key', { keyAlgorithm: 'DSA', keyBits: null }, 'high'],
  ['certificate-weak-key', { keyAlgorithm: 'Ed25519', keyBits: 256, signatureAlgorithm: 'ED25519' }, 'passes'],
  ['certificate-weak-key', { signatureAlgorithm: 'ecdsa-with-SHA1' }, 'medium'],
  ['certificate-weak-key', { signatureAlgorithm: 'sha1WithRSAEncryption' }, 'medium'],
  ['certificate-weak-key', { signatureAlgorithm: 'md5WithRSAEncryption' }, 'medium'],
  ['certificate-weak-key', { signatureAlgorithm: 'sha512WithRSAEncryption' }, 'passes'],
  ['certificate-weak-key', { keyAlgorithm: 'RSA', keyBits: null }, 'unknown'],
  ['certificate-weak-key', { keyAlgorithm: null }, 'unknown'],
  ['certificate-weak-key', { keyBits: 100, status: 'REVOKED' }, 'not about'],

  ['certificate-not-yet-valid', { notBefore: inDays(0) }, 'passes'],
  ['certificate-not-yet-valid', { notBefore: inDays(minutes(1)) }, 'medium'],
  ['certificate-not-yet-valid', { notBefore: null }, 'unknown'],
  ['certificate-not-yet-valid', { notBefore: inDays(9), status: 'INACTIVE' }, 'not about'],

  ['certificate-of-unknown-ca', { mode: 'DEFAULT' }, 'passes'],
  ['certificate-of-unknown-ca', { mode: 'SNI_ONLY' }, 'info'],
  ['certificate-of-unknown-ca', { mode: null }, 'unknown'],
  ['certificate-of-unknown-ca', { mode: 'SNI_ONLY', status: 'REVOKED' }, 'not about'],

  ['certificate-claim-used-as-identity', { claim: true, thingCount: 1 }, 'high'],
  ['certificate-claim-used-as-identity', { claim: true, thingCount: 0 }, 'passes'],
  ['certificate-claim-used-as-identity', { claim: true, thingCount: null }, 'unknown'],
  ['certificate-claim-used-as-identity', { claim: null }, 'unknown'],
  ['certificate-claim-used-as-identity', { claim: false }, 'not about'],
]

test.each(table)('%s of %o: %s', (id, facts, expected, numbers) => {
  expect(ask(id, aCertificate(facts), numbers)).toBe(expected)
})

test.each(idsAbout('certificate'))('%s: one that is as it should be is not held against anybody', (id) => {
  expect(['passes', 'not about']).toContain(ask(id, aCertificate()))
})

describe('what a finding says', () => {
  test('names days, which stay true while nothing changes', () => {
    const [expiring] = failuresOf('certificate-expiring', aCertificate({ notAfter: inDays(3) }))
    expect(expiring?.detail).toBe('Expires on 2026-11-23')
  })

  test('names the things that share a certificate', () => {
    const things = [aThingOf({ name: 'pump-1' }), aThingOf({ name: 'pump-2' })]
    const [shared] = failuresOf('certificate-shared', aCertificate({ thingCount: 2, things }))
    expect(shared?.detail).toBe('Attached to 2 things')
    expect(shared?.related).toEqual([
      { kind: 'thing', name: 'pump-1' },
      { kind: 'thing', name: 'pump-2' },
    ])
  })

  test('tells which thing has two', () => {
    const [leftover] = failuresOf('certificate-leftover', aCertificate({ leftover: true }))
    expect(leftover?.detail).toBe('pump-7 has another active certificate, too')
  })
})
