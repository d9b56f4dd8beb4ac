import { expect, test } from 'vitest'
import { containmentChart, containmentInWords } from '#components/response/runs/containment-chart.ts'

const measured = (...seconds: number[]) => ({
  containmentLimitS: 300,
  containment: seconds.map((value, at) => ({
    run: `run-${at}`,
    number: at + 1,
    at: '2026-11-20T03:00:00.000Z',
    seconds: value,
    targets: 1,
  })),
})

test('a bar for each run against the limit, and a way to the run', () => {
  const picked: string[] = []
  const data = containmentChart(measured(20, 400), (run) => picked.push(run))
  expect(data.points).toEqual([
    { label: '#1', values: { seconds: 20 } },
    { label: '#2', values: { seconds: 400 } },
  ])
  expect(data.limit).toEqual({ value: 300, label: 'Limit 5 min' })
  data.onPick?.(1)
  data.onPick?.(7)
  expect(picked).toEqual(['run-1'])
})

test('the answer in a sentence', () => {
  expect(containmentInWords(measured())).toBe('Nothing has been contained yet.')
  expect(containmentInWords(measured(40, 20, 30))).toBe(
    'Of the last 3 contained runs none took longer than the limit of 5 min; half took 30 s or less, the longest 40 s.',
  )
  expect(containmentInWords(measured(400, 20))).toContain('1 took longer than the limit of 5 min')
})
