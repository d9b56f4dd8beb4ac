import { expect, test } from 'vitest'
import { all, most, none, type Reading, read, some, within } from '#server/reports/readings.ts'

const at = new Date('2026-11-20T12:00:00Z')
const ask = (reading: Reading, value: number | null, of: number | null) =>
  read('drills-held', { value, of, at }, reading).answer

test.each([
  ['all of them', all('fail'), 9, 9, 'pass'],
  ['one short', all('fail'), 8, 9, 'fail'],
  ['one short of what only asks for attention', all('attention'), 8, 9, 'attention'],
  ['none are there', all('fail'), 0, 0, 'not-applicable'],
  ['none are there, and some ought to be', all('attention', { empty: 'fail' }), 0, 0, 'fail'],
  ['a whole that is not known', all('attention'), 8, null, 'attention'],
  ['enough of them', most({ pass: 0.9, fail: 0.5 }), 90, 100, 'pass'],
  ['not enough', most({ pass: 0.9, fail: 0.5 }), 89, 100, 'attention'],
  ['half of them still', most({ pass: 0.9, fail: 0.5 }), 50, 100, 'attention'],
  ['less than half', most({ pass: 0.9, fail: 0.5 }), 49, 100, 'fail'],
  ['most of none', most({ pass: 0.9, fail: 0.5 }), 0, 0, 'not-applicable'],
  ['none', none('fail'), 0, null, 'pass'],
  ['one that should not be', none('fail'), 1, 10, 'fail'],
  ['as many as wanted', some(2, 'attention'), 2, null, 'pass'],
  ['fewer', some(2, 'attention'), 1, null, 'attention'],
  ['in time', within(60), 60, 3, 'pass'],
  ['too late', within(60), 61, 3, 'attention'],
  ['nothing to measure', within(60), null, 0, 'not-applicable'],
  ['not counted', none('fail'), null, null, 'unknown'],
] as const)('%s', (_, reading, value, of, answer) => {
  expect(ask(reading, value, of)).toBe(answer)
})

test.each([
  [90, '90 seconds'],
  [120, '2 minutes'],
  [7200, '2 hours'],
  [3 * 86_400, '3 days'],
])('%d seconds are told as %s', (seconds, words) => {
  expect(read('time-to-contain-p90', { value: seconds, of: 4, at }, within(60)).reason).toContain(`: ${words} over 4`)
})
