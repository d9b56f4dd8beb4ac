import { expect, test } from 'vitest'
import { callsOf, partsOf, secondsElapsed, secondsLeft } from '#components/response/run/progress-of.ts'
import { after, aPlan, aRun, requested } from '../a-run.ts'

test('the parts of the bar, from what is proved to what has not begun, add up to the targets', () => {
  const counts = { pending: 3, contained: 2, failed: 1, skipped: 4 }
  const parts = partsOf({ counts })
  expect(parts.map(({ state }) => state)).toEqual(['contained', 'failed', 'skipped', 'pending'])
  expect(partsOf({ counts: { undone: 1 } })).toEqual([{ state: 'undone', count: 1, ink: 'attention' }])
  expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(10)
})

test('what is left follows from how fast it went', () => {
  const run = aRun({ state: 'running', targets: 100, counts: { confirmed: 25, pending: 75 }, startedAt: after(0) })
  expect(secondsLeft(run, requested + 10_000)).toBe(30)
})

test('before anything can be measured, the plan’s arithmetic is all there is', () => {
  const plan = aPlan({ seconds: 60 })
  const run = aRun({ state: 'running', targets: 100, counts: { pending: 100 }, startedAt: after(0), plan })
  expect(secondsLeft(run, requested + 1_000)).toBe(59)
  expect(secondsLeft({ ...run, plan: null }, requested + 1_000)).toBeNull()
})

test('nothing is left once every call is made, or before it began', () => {
  expect(secondsLeft(aRun({ state: 'watching' }), requested)).toBeNull()
  expect(secondsLeft(aRun({ state: 'running', counts: { confirmed: 1 } }), requested)).toBeNull()
  expect(secondsElapsed(aRun({ startedAt: null }), requested)).toBeNull()
  expect(secondsElapsed(aRun(), requested + 999_000)).toBe(41)
  // Contained, and looked at for a while longer.
  expect(secondsElapsed(aRun({ state: 'watching', finishedAt: null }), requested + 999_000)).toBeNull()
})

test('the calls that a plan counts', () => {
  const calls = [
    { operation: 'UpdateCertificate', count: 3, perSecond: 8 },
    { operation: 'DeleteConnection', count: 2, perSecond: 8 },
  ]
  expect(callsOf({ plan: aPlan({ calls }) })).toBe(5)
  expect(callsOf({ plan: null })).toBeNull()
})
