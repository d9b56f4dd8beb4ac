import { expect, test } from 'vitest'
import { endingOf } from '#components/response/run/ending.ts'
import { aRun } from '../a-run.ts'

test.each(['planning', 'planned', 'awaiting-approval', 'queued', 'running', 'watching', 'done'] as const)(
  '%s needs no explanation',
  (state) => expect(endingOf(aRun({ state }))).toBeNull(),
)

test('a rejection says by whom and why', () => {
  const run = aRun({ state: 'rejected', decidedBy: { id: 'a', name: 'Ada' }, decisionNote: 'Wrong line' })
  expect(endingOf(run)).toMatchObject({ title: 'Ada rejected it. Nothing was changed.', why: 'Wrong line' })
})

test('a stop says why, and how much was left alone', () => {
  const run = aRun({
    state: 'stopped',
    stopReason: 'Too many failed.',
    targets: 5,
    counts: { 'not-started': 4, failed: 1 },
  })
  expect(endingOf(run)?.why).toBe('Too many failed. 4 of 5 targets were not started.')
})

test('a cancelled run changed nothing only if it had not begun', () => {
  expect(endingOf(aRun({ state: 'cancelled', startedAt: null }))?.title).toContain('Nothing was changed')
  expect(endingOf(aRun({ state: 'cancelled' }))?.next).toContain('stays done')
})
