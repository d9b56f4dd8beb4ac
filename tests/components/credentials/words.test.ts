import { describe, expect, test } from 'vitest'
import { attentionFor } from '#components/credentials/attention.ts'
import { certificateList } from '#components/credentials/certificate-list-state.ts'
import { certificateName } from '#components/credentials/certificate-name.ts'
import { describeExpiry, lifePassed } from '#components/credentials/expiry.ts'
import { describeLastChance } from '#components/credentials/last-chance.ts'
import { signatureName } from '#components/credentials/signature-name.ts'
import { transferOf } from '#components/credentials/transfer.ts'
import type { LastChance } from '#contract/things.ts'

const nowMs = Date.parse('2026-11-20T00:00:00Z')
const inDays = (days: number) => new Date(nowMs + days * 86_400_000).toISOString()

const healthy = {
  status: 'ACTIVE',
  expiry: 'valid',
  notBefore: inDays(-100),
  notAfter: inDays(300),
  concerns: [],
  describedAt: inDays(-1),
  goneAt: null,
  note: null,
  keyAlgorithm: 'EC',
  keyBits: 256,
  signatureAlgorithm: 'ecdsa-with-SHA256',
  thingCount: 1,
} satisfies Parameters<typeof attentionFor>[0]

describe('what a certificate needs attention for', () => {
  const ids = (change: Partial<Parameters<typeof attentionFor>[0]>) =>
    attentionFor({ ...healthy, ...change }, nowMs).map(({ id }) => id)

  test.each<[string, Partial<Parameters<typeof attentionFor>[0]>, string[]]>([
    ['nothing', {}, []],
    ['expired while active', { expiry: 'expired', notAfter: inDays(-1) }, ['expired']],
    ['expired but inactive', { expiry: 'expired', notAfter: inDays(-1), status: 'INACTIVE' }, []],
    ['a short RSA key', { keyAlgorithm: 'RSA', keyBits: 1024 }, ['weak-key']],
    ['RSA 2048', { keyAlgorithm: 'RSA', keyBits: 2048 }, []],
    ['SHA-1', { signatureAlgorithm: 'sha1WithRSAEncryption' }, ['weak-signature']],
    ['ECDSA with SHA-1', { signatureAlgorithm: 'ecdsa-with-SHA1' }, ['weak-signature']],
    ['SHA-512', { signatureAlgorithm: 'sha512WithRSAEncryption' }, []],
    ['not described', { describedAt: null, expiry: 'unknown' }, ['undescribed']],
    ['revoked and attached', { status: 'REVOKED', thingCount: 2 }, ['revoked-attached']],
    ['worst first', { concerns: ['leftover', 'shared'], thingCount: 3 }, ['shared', 'leftover']],
  ])('%s', (_, change, expected) => {
    expect(ids(change)).toEqual(expected)
  })
})

test.each([
  [{ expiry: 'valid', notBefore: null, notAfter: inDays(6) }, 'Expires in 6 days'],
  [{ expiry: 'expired', notBefore: null, notAfter: inDays(-6) }, 'Expired 6 days ago'],
  [{ expiry: 'not-yet-valid', notBefore: inDays(6), notAfter: inDays(9) }, 'Valid in 6 days'],
  [{ expiry: 'unknown', notBefore: null, notAfter: null }, 'Expiry unknown'],
] as const)('%j is said as %s', (dates, words) => {
  expect(describeExpiry(dates, nowMs)).toBe(words)
})

test('a life is never less than begun nor more than over, and two dates out of order are none', () => {
  expect(lifePassed({ notBefore: inDays(-1), notAfter: inDays(3) }, nowMs)).toBe(0.25)
  expect(lifePassed({ notBefore: inDays(1), notAfter: inDays(3) }, nowMs)).toBe(0)
  expect(lifePassed({ notBefore: inDays(-3), notAfter: inDays(-1) }, nowMs)).toBe(1)
  expect(lifePassed({ notBefore: inDays(3), notAfter: inDays(1) }, nowMs)).toBeNull()
})

test.each<[LastChance['state'], string]>([
  ['connected-now', 'ok'],
  ['estimated', 'attention'],
  ['passed', 'bad'],
  ['never-connected', 'attention'],
  ['not-enough-observed', 'unknown'],
  ['presence-unknown', 'unknown'],
  ['no-expiry', 'unknown'],
])('a last chance that is %s looks %s', (state, health) => {
  const chance = { state, at: inDays(3), typicalGapS: 86_400, longestGapS: null, gapsObserved: 2 }
  expect(describeLastChance(chance).health).toBe(health)
})

test.each([
  ['sha256WithRSAEncryption', 'SHA-256 with RSA'],
  ['ecdsa-with-SHA384', 'SHA-384 with ECDSA'],
  ['md5WithRSAEncryption', 'MD5 with RSA'],
  ['ED25519', 'ED25519'],
  ['1.2.3.4', '1.2.3.4'],
])('%s is called %s', (name, called) => {
  expect(signatureName(name)).toBe(called)
})

test('a certificate without a common name goes by the ends of its id', () => {
  expect(certificateName({ commonName: ' ', certificateId: 'a'.repeat(32) + 'b'.repeat(32) })).toBe('aaaaaaaa…bbbbbbbb')
})

test('a transfer tells what is known of it, in order, and nothing of what is odd', () => {
  expect(transferOf({ rejectReason: 'no', transferDate: '2026-01-02T03:04:05Z' })).toEqual([
    { label: 'Transfer offered', text: null, at: '2026-01-02T03:04:05.000Z' },
    { label: 'Reason given', text: 'no', at: null },
  ])
  expect(transferOf(null)).toEqual([])
  expect(transferOf('text')).toEqual([])
})

test.each([
  ['expiresOn', '2027-01', '2027-01'],
  ['expiresOn', 'soon', null],
  ['expiresWithinDays', '0', 0],
  ['expiresWithinDays', '-1', null],
  ['olderThanDays', '0', null],
  ['olderThanDays', '36501', null],
  ['status', 'ACTIVE', 'ACTIVE'],
  ['status', 'active', null],
] as const)('%s=%s in the address is read as %j', (name, text, value) => {
  expect(certificateList.filters[name].parse(text)).toBe(value)
})
