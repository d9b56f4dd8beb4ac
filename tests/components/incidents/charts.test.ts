import { describe, expect, test } from 'vitest'
import { perDayChart, perDayInWords, timesChart, timesInWords } from '#components/incidents/inbox/trends.ts'
import { barMinutes, drawLanes, lanesInWords } from '#components/incidents/page/lanes.ts'
import { intervalChart, intervalsInWords, stormChart, stormInWords } from '#components/incidents/page/storm.ts'
import { aSide } from './an-incident.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString()
const sides = [aSide(), aSide({ key: 'p2' })]

describe('swim lanes', () => {
  const charts = {
    from: at(0),
    to: at(10),
    lanes: [
      { party: 'p1', sessions: [{ from: at(0), to: at(5), endedBy: 'DUPLICATE_CLIENTID' }] },
      { party: 'p2', sessions: [{ from: at(5), to: null, endedBy: null }] },
      { party: 'elsewhere', sessions: [{ from: null, to: at(1), endedBy: null }] },
    ],
  }

  test('sessions stand where they were, and an unknown end reaches the edge', () => {
    const [a, b, others] = drawLanes(charts, sides)
    expect([a?.name, b?.name, others?.name]).toEqual(['Side A', 'Side B', 'Unknown'])
    expect(a?.bars[0]).toMatchObject({ left: 0, width: 50, openEnd: false })
    expect(b?.bars[0]).toMatchObject({ left: 50, width: 50, openEnd: true })
    expect(others?.bars[0]).toMatchObject({ left: 9, width: 1, openStart: true })
  })

  test('of a storm each lane is a client ID', () => {
    const lanes = drawLanes(charts, sides, ['elsewhere'])
    expect(lanes.map(({ name, bars }) => [name, bars.length])).toEqual([
      ['Side A', 1],
      ['Side B', 1],
      ['elsewhere', 1],
    ])
  })

  test('no session is too short to be seen, nor drawn beyond the axis', () => {
    const lanes = drawLanes(
      { from: at(0), to: at(10), lanes: [{ party: 'p1', sessions: [{ from: at(10), to: at(10), endedBy: null }] }] },
      sides,
    )
    const bar = lanes[0]?.bars[0]
    expect(bar?.width).toBeGreaterThan(0)
    expect((bar?.left ?? 0) + (bar?.width ?? 0)).toBeLessThanOrEqual(100)
  })

  test('what another feed tells of the same end without naming a side is not drawn again', () => {
    const twice = { from: null, to: new Date(Date.parse(at(5)) + 900).toISOString(), endedBy: 'DUPLICATE_CLIENTID' }
    const lanes = [...charts.lanes.slice(0, 2), { party: 'unknown', sessions: [twice] }]
    expect(drawLanes({ ...charts, lanes }, sides).map(({ name }) => name)).toEqual(['Side A', 'Side B'])
  })

  test('a session whose end nobody tells lasts until the side’s next one at most', () => {
    const sessions = [2, 4].map((minute) => ({ from: at(minute), to: null, endedBy: null }))
    const [a] = drawLanes({ ...charts, lanes: [{ party: 'p1', sessions }] }, sides)
    expect(a?.bars.map(({ left, width }) => [left, width])).toEqual([
      [20, 20],
      [40, 60],
    ])
  })

  test('they are said in words', () => {
    expect(lanesInWords(drawLanes(charts, sides))).toBe(
      'Side A: 1 session, 1 with a known end. Side B: 1 session, 0 with a known end. Unknown: 1 session, 0 with a known end.',
    )
    expect(lanesInWords([])).toBe('No session is known.')
  })
})

describe('the storm and its rhythm', () => {
  const bars = [0, 5, 10].map((minute, index) => ({ at: at(minute), kicks: [2, 9, 0][index] ?? 0 }))

  test('a bar says how many minutes it stands for', () => {
    expect(barMinutes(bars)).toBe(5)
    expect(stormChart(bars).series[0]?.label).toBe('Kicks in 5 minutes (UTC)')
    expect(stormChart(bars).points[1]).toEqual({ label: '09:05', values: { kicks: 9 } })
    expect(stormInWords(bars)).toBe('11 in all; at worst 9 within 5 minutes, at 11-20 09:05 UTC.')
  })

  test('one bar alone is a minute, and none is said so', () => {
    expect(barMinutes(bars.slice(0, 1))).toBe(1)
    expect(stormInWords([])).toMatch(/^Nobody/)
  })

  test('intervals are steps with an upper end', () => {
    const intervals = [
      { upToS: 10, count: 1 },
      { upToS: 120, count: 7 },
    ]
    expect(intervalChart(intervals).points.map(({ label }) => label)).toEqual(['10 s', '2 min'])
    const padded = [1, 2, 5].map((upToS) => ({ upToS, count: 0 })).concat(intervals, { upToS: 300, count: 0 })
    expect(intervalChart(padded).points.map(({ label }) => label)).toEqual(['5 s', '10 s', '2 min', '5 min'])
    expect(intervalChart(padded.slice(0, 2)).points).toEqual([])
    expect(intervalsInWords(intervals)).toMatch(/^7 of 8 came within 2 min/)
    expect(intervalsInWords([])).toMatch(/too few/)
  })
})

describe('trends', () => {
  const days = [
    { day: '2026-11-19', opened: 0, kicks: 0 },
    { day: '2026-11-20', opened: 2, kicks: 31 },
  ]

  test('days on which nothing ever happened make no chart', () => {
    expect(perDayChart(days.slice(0, 1), 'opened').points).toEqual([])
    expect(perDayInWords(days.slice(0, 1), 'opened')).toBe('No incident in 1 day.')
    expect(perDayChart(days, 'kicks').points[1]).toEqual({ label: '11-20', values: { kicks: 31 } })
    expect(perDayInWords(days, 'kicks')).toMatch(/most on 2026-11-20: 31/)
  })

  test('a day on which nothing was measured is a gap', () => {
    const none = days.map(({ day }) => ({ day, medianS: null }))
    const some = days.map(({ day }, index) => ({ day, medianS: index === 1 ? 42 : null }))
    const measured = { acknowledge: some, contain: none, resolve: none }
    const say = (seconds: number) => `${seconds} s`
    expect(timesChart(measured, say).points[0]?.values).toEqual({ acknowledge: null, contain: null, resolve: null })
    expect(timesChart(measured, say).points[1]?.values).toEqual({ acknowledge: 42, contain: null, resolve: null })
    expect(timesInWords(measured, say)).toBe('Half took this long or less: acknowledge 42 s on 2026-11-20.')
    expect(timesChart({ acknowledge: none, contain: none, resolve: none }, say).points).toEqual([])
  })
})
