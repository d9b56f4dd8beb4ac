import { expect, test } from 'vitest'
import {
  containmentChart,
  containmentInShort,
  containmentInWords,
} from '#components/response/runs/containment-chart.ts'

const measured = (...seconds: number[]) => ({
  containmentLimitS: 300,
  containment: seconds.map((value, at) => ({
    run: `run-${at}`,
    number: at + 1,
    at: '2026-11-20T03:00:00.000Z',
    seconds: value,
    targets: 1,
    undone: false,
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

test('a run that was undone keeps its time, and never reads as if it stood', () => {
  const { containment, ...limit } = measured(20, 400)
  const data = { ...limit, containment: containment.map((one, at) => ({ ...one, undone: at === 0 })) }
  expect(containmentChart(data, () => {}).points.map(({ label }) => label)).toEqual(['#1, undone', '#2'])
  expect(containmentInWords(data)).toMatch(/the longest 6 min 40 s\. 1 of them was undone since\.$/)
  expect(containmentInShort(data)).toMatch(/; 1 undone since$/)
  expect(containmentInWords(measured(20))).not.toContain('undone')
})
