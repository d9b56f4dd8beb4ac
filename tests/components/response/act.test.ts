import { describe, expect, test } from 'vitest'
import { askPhrase, missingIn, titleOf, whyNotAsk } from '#components/response/act/asking.ts'
import { consequenceOf } from '#components/response/act/consequence.ts'
import { losingOf } from '#components/response/act/losing.ts'
import { begunAt, isSettled, ladderOf } from '#components/response/act/progress.ts'
import { reasonOptions } from '#components/response/act/reasons.ts'
import { pollMs } from '#components/response/act/use-run.ts'
import { undoable } from '#components/response/act/use-runs-of.ts'
import { aPlan, aRun, aTarget } from './a-plan.ts'

const draft = { category: 'exercise', reason: 'Two networks at once', typed: '' } as const

describe('What the button says', () => {
  test('names the one target, and counts several by what will change', () => {
    expect(askPhrase(aRun())).toBe('Cut off pump-17')
    const several = { action: 'deactivate-certificate', targets: 5, target: null } as const
    expect(askPhrase(aRun({ ...several, plan: aPlan({ changes: 3 }) }))).toBe('Deactivate 3 certificates')
  })

  test('asks for approval where a second person is needed', () => {
    const guards = { ...aPlan().guards, approval: '12 targets would be changed; more than 10 need a second person.' }
    const run = aRun({ targets: 12, target: null, plan: aPlan({ changes: 12, guards }) })
    expect(askPhrase(run)).toBe('Request approval: cut off 12 things')
  })

  test('names the run that an undo takes back', () => {
    const run = aRun({ action: 'restore', undoOf: { id: 'r', number: 7 } })
    expect(askPhrase(run)).toBe('Undo run 7')
  })

  test('before the plan, the title says what was seen, capped counts included', () => {
    const about = {
      kind: 'plan',
      account: 1,
      action: 'cut-off-thing',
      selection: { scope: 'things', filters: {} },
      seen: { count: 10_000, capped: true },
    } as const
    expect(titleOf(about, undefined)).toBe('Cut off 10,000+ things')
    expect(titleOf(about, aRun({ targets: 12_345, target: null }))).toBe('Cut off 12,345 things')
    expect(titleOf({ kind: 'undo', run: { id: 'r', number: 3 } }, undefined)).toBe('Undo run 3')
  })
})

describe('What stands in the way', () => {
  test('the first guard shuts the button, in its own words', () => {
    const guards = { ...aPlan().guards, whyNot: ['Response is read-only.', 'Another reason'] }
    expect(whyNotAsk(aRun({ plan: aPlan({ guards }) }))).toBe('Response is read-only.')
    expect(whyNotAsk(aRun({ plan: null }))).toBe('The plan is still being made')
    const may = { ...aRun().may, request: 'This plan is older than 15 minutes. Plan again.' }
    expect(whyNotAsk(aRun({ may }))).toMatch(/older than 15 minutes/)
    expect(whyNotAsk(aRun())).toBeUndefined()
  })

  test('a kind of reason, a reason and the typed name are asked for, field by field', () => {
    expect(missingIn(aRun(), draft)).toEqual({})
    expect(Object.keys(missingIn(aRun(), { category: '', reason: '   short ', typed: '' }))).toEqual([
      'category',
      'reason',
    ])
    const typed = aRun({ plan: aPlan({ guards: { ...aPlan().guards, typed: 'CUT OFF 12' } }) })
    expect(missingIn(typed, { ...draft, typed: 'cut off 12' })).toHaveProperty('typed')
    expect(missingIn(typed, { ...draft, typed: ' CUT OFF 12 ' })).toEqual({})
  })
})

