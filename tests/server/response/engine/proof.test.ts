import { describe, expect, test } from 'vitest'
import { nextLook } from '#server/response/engine/next-look.ts'
import { type Look, type Proof, weigh } from '#server/response/engine/proof.ts'

const appliedAt = new Date('2026-11-20T10:00:00Z')
const at = (seconds: number) => new Date(appliedAt.getTime() + seconds * 1000)
const patience = { settleMs: 60_000, unreadForMs: 30_000, watchForMs: 1_800_000 }

const known = (proof: Partial<Proof> = {}) => ({
  ...{ state: 'confirmed' as const, provingSince: null, provedAt: null, unreadSince: null, appliedAt },
  ...proof,
})
const proving = (since: number, more: Partial<Proof> = {}) =>
  known({ state: 'proving', provingSince: at(since), ...more })
const contained = (since: number, more: Partial<Proof> = {}) =>
  known({ state: 'contained', provingSince: at(since), provedAt: at(since + 60), ...more })

const verdict = (state: Look['verdict']['state']): Look['verdict'] => ({ state, observation: '', live: [] })
const out = (seconds: number, more: Partial<Look> = {}): Look => ({
  ...{ from: at(seconds), at: at(seconds), doneAt: at(seconds), verdict: verdict('out') },
  ...more,
})
const unread = (denied = false) => ({ unread: { words: 'Could not be read.', denied } })
const letIn = { changed: { words: 'Somebody changed it.', letIn: true } }

describe('what a look makes of a proof', () => {
  test.each<[string, Proof & { appliedAt: Date }, Look, object]>([
    ['the first look begins it', known(), out(2), { state: 'proving', provingSince: at(2), decideAt: at(62) }],
    ['a look before the end', proving(2), out(61.9), { state: 'proving', provingSince: at(2), decideAt: at(62) }],
    ['the look at the end', proving(2), out(62), { state: 'contained', provingSince: at(2), provedAt: at(62) }],
    // What was asked first counts for how long it lasted, what was asked last for when it began.
    ['a long look', proving(2), out(61, { at: at(90) }), { state: 'proving', decideAt: at(62) }],
    ['a long first look', known(), out(2, { at: at(40) }), { state: 'proving', provingSince: at(40) }],
    [
      'a session',
      proving(2),
      out(20, { verdict: verdict('not-contained') }),
      { state: 'not-contained', provingSince: null },
    ],
    [
      'a session later',
      contained(2),
      out(90, { verdict: verdict('not-contained') }),
      { state: 'not-contained', provedAt: null },
    ],
    [
      'a session of whom no record tells yet',
      proving(2),
      out(62, { verdict: verdict('undecided') }),
      { state: 'proving', provingSince: at(2), decideAt: null },
    ],
    ['the record that it is another’s', proving(2), out(70), { state: 'contained', provingSince: at(2) }],
    [
      'one that came and went in between',
      proving(2),
      out(62, { cameBack: 'It was in.' }),
      { state: 'proving', provingSince: at(62), words: 'It was in.' },
    ],
    [
      'one that came and went after it was proved',
      contained(2),
      out(90, { cameBack: 'It was in.' }),
      { state: 'proving', provingSince: at(90), provedAt: null },
    ],
    [
      'one that comes and goes for ever',
      proving(1790),
      out(1801, { cameBack: 'It was in.' }),
      { state: 'unproved', words: 'It was in. It is watched no longer.' },
    ],
    [
      'somebody let it in',
      contained(2),
      out(90, letIn),
      { state: 'unproved', provingSince: null, words: 'Somebody changed it.' },
    ],
    ['a new settling time', contained(50, { provedAt: at(60) }), out(70), { state: 'contained', provedAt: at(60) }],
  ])('%s', (_, proof, look, expected) => {
    expect(weigh(proof, look, patience)).toMatchObject(expected)
  })
})

describe('what AWS does not let us read', () => {
  test.each<[string, Proof & { appliedAt: Date }, Look, object]>([
    ['stands at first', contained(2), out(90, unread()), { state: 'contained', provedAt: at(62), unreadSince: at(90) }],
    [
      'is not known after a while',
      contained(2, { unreadSince: at(90) }),
      out(120, unread()),
      { state: 'unproved', provedAt: null, unreadSince: at(90), words: 'Could not be read.' },
    ],
    [
      'is not known at once where we may not',
      contained(2),
      out(90, unread(true)),
      { state: 'unproved', unreadSince: at(90) },
    ],
    [
      'is not known when the answer takes too long',
      contained(2),
      out(90, { ...unread(), doneAt: at(120) }),
      { state: 'unproved' },
    ],
    [
      'proves nothing at the end of the settling time',
      proving(2),
      out(62, unread()),
      { state: 'proving', provingSince: at(2), unreadSince: at(62) },
    ],
    [
      'neither do sessions that nobody tells of',
      proving(2),
      out(62, { verdict: { ...verdict('unproved'), unread: { words: '', denied: false } } }),
      { state: 'proving', unreadSince: at(62) },
    ],
    ['was never claimed', known(), out(2, unread()), { state: 'unproved', unreadSince: at(2) }],
    [
      'is proved anew once it can be read',
      known({ state: 'unproved', unreadSince: at(90) }),
      out(300),
      { state: 'proving', provingSince: at(300), unreadSince: null, decideAt: at(360) },
    ],
    [
      'is forgotten when it was only a moment',
      contained(2, { unreadSince: at(90) }),
      out(100),
      { state: 'contained', unreadSince: null },
    ],
  ])('%s', (_, proof, look, expected) => {
    expect(weigh(proof, look, patience)).toMatchObject(expected)
  })
})

const pace = { pauseMs: { first: 1_000, longest: 60_000 }, watchForMs: 1_800_000, lookAgainForMs: 600_000 }

/** In seconds from the call, the looks of one that stays as it is told. */
function looksOf(proof: Omit<ReturnType<typeof weigh>, 'words'>, from: number, most = 40): number[] {
  const looks: number[] = []
  for (let now = at(from); looks.length < most; ) {
    const next = nextLook(proof, { appliedAt, now }, pace)
    if (!next) break
    looks.push((next.getTime() - appliedAt.getTime()) / 1000)
    now = next
  }
  return looks
}
const stays = (proof: Partial<ReturnType<typeof weigh>>) => ({
  ...{ state: 'confirmed' as const, provingSince: null, provedAt: null, unreadSince: null, decideAt: null },
  ...proof,
})

describe('when it is looked at again', () => {
  test('a proof is looked at five times within a minute, the last time when it is decided', () => {
    const proof = stays({ state: 'proving', provingSince: at(2), decideAt: at(62) })
    expect(looksOf(proof, 2, 4)).toEqual([12, 22, 42, 62])
  })

  test('what is contained is looked at for ten minutes more, and what cannot be read until it is decided', () => {
    const looks = looksOf(stays({ state: 'contained', provingSince: at(2), provedAt: at(62) }), 62)
    expect([looks[0], looks.at(-1)]).toEqual([72, 662])
    expect(looksOf(stays({ state: 'contained', provedAt: at(62), unreadSince: at(662) }), 662, 2)).toEqual([672, 682])
    expect(looksOf(stays({ state: 'proving', provingSince: at(2) }), 62, 2)).toEqual([72, 82])
  })

  test('what is not contained is watched for half an hour, what could not be read for as long from then on', () => {
    expect(looksOf(stays({ state: 'not-contained' }), 2, 100).at(-1)).toBe(1800)
    expect(looksOf(stays({ state: 'unproved', unreadSince: at(600) }), 600, 100).at(-1)).toBe(2400)
  })
})
