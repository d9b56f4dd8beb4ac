import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  baselineLimit,
  baselineOf,
  isBeyond,
  leastHistory,
  staticLimit,
  strangers,
} from '#server/behaviours/criteria.ts'
import { nextTurn, type Streak } from '#server/behaviours/streak.ts'

const fixed = (operator: 'in-cidr-set' | 'not-in-cidr-set' | 'in-port-set' | 'not-in-port-set', values: string[]) =>
  ({ kind: 'static', operator, value: null, values }) as const

test.each([
  ['less-than', 9, false],
  ['less-than', 10, true],
  ['less-than-equals', 10, false],
  ['less-than-equals', 11, true],
  ['greater-than', 11, false],
  ['greater-than', 10, true],
  ['greater-than-equals', 10, false],
  ['greater-than-equals', 9, true],
] as const)('normal is %s 10: %i is beyond it: %s', (operator, value, beyond) => {
  expect(isBeyond(value, { operator, value: 10 })).toBe(beyond)
})

test('a set has no number, and a number no set', () => {
  expect(staticLimit(fixed('in-port-set', ['22']))).toBeNull()
  expect(staticLimit({ kind: 'static', operator: 'less-than', value: null, values: [] })).toBeNull()
})

test.each([
  ['in-port-set', ['22', '443'], ['22', '23'], ['23']],
  ['not-in-port-set', ['23'], ['22', '23'], ['23']],
  ['in-cidr-set', ['192.0.2.0/24', '2001:db8::/32'], ['192.0.2.9', '2001:db8::7', '198.51.100.1'], ['198.51.100.1']],
  ['not-in-cidr-set', ['198.51.100.0/24'], ['192.0.2.9', '198.51.100.1'], ['198.51.100.1']],
  // What is no address is in no network; what is no network holds none.
  ['in-cidr-set', ['192.0.2.0/24', 'nonsense', '10.0.0.0/99'], ['somewhere', '10.0.0.1'], ['somewhere', '10.0.0.1']],
] as const)('normal is %s %j: of %j, %j are not', (operator, values, items, odd) => {
  expect(strangers(items, fixed(operator, [...values]))).toEqual(odd)
})

describe('the habit of a device', () => {
  const history = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: leastHistory, maxLength: 200 })

  test('is unknown with too few windows', () => {
    expect(baselineOf(Array.from({ length: leastHistory - 1 }, () => 5))).toBeNull()
  })

  test('does not depend on order, and its own median is always normal', () => {
    fc.assert(
      fc.property(history, (values) => {
        const baseline = baselineOf(values)
        expect(baselineOf(values.toReversed())).toEqual(baseline)
        if (!baseline) throw new Error('There is enough history')
        for (const operator of ['less-than', 'greater-than'] as const) {
          expect(
            isBeyond(baseline.median, baselineLimit({ kind: 'baseline', operator, deviations: 2 }, baseline)),
          ).toBe(false)
        }
      }),
    )
  })

  test('is not moved by a few outliers', () => {
    const steady = Array.from({ length: 40 }, (_, n) => 100 + (n % 5))
    const spoilt = [...steady, 1e9, 1e9, 1e9]
    const limit = (values: number[]) => {
      const baseline = baselineOf(values)
      return baseline && baselineLimit({ kind: 'baseline', operator: 'less-than', deviations: 6 }, baseline).value
    }
    expect(limit(spoilt)).toBeLessThan(200)
    expect(limit(steady)).toBeLessThan(200)
  })

  test('a device that always does the same may do a little more', () => {
    const baseline = baselineOf(Array.from({ length: 20 }, () => 100))
    expect(baseline).toEqual({ median: 100, deviation: 5 })
  })
})

describe('alarms', () => {
  const windows = fc.array(fc.boolean(), { maxLength: 60 })
  const needed = fc.integer({ min: 1, max: 10 })

  test('are raised and cleared only after as many windows in a row as asked, whatever came before', () => {
    fc.assert(
      fc.property(windows, needed, needed, (beyonds, toAlarm, toClear) => {
        let streak: Streak | undefined
        let inAlarm = false
        for (const [at, beyond] of beyonds.entries()) {
          const next = nextTurn(streak, beyond, { inAlarm, toAlarm, toClear })
          const last = (count: number) => beyonds.slice(Math.max(0, at + 1 - count), at + 1)
          if (next.turn === 'raise') {
            expect(inAlarm).toBe(false)
            expect(last(toAlarm)).toEqual(Array.from({ length: toAlarm }, () => true))
            inAlarm = true
          } else if (next.turn === 'clear') {
            expect(inAlarm).toBe(true)
            expect(last(toClear)).toEqual(Array.from({ length: toClear }, () => false))
            inAlarm = false
          }
          streak = next.streak
        }
      }),
    )
  })
})
