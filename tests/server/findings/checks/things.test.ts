import { expect, test } from 'vitest'
import type { CheckId } from '#generated/checks.ts'
import { aPresence, ask, aThing, failuresOf, idsAbout, inDays } from './ask.ts'

type Case = [CheckId, Parameters<typeof aThing>[0], string, Record<string, number>?]
const hours = (count: number) => count / 24
const away = (presence: Parameters<typeof aPresence>[0]) => ({ presence: aPresence({ connected: false, ...presence }) })

const table: Case[] = [
  ['thing-without-certificate', { certificates: 1 }, 'passes'],
  ['thing-without-certificate', { certificates: 0, activeCertificates: 0 }, 'low'],
  ['thing-without-certificate', { certificates: 0, activeCertificates: 0, otherPrincipals: 1 }, 'passes'],
  ['thing-without-certificate', { certificates: null }, 'unknown'],

  ['thing-connected-without-credential', {}, 'passes'],
  ['thing-connected-without-credential', { activeCertificates: 0 }, 'high'],
  ['thing-connected-without-credential', { certificates: 0, activeCertificates: 0 }, 'high'],
  ['thing-connected-without-credential', { activeCertificates: 0, otherPrincipals: 1 }, 'passes'],
  ['thing-connected-without-credential', { certificates: null }, 'unknown'],
  ['thing-connected-without-credential', { presence: null }, 'unknown'],
  ['thing-connected-without-credential', { activeCertificates: 0, ...away({}) }, 'not about'],

  ['thing-client-id-differs', {}, 'passes'],
  ['thing-client-id-differs', { presence: aPresence({ clientId: 'EG10-1' }) }, 'low'],
  ['thing-client-id-differs', { presence: aPresence({ clientId: null }) }, 'unknown'],
  ['thing-client-id-differs', { presence: null }, 'unknown'],
  ['thing-client-id-differs', away({ since: null, clientId: null }), 'not about'],

  // Usually an hour away, two at most: four hours would do, were it not for the six nobody is held to.
  ['thing-gone-quiet', {}, 'passes'],
  ['thing-gone-quiet', away({ since: inDays(-hours(5.9)) }), 'passes'],
  ['thing-gone-quiet', away({ since: inDays(-hours(6)) }), 'medium'],
  ['thing-gone-quiet', away({ since: inDays(-hours(4)) }), 'medium', { leastHours: 1 }],
  ['thing-gone-quiet', away({ since: inDays(-hours(3.9)) }), 'passes', { leastHours: 1 }],
  ['thing-gone-quiet', away({ since: inDays(-hours(7)) }), 'passes', { factor: 8 }],
  // It was away for a week once.
  ['thing-gone-quiet', away({ since: inDays(-10.4), longestGapS: 604_800 }), 'passes'],
  ['thing-gone-quiet', away({ since: inDays(-10.5), longestGapS: 604_800 }), 'medium'],
  ['thing-gone-quiet', away({ since: inDays(-120), typicalGapS: 100 * 86_400, longestGapS: 9e6 }), 'passes'],
  // No habit is known.
  ['thing-gone-quiet', away({ since: inDays(-hours(5)), gapsObserved: 1 }), 'passes'],
  ['thing-gone-quiet', away({ since: inDays(-hours(7)), gapsObserved: 1 }), 'unknown'],
  ['thing-gone-quiet', away({ since: inDays(-89), gapsObserved: 0, typicalGapS: null, longestGapS: null }), 'unknown'],
  ['thing-gone-quiet', away({ since: inDays(-90), gapsObserved: 0, typicalGapS: null, longestGapS: null }), 'medium'],
  ['thing-gone-quiet', { presence: null }, 'unknown'],
  ['thing-gone-quiet', away({ since: null }), 'not about'],
]

test.each(table)('%s of %o: %s', (id, facts, expected, numbers) => {
  expect(ask(id, aThing(facts), numbers)).toBe(expected)
})

test.each(idsAbout('thing'))('%s: one that is as it should be passes', (id) => {
  expect(ask(id, aThing())).toBe('passes')
})

test('what a thing that has gone quiet usually does is told', () => {
  const [quiet] = failuresOf('thing-gone-quiet', aThing(away({ since: inDays(-10), typicalGapS: 1800 })))
  expect(quiet?.detail).toBe('Away since 2026-11-10; usually 30 min, 2 h at most')
})

test('client-unregistered: whoever connects under no thing’s name', () => {
  const client = { rowId: null, name: 'stranger', lastConnect: inDays(-1), principal: 'd'.repeat(64) }
  expect(ask('client-unregistered', { ...client, addresses: [] })).toBe('medium')
  const [stranger] = failuresOf('client-unregistered', { ...client, addresses: ['203.0.113.9', '198.51.100.1'] })
  expect(stranger?.detail).toBe('Connects from 198.51.100.1, 203.0.113.9')
  expect(stranger?.related).toEqual([{ kind: 'principal', name: 'd'.repeat(64) }])
})
