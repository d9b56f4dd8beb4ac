import { expect, test } from 'vitest'
import { runStanding } from '#components/incidents/page/run-standing.ts'
import { decidedIn, isSettled, ladderOf } from '#components/response/act/progress.ts'
import { partsOf } from '#components/response/run/progress-of.ts'
import { stagesOf } from '#components/response/run/stages.ts'
import { verdictOf } from '#components/response/run/verdict.ts'
import { countsInWords, standingOf } from '#components/response/words.ts'
import { leftOpen } from '#contract/incident-moves.ts'
import type { Run } from '#contract/response.ts'
import { after, aRun, aTarget, requested } from '../a-run.ts'

/** A device that was out at every look since 5 s after it was asked for; decided a minute later. */
const underProof = (changes: Partial<Run> = {}) =>
  aRun({
    ...{ state: 'watching', counts: { proving: 1 }, finishedAt: null, containedInS: null },
    ...{ proving: { since: after(5), decideAt: after(65) } },
    ...changes,
  })
const several = (counts: Run['counts'], changes: Partial<Run> = {}) =>
  underProof({ targets: 3, target: null, counts, ...changes })

test('what is being proved is called so everywhere, and nowhere contained', () => {
  const run = underProof()
  expect(standingOf(run)).toMatchObject({ word: 'Being proved', tone: 'accent' })
  expect(standingOf(several({ proving: 1, contained: 2 })).word).toBe('Being proved')
  // What is worse, or has calls to make, is said first.
  expect(standingOf(several({ proving: 2, 'not-contained': 1 })).word).toBe('Not contained yet')
  expect(standingOf(several({ proving: 2, applied: 1 })).word).toBe('Watching')
  expect(countsInWords({ proving: 2, contained: 1 })).toBe('2 being proved, 1 contained')
  expect(partsOf(several({ proving: 2, contained: 1 }))).toEqual([
    { state: 'contained', count: 1, ink: 'ok' },
    { state: 'proving', count: 2, ink: 'accent' },
  ])
  const answering = { id: run.id, number: 3, action: run.action, undone: false, containedInS: null }
  const outcome = 'proving' as const
  expect(runStanding({ ...answering, state: 'watching', outcome }).word).toBe('Being proved')
  const incident = { state: 'triaged' as const, active: false, runs: [{ ...answering, outcome }] }
  expect(leftOpen(incident, 'resolved')).toEqual(['Run 3 is still being proved.'])
})

test('its stage says since when and when it is decided, in the order in which things came about', () => {
  const stages = stagesOf(underProof(), aTarget({ state: 'proving', containedAt: null }))
  expect(stages.at(-1)).toEqual({
    ...{ id: 'contained', word: 'Being proved', state: 'now', by: null, detail: null },
    ...{ at: after(5), decideAt: after(65) },
  })
  const times = stages.flatMap(({ at }) => (at === null ? [] : [Date.parse(at)]))
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(stagesOf(several({ proving: 1, contained: 2 })).at(-1)).toMatchObject({ detail: '2 of 3 contained' })
  // As long as others are not even out, the count is what matters.
  expect(stagesOf(several({ proving: 2, 'not-contained': 1 })).at(-1)).toMatchObject({
    word: 'Contained',
    detail: '0 of 3',
  })
  expect(ladderOf(underProof(), undefined).at(-1)).toMatchObject({
    ...{ word: 'Being proved', state: 'now', seconds: null, decideAt: after(65) },
  })
  expect(isSettled(underProof())).toBe(false)
})

test('are they out? Not decided yet: since when, and when it will be', () => {
  const at = (seconds: number, run = underProof()) => verdictOf(run, requested + seconds * 1000)
  expect(at(25)).toMatchObject({
    ...{ health: 'waiting', headline: 'Being proved', next: [] },
    detail:
      'No look has seen a session for 20 s. It is decided in 40 s: contained if none is seen until then, and what keeps it out is still in place.',
  })
  expect(at(70)?.detail).toContain('It is decided at the next look')
  expect(at(25, several({ proving: 2, contained: 1 }))).toMatchObject({
    headline: '1 of 3 things contained so far',
    detail: expect.stringContaining('No look has seen a session of 2 things for 20 s.'),
  })
  expect(at(25, underProof({ proving: { since: null, decideAt: null } }))?.detail).toContain(
    'may be another credential’s; the record of whose it is has not been read yet',
  )
})

test('of one device it is said what is watched', () => {
  const certificate = 'ab'.repeat(32)
  const step = {
    ...{ kind: 'set-certificate-status', operation: 'UpdateCertificate', subject: certificate, from: 'ACTIVE' },
    ...{
      to: 'INACTIVE',
      sentence: '',
      state: 'confirmed' as const,
      before: 'ACTIVE',
      requestId: null,
      at: null,
      error: null,
    },
  }
  const closed = { ...step, kind: 'close-connection', subject: 'pump-1', to: 'disconnected' }
  const session = { clientId: 'pump-1', connected: true, since: null, observedAt: null }
  const plan = { skip: null, things: [], sessions: [session], shared: [], jobs: null, incidents: [], warnings: [] }
  const one = aTarget({ steps: [step, closed], plan: { ...plan, steps: [], factsAt: null, fromAws: true } })
  expect(verdictOf(underProof(), requested, one)?.next).toEqual([
    { words: 'Watched: whether pump-1 has a session, and whether abababab…abababab stays INACTIVE' },
  ])
})

test('how long until it is decided is rounded up: it is not over before', () => {
  expect(decidedIn(after(65), requested + 5_001)).toBe('in 1 min')
  expect(decidedIn(after(65), requested + 61_001)).toBe('in 4 s')
  expect(decidedIn(after(65), requested + 65_000)).toBe('at the next look')
  expect(decidedIn(null, requested)).toBe('once its record is read')
})
