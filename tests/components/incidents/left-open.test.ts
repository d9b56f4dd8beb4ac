import { expect, test } from 'vitest'
import { leftOpen } from '#contract/incident-moves.ts'

const run = (number: number, outcome: 'contained' | 'not-contained' | 'unproved', undone = false) => ({
  number,
  outcome,
  undone,
})
const incident = { state: 'triaged' as const, active: false, runs: [] }
const arriving = 'Sessions were thrown out within the last 30 minutes.'

test('nothing speaks against the end of what is quiet and contained', () => {
  expect(leftOpen({ ...incident, runs: [run(1, 'contained')] }, 'resolved')).toEqual([])
})

test('conflicts that arrive and runs that are not contained do, one sentence each', () => {
  const runs = [run(3, 'not-contained'), run(2, 'unproved'), run(1, 'contained')]
  expect(leftOpen({ ...incident, active: true, runs }, 'resolved')).toEqual([
    arriving,
    'Run 3 is not contained.',
    'Run 2 is not shown to be contained.',
  ])
  expect(leftOpen({ ...incident, state: 'contained', active: true }, 'closed')).toEqual([arriving])
})

test('a run that was undone does not, nor does anything ask when it goes elsewhere or was resolved already', () => {
  expect(leftOpen({ ...incident, runs: [run(1, 'not-contained', true)] }, 'resolved')).toEqual([])
  expect(leftOpen({ ...incident, active: true }, 'new')).toEqual([])
  expect(leftOpen({ ...incident, state: 'resolved', active: true }, 'closed')).toEqual([])
})
