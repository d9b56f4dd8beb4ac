import { expect, test } from 'vitest'
import { verdictOf } from '#components/response/run/verdict.ts'
import type { Run } from '#contract/response.ts'
import { aRun, requested } from '../a-run.ts'

const judged = (changes: Partial<Run>) => verdictOf(aRun(changes), requested + 600_000)

test('contained: the measured time against the limit', () => {
  expect(judged({})).toMatchObject({
    health: 'ok',
    headline: 'Contained in 42 s',
    detail: 'Within the limit of 5 min.',
  })
  expect(judged({ containedInS: 400, overLimit: true })).toMatchObject({
    health: 'attention',
    headline: 'Contained in 6 min 40 s',
    detail: 'Longer than the limit of 5 min.',
  })
})

test('undone: not out any more, whatever was measured before', () => {
  const undo = { whyNot: 'Run 6 undid it.', run: { id: aRun().id, number: 6 } }
  const verdict = judged({ undone: true, undo })
  expect(verdict).toMatchObject({ health: 'attention', headline: 'Not any more', next: [] })
  expect(verdict?.detail).toBe('Run 6 takes back what this one did. Contained before that: 1 thing, in 42 s.')
})

test('let in again by a later run: what is left is counted apart', () => {
  expect(judged({ counts: { undone: 1 } })).toMatchObject({
    ...{ health: 'attention', headline: 'Not any more', detail: 'A later run let it in again.' },
  })
  expect(judged({ targets: 3, counts: { contained: 1, undone: 2 } })).toMatchObject({
    ...{ health: 'attention', headline: 'Not any more: 2 things' },
    detail: 'A later run let them in again. Still contained: 1 thing.',
  })
  const undo = { whyNot: 'Run 6 undid it.', run: { id: aRun().id, number: 6 } }
  expect(judged({ undone: true, undo, counts: { undone: 1 } })?.detail).toContain(
    'Contained before that: 1 thing, in 42 s.',
  )
})

test('not contained: never green, how long it has been, and what to do next', () => {
  const run = { state: 'watching', targets: 3, counts: { contained: 1, 'not-contained': 2 }, finishedAt: null } as const
  const verdict = judged({ ...run, containedInS: null, overLimit: true })
  expect(verdict).toMatchObject({ health: 'bad', headline: 'Not contained yet: 2 things' })
  expect(verdict?.detail).toContain('10 min after it was asked for')
  expect(verdict?.next[0]).toMatchObject({ state: 'not-contained' })
})

test('without a client ID nothing shows that it is out, and nothing says that it is not', () => {
  expect(judged({ counts: { unproved: 1 }, containedInS: null })).toMatchObject({ health: 'unknown' })
})

test('what failed or was left out keeps its access', () => {
  const verdict = judged({ state: 'stopped', targets: 4, counts: { contained: 1, failed: 1, 'not-started': 2 } })
  expect(verdict).toMatchObject({ health: 'bad', headline: '3 things kept access' })
  expect(verdict?.next.map(({ state }) => state)).toEqual(['failed', 'not-started'])
})

test('while it runs, it is neither good nor bad until the limit has passed', () => {
  const run = { state: 'running', counts: { applying: 1 }, containedInS: null, finishedAt: null } as const
  expect(judged(run)).toMatchObject({ health: 'waiting', headline: 'Not contained yet' })
  expect(judged({ ...run, overLimit: true })).toMatchObject({ health: 'bad' })
})

test.each(['planning', 'planned', 'awaiting-approval', 'rejected', 'expired', 'changed', 'plan-failed'] as const)(
  '%s: nothing was done, so there is nothing to say',
  (state) => expect(judged({ state })).toBeNull(),
)

test('an action that keeps nobody out has no verdict', () => {
  expect(judged({ action: 'release-thing' })).toBeNull()
  expect(judged({ requestedAt: null })).toBeNull()
})