test('a rollout has kinds of reason of its own', () => {
  const offered = (target: Parameters<typeof reasonOptions>[0]) => reasonOptions(target).map(({ value }) => value)
  expect(offered('deployment')).toEqual([
    '',
    'failed-rollout',
    'bad-version',
    'wrong-target',
    'malfunction',
    'exercise',
    'other',
  ])
  expect(offered('account')).not.toContain('lost-or-stolen')
  expect(offered('thing')).toContain('lost-or-stolen')
  expect(offered('thing')).not.toContain('wrong-target')
})

test('an empty plan says why in the dialog and on its button; what stands in the way besides comes first', () => {
  const why = 'No device is left that failed; 1 succeeded since or are tried again already'
  const guards = { ...aPlan().guards, whyNot: ['There is nothing to change.'] }
  const plan = aPlan({ changes: 0, skipped: [{ why, count: 1 }], guards })
  const run = aRun({ action: 'retry-failed-job', target: 'job/patch', plan })
  expect(whyNotAsk(run)).toBe(why)
  expect(consequenceOf({ ...run, plan })).toBe(`Nothing would change. ${why}.`)
  const closed = { ...plan, guards: { ...guards, whyNot: ['Response is read-only.', ...guards.whyNot] } }
  expect(whyNotAsk({ ...run, plan: closed })).toBe('Response is read-only.')
})

test('a cancelled job is named alike in title and button, and force says whom it stops', () => {
  const plan = aPlan({ touches: 0 })
  const run = aRun({ action: 'cancel-job', target: 'job/patch', options: { force: true }, plan })
  expect(askPhrase(run)).toBe('Cancel job patch')
  expect(titleOf({ kind: 'undo', run }, undefined)).toBe('Undo run 12')
  const said = (touches: number, force: boolean) =>
    consequenceOf({ ...run, options: { force }, plan: { ...plan, touches } })
  expect(said(0, true)).toMatch(/^Devices that wait for job patch get it no more\. No device has begun by now/)
  expect(said(2, true)).toMatch(/2 devices that began are told to stop\.$/)
  expect(said(0, false)).toMatch(/Devices that began go on\.$/)
})

describe('The consequence', () => {
  const plan = aPlan()
  test('is said of one thing by name and of several by number', () => {
    expect(consequenceOf({ ...aRun(), plan })).toBe(
      'pump-17 loses access to AWS IoT: 1 certificate is deactivated, it is quarantined and 1 session is closed.',
    )
    const calls = [{ operation: 'UpdateCertificate', count: 312, perSecond: 5 }]
    expect(consequenceOf({ ...aRun({ target: null, targets: 320 }), plan: aPlan({ changes: 312, calls }) })).toBe(
      '312 things lose access to AWS IoT: 312 certificates are deactivated.',
    )
  })

  test('says when nothing would change', () => {
    expect(consequenceOf({ ...aRun(), plan: aPlan({ changes: 0 }) })).toMatch(/^Nothing would change/)
  })

  test('of revoking is for ever, with who loses access', () => {
    const losing = { things: 2, sessions: 1, sessionsUnknown: 0, sharedCertificates: 1, jobs: null, incidents: 0 }
    const sentence = consequenceOf({
      ...aRun({ action: 'revoke-certificate', target: 'ab'.repeat(32) }),
      plan: aPlan({ losing, final: true }),
    })
    expect(sentence).toMatch(/^abababab…abababab is revoked for ever/)
    expect(sentence).toMatch(/2 things lose access, 1 live session among them/)
  })

  test('names every thing and session once', () => {
    const twice = losingOf([aTarget(), aTarget(), aTarget({ plan: null })])
    expect(twice).toMatchObject({ things: ['pump-17'], sessions: [{ clientId: 'pump-17' }] })
  })
})

