import { expect, test } from 'vitest'
import { stagesOf } from '#components/response/run/stages.ts'
import type { Run } from '#contract/response.ts'
import { after, aPlan, aRun, aTarget } from '../a-run.ts'

const statesOf = (run: Run) => stagesOf(run).map(({ id, state }) => `${id} ${state}`)

test('one device, from its request to its proof, with the times that were measured', () => {
  expect(stagesOf(aRun(), aTarget()).map(({ id, state, at, by }) => [id, state, at, by])).toEqual([
    ['requested', 'done', after(0), 'Rita'],
    ['approved', 'none', null, null],
    ['applied', 'done', after(3), null],
    ['confirmed', 'done', after(4), null],
    ['contained', 'done', after(42), null],
  ])
})

test('several: confirmed when the last call was, contained as long after the approval as was measured', () => {
  const run = aRun({ targets: 2, target: null, counts: { contained: 2 }, decidedAt: after(10), appliedAt: after(15) })
  const times = Object.fromEntries(stagesOf(run).map(({ id, at }) => [id, at]))
  expect(times).toMatchObject({ approved: after(10), applied: null, confirmed: after(15), contained: after(52) })
})

test('an action that keeps nobody out is not contained either', () => {
  expect(stagesOf(aRun({ action: 'restore' })).map(({ id }) => id)).not.toContain('contained')
})

test('only a plan: everything is to come, and whether a second person will decide is said', () => {
  const plan = aPlan({
    guards: { whyNot: [], approval: 'Many', typed: null, neverTouched: 0, capLeft: 1, alone: null },
  })
  const run = aRun({ state: 'planned', requestedAt: null, startedAt: null, counts: { planned: 1 }, plan })
  expect(statesOf(run)).toEqual([
    'requested ahead',
    'approved ahead',
    'applied ahead',
    'confirmed ahead',
    'contained ahead',
  ])
  expect(stagesOf(run)[1]?.detail).toBe('A second person will decide')
})

test.each([
  ['awaiting-approval', 'now', 'ahead'],
  ['rejected', 'short', 'short'],
  ['expired', 'short', 'short'],
] as const)('%s: the approval is %s and the calls are %s', (state, approved, applied) => {
  const stages = stagesOf(aRun({ state, approvalExpiresAt: after(3600), counts: { pending: 1 }, startedAt: null }))
  expect(stages[1]?.state).toBe(approved)
  expect(stages[2]?.state).toBe(applied)
})

test('while calls are made, applying is under way and the rest is to come', () => {
  const run = aRun({ state: 'running', targets: 10, counts: { pending: 4, applying: 1, applied: 2, confirmed: 3 } })
  expect(statesOf(run).slice(2)).toEqual(['applied now', 'confirmed ahead', 'contained ahead'])
  expect(stagesOf(run).map(({ detail }) => detail)).toContain('5 of 10')
})

test('what failed holds nobody else up: the others are watched until they are out', () => {
  const run = aRun({ state: 'watching', targets: 3, counts: { failed: 1, contained: 1, 'not-contained': 1 } })
  expect(statesOf(run).slice(2)).toEqual(['applied short', 'confirmed short', 'contained now'])
})

test('a run that was stopped did not get there', () => {
  const run = aRun({ state: 'stopped', targets: 3, counts: { failed: 1, contained: 1, 'not-started': 1 } })
  expect(statesOf(run).slice(2)).toEqual(['applied short', 'confirmed short', 'contained short'])
})

test('skipped targets are no part of the whole', () => {
  expect(statesOf(aRun({ targets: 3, counts: { contained: 2, skipped: 1 } })).slice(2)).toEqual([
    'applied done',
    'confirmed done',
    'contained done',
  ])
})

test('undone: it was contained then, and the stage says that it is no more', () => {
  const last = (run: Run, one?: ReturnType<typeof aTarget>) => stagesOf(run, one).slice(2)
  const one = last(aRun({ undone: true, counts: { undone: 1 } }), aTarget({ state: 'undone' }))
  expect(one.map(({ id, state }) => `${id} ${state}`)).toEqual(['applied done', 'confirmed done', 'contained undone'])
  expect(one[2]).toMatchObject({ at: after(42), detail: 'Undone since' })
  expect(last(aRun({ targets: 3, counts: { contained: 1, undone: 2 } }))[2]).toMatchObject({
    ...{ state: 'undone', detail: '1 of 3; 2 undone since' },
  })
})
