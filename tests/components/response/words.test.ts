import { expect, test } from 'vitest'
import { actionPhrase, countsInWords, duration, standingOf } from '#components/response/words.ts'

test('a verb states its exact object', () => {
  expect(actionPhrase('deactivate-certificate', { count: 3 })).toBe('Deactivate 3 certificates')
  expect(actionPhrase('revoke-certificate', { count: 1 })).toBe('Revoke 1 certificate')
  expect(actionPhrase('cut-off-thing', { count: 1, name: 'pump-17' })).toBe('Cut off pump-17')
  expect(actionPhrase('cut-off-thing', { count: 10_000, capped: true })).toBe('Cut off 10,000+ things')
  expect(actionPhrase('restore', { count: 2 })).toBe('Undo for 2 things')
  expect(actionPhrase('prepare-quarantine', { count: 1 })).toBe('Create quarantine group and policy')
})

test('a finished run is green only when nothing is left to be wished', () => {
  const run = { action: 'cut-off-thing', state: 'done' } as const
  expect(standingOf({ ...run, counts: { contained: 4 } })).toMatchObject({ word: 'Contained', tone: 'ok' })
  expect(standingOf({ ...run, undone: true, counts: { contained: 4 } }).word).toBe('Undone')
  expect(standingOf({ ...run, counts: { contained: 4, 'not-contained': 1 } })).toMatchObject({ tone: 'bad' })
  expect(standingOf({ ...run, counts: { contained: 4, unproved: 1 } })).toMatchObject({ tone: 'unknown' })
  expect(standingOf({ ...run, counts: { contained: 4, failed: 2 } })).toMatchObject({ word: '2 failed', tone: 'bad' })
  expect(standingOf({ ...run, action: 'restore', counts: { confirmed: 1 } })).toMatchObject({ word: 'Done' })
})

test('what was taken back is said to be undone, wherever the rest of the run stands', () => {
  const run = { action: 'cut-off-thing', state: 'done' } as const
  expect(standingOf({ ...run, counts: { undone: 1 } })).toMatchObject({ word: 'Undone', tone: 'attention' })
  expect(standingOf({ ...run, counts: { contained: 4, undone: 2 } })).toMatchObject({
    word: '2 undone',
    tone: 'attention',
  })
  expect(standingOf({ ...run, counts: { undone: 4, failed: 1 } }).word).toBe('1 failed')
  expect(countsInWords({ contained: 4, undone: 2 })).toBe('2 undone, 4 contained')
})

test('a run under way is pending until a fact says otherwise', () => {
  const run = { action: 'cut-off-thing', counts: { applied: 1 } } as const
  expect(standingOf({ ...run, state: 'queued' })).toMatchObject({ word: 'Requested', tone: 'accent' })
  expect(standingOf({ ...run, state: 'running' }).tone).toBe('accent')
  const adrift = standingOf({ action: 'cut-off-thing', state: 'watching', counts: { 'not-contained': 1 } })
  expect(adrift.word).toBe('Not contained yet')
  const watching = { action: 'cut-off-thing', state: 'watching' } as const
  expect(standingOf({ ...watching, counts: { contained: 3, confirmed: 1 } }).word).toBe('Watching')
  expect(standingOf({ ...watching, counts: { contained: 4, skipped: 1 } }).word).toBe('Contained')
})

test('counts are said worst first', () => {
  expect(countsInWords({ contained: 9, failed: 1, skipped: 2 })).toBe('1 failed, 9 contained, 2 skipped')
  expect(countsInWords({})).toBe('')
})

test('a length of time never claims more than has passed', () => {
  expect(duration(0.84)).toBe('0.8 s')
  expect(duration(42.9)).toBe('42 s')
  expect(duration(185)).toBe('3 min 5 s')
  expect(duration(120)).toBe('2 min')
  expect(duration(4320)).toBe('1 h 12 min')
})
