import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chartOf, drawn } from '#server/incidents/charts.ts'
import { takeOvers } from '#server/incidents/correlate/takeovers.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'

type Sides = Parameters<typeof chartOf>[1]['sides']

const chartsOf = (records: readonly ConnectionRecord[], sides: Sides) => {
  const times = records.map(({ at }) => at.getTime())
  const chart = chartOf(records, { sides, firstAt: new Date(Math.min(...times)), lastAt: new Date(Math.max(...times)) })
  if (!chart) throw new Error('The records tell of nothing')
  return drawn(chart)
}

const start = Date.parse('2026-11-20T08:00:00Z')
let made = 0

const aRecord = (second: number, more: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  key: `record ${++made}`,
  at: new Date(start + second * 1000),
  kind: 'connect',
  clientId: 'pump',
  principal: 'p',
  sourceIp: '192.0.2.1',
  sourcePort: null,
  reason: null,
  duplicate: false,
  session: null,
  version: null,
  feed: 'logs',
  ...more,
})
const kicked = (second: number, more: Partial<ConnectionRecord> = {}) =>
  aRecord(second, { kind: 'disconnect', duplicate: true, reason: 'DUPLICATE_CLIENT_ID', ...more })
const iso = (second: number) => new Date(start + second * 1000).toISOString()
const sides = [
  { key: '192.0.2.1', principal: 'p' },
  { key: '198.51.100.7', principal: 'p' },
]

test('each connect goes with the disconnect that ends it, in the lane of its side', () => {
  const other = { sourceIp: '198.51.100.7' }
  const { lanes, from, to } = chartsOf(
    [
      aRecord(0),
      aRecord(10, other),
      kicked(10),
      aRecord(20),
      kicked(20, other),
      kicked(30, { sourceIp: '203.0.113.9' }),
    ],
    sides,
  )
  const endedBy = 'DUPLICATE_CLIENT_ID'
  expect({ from, to }).toEqual({ from: iso(0), to: iso(30) })
  expect(lanes).toEqual([
    {
      party: '192.0.2.1',
      sessions: [
        { from: iso(0), to: iso(10), endedBy },
        { from: iso(20), to: null, endedBy: null },
      ],
    },
    { party: '198.51.100.7', sessions: [{ from: iso(10), to: iso(20), endedBy }] },
    { party: '203.0.113.9', sessions: [{ from: null, to: iso(30), endedBy }] },
  ])
})

test('credentials are sides where there are several; ports tell sessions of one side apart; feeds tell of a moment once', () => {
  const [a, b] = [{ principal: 'a' }, { principal: 'b' }]
  const { lanes } = chartsOf(
    [
      aRecord(0, { ...a, sourcePort: 1 }),
      aRecord(0.5, { ...a, feed: 'lifecycle', sourceIp: null }),
      aRecord(5, { ...a, sourcePort: 2 }),
      kicked(6, { ...a, sourcePort: 2 }),
      aRecord(7, b),
    ],
    [
      { key: 'a', principal: 'a' },
      { key: 'b', principal: 'b' },
    ],
  )
  expect(lanes.map(({ party, sessions }) => [party, sessions.map(({ to }) => to)])).toEqual([
    ['a', [null, iso(6)]],
    ['b', [null]],
  ])
})

test('a presence event without an address goes to the lane that its session, or the log, names', () => {
  const event = { feed: 'lifecycle', sourcePort: null } as const
  const { lanes } = chartsOf(
    [
      aRecord(0, { ...event, session: 's1' }),
      aRecord(0.2, { sourcePort: 1 }),
      kicked(10, { ...event, session: 's1', sourceIp: null }),
      kicked(20, { sourceIp: '198.51.100.7' }),
      kicked(20.5, { ...event, session: 's2', sourceIp: null }),
    ],
    sides,
  )
  expect(lanes.map(({ party, sessions }) => [party, sessions.map(({ from, to }) => [from, to])])).toEqual([
    ['192.0.2.1', [[iso(0), iso(10)]]],
    ['198.51.100.7', [[null, iso(20)]]],
  ])
})

test('every take-over is in one bar, and every gap that does not part episodes in one column', () => {
  const second = fc.integer({ min: 0, max: 400_000 })
  fc.assert(
    fc.property(fc.array(second, { minLength: 1, maxLength: 60 }), (seconds) => {
      const records = seconds.toSorted((a, b) => a - b).map((at) => kicked(at))
      const { perMinute, intervals } = chartsOf(records, sides)
      const times = takeOvers(records).map(({ at }) => at)
      const gaps = times.slice(1).map((at, place) => at - (times[place] ?? at))
      expect(perMinute.reduce((sum, { kicks }) => sum + kicks, 0)).toBe(times.length)
      expect(perMinute.length).toBeLessThanOrEqual(121)
      expect(intervals.reduce((sum, { count }) => sum + count, 0)).toBe(gaps.filter((gap) => gap <= 1_800_000).length)
    }),
  )
})

test('years of it keep to the bars there may be', () => {
  const { perMinute } = chartsOf([kicked(0), kicked(3 * 365 * 86_400)], sides)
  expect(perMinute.length).toBeLessThan(500)
  expect(chartOf([], { sides, firstAt: new Date(start), lastAt: new Date(start) })).toBeNull()
})
