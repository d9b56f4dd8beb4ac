import { expect, test } from 'vitest'
import type { CheckId } from '#generated/checks.ts'
import { aCaCertificate, ask, idsAbout, inDays } from './ask.ts'

type Case = [CheckId, Parameters<typeof aCaCertificate>[0], string, Record<string, number>?]
const minute = 1 / 1440

const table: Case[] = [
  ['ca-certificate-expiring', { notAfter: inDays(90) }, 'passes'],
  ['ca-certificate-expiring', { notAfter: inDays(90 - minute) }, 'medium'],
  ['ca-certificate-expiring', { notAfter: inDays(30) }, 'medium'],
  ['ca-certificate-expiring', { notAfter: inDays(30 - minute) }, 'high'],
  ['ca-certificate-expiring', { notAfter: inDays(-minute) }, 'passes'],
  ['ca-certificate-expiring', { notAfter: inDays(60) }, 'passes', { days: 30 }],
  ['ca-certificate-expiring', { notAfter: null }, 'unknown'],
  ['ca-certificate-expiring', { notAfter: inDays(1), status: 'INACTIVE' }, 'not about'],

  ['ca-certificate-expired', { notAfter: inDays(0) }, 'passes'],
  ['ca-certificate-expired', { notAfter: inDays(-minute) }, 'high'],
  ['ca-certificate-expired', { notAfter: null }, 'unknown'],
  ['ca-certificate-expired', { notAfter: inDays(-1), status: 'INACTIVE' }, 'not about'],

  ['ca-certificate-inactive-with-active-children', { status: 'INACTIVE', activeChildren: 1 }, 'medium'],
  ['ca-certificate-inactive-with-active-children', { status: 'INACTIVE', activeChildren: 0 }, 'passes'],
  ['ca-certificate-inactive-with-active-children', { activeChildren: 5 }, 'not about'],

  ['ca-certificate-auto-registration-open', { autoRegistration: 'ENABLE' }, 'medium'],
  ['ca-certificate-auto-registration-open', { autoRegistration: 'DISABLE' }, 'passes'],
  ['ca-certificate-auto-registration-open', { autoRegistration: null }, 'unknown'],
  ['ca-certificate-auto-registration-open', { autoRegistration: 'ENABLE', status: 'INACTIVE' }, 'not about'],

  ['ca-certificate-unused', { activeChildren: 0 }, 'info'],
  ['ca-certificate-unused', { activeChildren: 1 }, 'passes'],
  ['ca-certificate-unused', { activeChildren: 0, status: 'INACTIVE' }, 'not about'],

  ['ca-certificate-weak-key', { keyBits: 2048 }, 'passes'],
  ['ca-certificate-weak-key', { keyBits: 1024 }, 'critical'],
  ['ca-certificate-weak-key', { signatureAlgorithm: 'sha1WithRSAEncryption' }, 'medium'],
  ['ca-certificate-weak-key', { keyAlgorithm: null }, 'unknown'],
  ['ca-certificate-weak-key', { keyBits: 1024, status: 'INACTIVE' }, 'not about'],
]

test.each(table)('%s of %o: %s', (id, facts, expected, numbers) => {
  expect(ask(id, aCaCertificate(facts), numbers)).toBe(expected)
})

test.each(idsAbout('ca-certificate'))('%s: one that is as it should be is not held against anybody', (id) => {
  expect(['passes', 'not about']).toContain(ask(id, aCaCertificate()))
})
