import { expect, test } from 'vitest'
import { isLetIn } from '#components/incidents/page/let-in.ts'
import { type AnsweringRun, runStanding } from '#components/incidents/page/run-standing.ts'

const aRun = (given: Partial<AnsweringRun>): AnsweringRun => ({
  id: '00000000-0000-4000-8000-000000000001',
  number: 1,
  action: 'cut-off-thing',
  state: 'done',
  outcome: 'contained',
  undone: false,
  containedInS: 2,
  ...given,
})

test.each<[Partial<AnsweringRun>, string, string]>([
  [{}, 'Contained', 'ok'],
  [{ undone: true }, 'Undone', 'attention'],
  [{ outcome: 'not-contained' }, 'Not contained', 'bad'],
  [{ outcome: 'unproved' }, 'Unproved', 'unknown'],
  [{ outcome: 'failed' }, 'Failed', 'bad'],
  [{ outcome: 'done', action: 'disconnect-client' }, 'Done', 'neutral'],
  [{ outcome: 'open', state: 'watching' }, 'Watching', 'accent'],
  [{ outcome: 'open', state: 'awaiting-approval' }, 'Awaiting approval', 'attention'],
  [{ outcome: 'done', state: 'of-tomorrow' }, 'of-tomorrow', 'neutral'],
])('%j', (given, word, tone) => {
  expect(runStanding(aRun(given))).toMatchObject({ word, tone })
})

test('a resolved incident says when nothing keeps its parties out any more', () => {
  const undone = aRun({ undone: true })
  expect(isLetIn({ state: 'resolved', runs: [undone] })).toBe(true)
  expect(isLetIn({ state: 'resolved', runs: [undone, aRun({})] })).toBe(false)
  expect(isLetIn({ state: 'resolved', runs: [aRun({ undone: true, action: 'disconnect-client' })] })).toBe(false)
  expect(isLetIn({ state: 'contained', runs: [undone] })).toBe(false)
})