describe('Requested, applied, confirmed, contained', () => {
  const requestedAt = '2026-11-20T08:00:10.000Z'
  const at = (seconds: number) => new Date(Date.parse(requestedAt) + seconds * 1000).toISOString()
  const stages = (...given: Parameters<typeof ladderOf>) => ladderOf(...given).map(({ id, state }) => `${id} ${state}`)

  test('each stage has its own measured time, from the request', () => {
    const run = aRun({ state: 'watching', requestedAt, counts: { contained: 1 }, containedInS: 8.4 })
    const target = aTarget({ state: 'contained', appliedAt: at(0.8), confirmedAt: at(1.6), containedAt: at(8.4) })
    expect(ladderOf(run, target).map(({ seconds }) => seconds)).toEqual([null, 0.8, 1.6, 8.4])
  })

  test('from the approval where there was one', () => {
    expect(begunAt(aRun({ requestedAt, decidedAt: at(600) }))).toBe(Date.parse(at(600)))
    expect(begunAt(aRun())).toBeNull()
  })

  test('no clock runs while it waits for a second person', () => {
    const run = aRun({ state: 'awaiting-approval', requestedAt, targets: 2, target: null, counts: { pending: 2 } })
    expect(ladderOf(run, undefined)).toMatchObject([
      { state: 'done' },
      { state: 'ahead', seconds: null, count: null },
      { state: 'ahead' },
      { state: 'ahead' },
    ])
  })

  test('nothing is done before a fact says so', () => {
    const run = aRun({ state: 'running', requestedAt, counts: { applied: 1 } })
    expect(stages(run, aTarget({ state: 'applied', appliedAt: at(1) }))).toEqual([
      'requested done',
      'applied done',
      'confirmed now',
      'contained ahead',
    ])
  })

  test('of several, counts how many are there; skipped ones are not waited for', () => {
    const counts = { contained: 3, 'not-contained': 1, skipped: 2 }
    const run = aRun({ state: 'watching', requestedAt, targets: 6, target: null, counts, appliedAt: at(4) })
    const [, , confirmed, contained] = ladderOf(run, undefined)
    expect(confirmed).toMatchObject({ state: 'done', seconds: 4, count: '4 of 4' })
    expect(contained).toMatchObject({ state: 'now', seconds: null, count: '3 of 4' })
    expect(stages({ ...run, state: 'done' }, undefined).at(-1)).toBe('contained short')
  })

  test('an action that keeps nobody out is not asked to contain', () => {
    const run = aRun({ action: 'restore', state: 'done', requestedAt, counts: { confirmed: 1 } })
    expect(stages(run, aTarget({ state: 'confirmed' }))).toEqual(['requested done', 'applied done', 'confirmed done'])
  })

  test('a run is followed until nothing more is expected of it', () => {
    expect(isSettled(aRun({ state: 'watching', counts: { contained: 2, skipped: 1 } }))).toBe(true)
    expect(isSettled(aRun({ state: 'watching', counts: { contained: 2, confirmed: 1 } }))).toBe(false)
    expect(isSettled(aRun({ state: 'running', counts: { contained: 2 } }))).toBe(false)
    expect(isSettled(aRun({ state: 'stopped', counts: { pending: 2 } }))).toBe(true)
    expect(pollMs(aRun({ state: 'planning' }))).toBe(500)
    expect(pollMs(aRun({ state: 'planned' }))).toBe(false)
    expect(pollMs(aRun({ state: 'queued' }))).toBe(1_000)
    expect(pollMs(aRun({ state: 'done' }))).toBe(false)
  })
})

describe('What can be taken back', () => {
  test('is the newest run that changed something AWS can change back, and that nobody took back yet', () => {
    const done = aRun({ id: 'a', state: 'done' })
    expect(undoable([aRun({ id: 'b' }), done])?.id).toBe('a')
    expect(
      undoable([aRun({ id: 'c', action: 'restore', state: 'done', undoOf: { id: 'a', number: 1 } }), done]),
    ).toBeUndefined()
    expect(undoable([aRun({ id: 'd', action: 'revoke-certificate', state: 'done' })])).toBeUndefined()
    expect(undoable(undefined)).toBeUndefined()
  })
})
