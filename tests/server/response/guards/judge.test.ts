import { describe, expect, test } from 'vitest'
import { type ActionId, actionIds } from '#contract/actions.ts'
import { type Allowance, type Judged, judgeGuards } from '#server/response/guards/judge.ts'

const guards = {
  readOnly: false,
  approvalAbove: 10,
  finalNeedsApproval: false,
  typedAbove: 3,
  targetsPerHour: 500,
  errorShare: 0.2,
  errorsAtLeast: 5,
  approvalHours: 4,
  containmentLimitS: 300,
  settleS: 60,
  kickEveryMinutes: 10,
  neverTouch: [],
}

const judge = (plan: Partial<Judged> = {}, allowance: Partial<Allowance> = {}) =>
  judgeGuards(
    {
      action: 'deactivate-certificate',
      changes: 1,
      losingThings: 0,
      touches: 0,
      target: 'c0ffee',
      neverTouched: 0,
      quarantines: false,
      ...plan,
    },
    {
      guards,
      used: 0,
      finalAlone: 0,
      cutAlone: 0,
      responder: { roleArn: 'arn', quarantine: 'ready' },
      watched: true,
      ...allowance,
    },
  )

test('nothing is in the way of one small action', () => {
  expect(judge()).toEqual({
    whyNot: [],
    approval: null,
    typed: null,
    neverTouched: 0,
    capLeft: 500,
    alone: { cut: 0, left: 10 },
  })
})

describe('what rules a plan out', () => {
  test.each<[string, Partial<Judged>, Partial<Allowance>, RegExp]>([
    ['read-only', {}, { guards: { ...guards, readOnly: true } }, /^Response is read-only/],
    ['an account that is not watched', {}, { watched: false }, /not watched/],
    ['no responder', {}, { responder: { roleArn: null, quarantine: 'ready' } }, /^No responder role/],
    ['nothing to change', { changes: 0 }, {}, /^There is nothing to change/],
    ['only what is never touched', { changes: 0, neverTouched: 3 }, {}, /never-touch list/],
    ['the hourly cap', { changes: 5 }, { used: 496 }, /^At most 500 targets an hour .* 4 are left/],
    [
      'the hourly cap, of which a group takes its things',
      { action: 'deny-group', losingThings: 501 },
      {},
      /as the 501 things/,
    ],
    ['a cap that is overdrawn', { changes: 1 }, { used: 900 }, / 0 are left/],
    ...(['unknown', 'no-group', 'no-policy', 'not-attached', 'weak-policy'] as const).map(
      (quarantine): [string, Partial<Judged>, Partial<Allowance>, RegExp] => [
        `a quarantine that is ${quarantine}`,
        { quarantines: true },
        { responder: { roleArn: 'arn', quarantine } },
        /quarantine/,
      ],
    ),
  ])('%s', (_, plan, allowance, why) => {
    const { whyNot } = judge(plan, allowance)
    expect(whyNot).toHaveLength(1)
    expect(whyNot[0]).toMatch(why)
  })

  test('things that lose access with a certificate do not count for the cap, those of a denied group do', () => {
    expect(judge({ losingThings: 600 }).whyNot).toEqual([])
    expect(judge({ action: 'deny-group', losingThings: 500 }).whyNot).toEqual([])
  })

  test('a quarantine that is not ready matters only to who needs it', () => {
    expect(judge({}, { responder: { roleArn: 'arn', quarantine: 'no-group' } }).whyNot).toEqual([])
  })
})

describe('a second person', () => {
  test.each<[ActionId, number, number, boolean]>([
    ['deactivate-certificate', 10, 10, false],
    ['deactivate-certificate', 11, 11, true],
    ['deactivate-certificate', 1, 11, true],
    ['reactivate-certificate', 1, 11, false],
    ['revoke-certificate', 1, 1, false],
    ['revoke-certificate', 2, 2, true],
    ['deny-group', 1, 10, false],
    ['deny-group', 1, 11, true],
    ['restore', 11, 0, true],
  ])('%s of %i, with %i things losing access', (action, changes, losingThings, needed) => {
    expect(judge({ action, changes, losingThings, target: null }).approval !== null).toBe(needed)
  })
})

test.each<[ActionId, number, boolean]>([
  ['revoke-certificate', 0, false],
  ['revoke-certificate', 1, true],
  ['deactivate-certificate', 7, false],
])('%s one, after %i revoked alone within the hour', (action, finalAlone, needed) => {
  expect(judge({ action }, { finalAlone }).approval !== null).toBe(needed)
})

test('final, one at a time, with a second person where an admin wants that', () => {
  const strict = { guards: { ...guards, finalNeedsApproval: true } }
  expect(judge({ action: 'revoke-certificate' }, strict).approval).toMatch(/^AWS has no way back from this/)
  expect(judge({ action: 'revoke-certificate', changes: 0 }, strict).approval).toBeNull()
  expect(judge({ action: 'deactivate-certificate' }, strict).approval).toBeNull()
})

test.each<[ActionId, number, number, number, string | null]>([
  ['quarantine-thing', 3, 7, 3, null],
  ['quarantine-thing', 4, 7, 4, '7 were cut off within the hour on one person’s word; with 4 more that makes 11'],
  [
    'deactivate-certificate',
    1,
    10,
    1,
    '10 were cut off within the hour on one person’s word; with 1 more that makes 11',
  ],
  // What a certificate is shared by counts.
  ['deactivate-certificate', 1, 7, 4, '; with 4 more that makes 11, and more than 10 need a second person.'],
  ['apply-mitigation', 1, 7, 4, '; with 4 more that makes 11'],
  // Enough by itself: it says so by itself.
  ['cut-off-thing', 11, 7, 11, '11 targets would be changed'],
  // What cuts nobody off adds up to nothing.
  ['release-thing', 4, 10, 0, null],
  ['disconnect-client', 4, 10, 0, null],
  ['cut-off-thing', 0, 10, 0, null],
])(
  '%s of %i after %i cut off alone within the hour, %i of them things',
  (action, changes, cutAlone, losingThings, why) => {
    const { approval, alone } = judge({ action, changes, losingThings, target: null }, { cutAlone })
    if (why === null) expect(approval).toBeNull()
    else expect(approval).toContain(why)
    const counts = !['release-thing', 'disconnect-client'].includes(action)
    expect(alone).toEqual(counts ? { cut: cutAlone, left: 10 - cutAlone } : null)
  },
)

describe('typing', () => {
  test.each<[Partial<Judged>, string | null]>([
    [{ changes: 3, target: null }, null],
    [{ changes: 4, target: null }, 'DEACTIVATE 4'],
    [{ action: 'revoke-certificate', target: 'c0ffee' }, 'c0ffee'],
    [{ action: 'revoke-certificate', changes: 312, target: null }, 'REVOKE 312'],
    [{ action: 'deny-group', target: 'pumps', losingThings: 4 }, 'pumps'],
    [{ action: 'revoke-certificate', changes: 0 }, null],
    [{ action: 'cancel-job', target: 'job/patch/2', touches: 4 }, 'patch/2'],
  ])('%o', (plan, typed) => {
    expect(judge(plan).typed).toBe(typed)
  })

  test('every action has its word', () => {
    for (const action of actionIds) expect(judge({ action, changes: 9, target: null }).typed).toMatch(/^[A-Z ]+ 9$/)
  })
})

test('each device of a retry counts against the cap, and for a second person; a cancel takes one of the cap', () => {
  const { whyNot, approval } = judge({ action: 'retry-failed-job', touches: 300 }, { used: 300 })
  expect(whyNot).toEqual([expect.stringContaining('A retry counts as the 300 things in it')])
  expect(approval).toBe('300 things would be told what to do; more than 10 need a second person.')
  expect(judge({ action: 'cancel-job', touches: 300 }, { used: 300 }).whyNot).toEqual([])
})
