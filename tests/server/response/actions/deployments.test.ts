import { describe, expect, test } from 'vitest'
import { whyNotCancel, whyNotRetryFailed } from '#contract/why-not.ts'
import { actions } from '#generated/actions.ts'
import { steps } from '#server/response/steps.ts'
import { aDeployment, aSetup } from './builders.ts'

describe('cancelling a job', () => {
  const plan = (changes: object, options = {}) => actions['cancel-job'].plan(aDeployment(changes), options, aSetup())

  test.each([
    ['waiting devices alone', {}, {}, { force: false }, 0],
    ['with force those that began, too', {}, { force: true }, { force: true }, 2],
    ['what is scheduled', { status: 'SCHEDULED', inProgress: 0 }, {}, { force: false }, 0],
    ['what is left of a cancelled one', { status: 'CANCELED' }, { force: true }, { force: true }, 2],
  ])('%s', (_, facts, options, step, touches) => {
    expect(plan(facts, options)).toMatchObject({ skip: null, touches, steps: [{ kind: 'cancel-job', ...step }] })
  })

  test.each([
    ['another kind', { rollout: 'greengrass' }, {}],
    ['one that is gone', { exists: false }, {}],
    ['one that is over', { status: 'COMPLETED' }, {}],
    ['one that is cancelled', { status: 'CANCELED' }, {}],
    ['one that is cancelled, and nobody in progress', { status: 'CANCELED', inProgress: 0 }, { force: true }],
    ['devices that are never touched', { covered: new Map([['pump-1', 'Never']]) }, { force: true }],
  ])('%s is left alone', (_, facts, options) => {
    expect(plan(facts, options)).toMatchObject({ skip: expect.any(String), steps: [] })
  })

  test('says what becomes of whom, and that there is no way back', () => {
    expect(plan({}).warnings).toEqual([
      '3 devices in the queue will not get it.',
      '2 devices that began will go on; cancel with force to stop them, too.',
      'What was cancelled stays so: AWS has no way back.',
    ])
    expect(steps['cancel-job'].inverse({ kind: 'cancel-job', job: 'x', force: true }, 'IN_PROGRESS: 0')).toBeNull()
  })

  test.each([
    ['CANCELED: 0 queued, 3 in progress', false, true, 'under-way'],
    ['CANCELED: 0 queued, 3 in progress', true, false, 'under-way'],
    ['CANCELED: 5 queued, 0 in progress', false, false, 'under-way'],
    ['CANCELED: 0 queued, 0 in progress, 8 canceled', true, true, 'under-way'],
    ['IN_PROGRESS: 5 queued, 0 in progress', false, false, undefined],
    ['COMPLETED: 0 queued, 0 in progress, 8 succeeded', false, false, 'given-up'],
    [null, false, false, undefined],
  ])('%s is what was wanted (force %s): %s', (current, force, done, standing) => {
    const { isDone, standing: standingOf } = steps['cancel-job']
    expect(isDone?.(current, { kind: 'cancel-job', job: 'x', force })).toBe(done)
    expect(standingOf?.(current)).toBe(standing)
  })
})

describe('retrying the failed devices of a job', () => {
  const plan = (changes: object) => actions['retry-failed-job'].plan(aDeployment(changes), {}, aSetup())
  const names = (n: number) => Array.from({ length: n }, (_, index) => `pump-${index}`)

  test('is a new job for them alone', () => {
    const { steps: calls, touches, skip } = plan({ failed: ['a', 'b'], settled: 1 })
    expect({ skip, touches }).toEqual({ skip: null, touches: 2 })
    expect(calls).toEqual([
      { kind: 'create-job', job: 'patch-retry-1', retries: 'patch', document: 'hash', things: ['a', 'b'] },
    ])
    expect(calls[0] && steps['create-job'].describe(calls[0]).sentence).toContain('for 2 things: a and b')
    expect(calls[0] && steps['create-job'].inverse(calls[0], null)).toMatchObject({
      kind: 'cancel-job',
      job: 'patch-retry-1',
    })
  })

  test('a job takes a hundred; more become several', () => {
    const { steps: calls } = plan({ failed: names(250) })
    expect(calls.map((call) => ('things' in call ? [call.job, call.things.length] : null))).toEqual([
      ['patch-retry-1-1', 100],
      ['patch-retry-1-2', 100],
      ['patch-retry-1-3', 50],
    ])
    expect(plan({ failed: names(2_001) }).skip).toContain('on a group')
  })

  test('what is never touched is left out, and said', () => {
    const covered = new Map([['a', 'Never']])
    expect(plan({ failed: ['a', 'b'], covered })).toMatchObject({ touches: 1, steps: [{ things: ['b'] }] })
    expect(plan({ failed: ['a', 'b'], covered }).warnings).toContain('On the never-touch list, and left out: a.')
    expect(plan({ failed: ['a'], covered }).skip).toBe('a: Never')
  })

  test('what is left out, and who may refuse again, is said', () => {
    const left = { refused: 1, gone: 2, removed: 3 }
    expect(plan({ failed: ['a'], settled: 1, left }).warnings.slice(0, 4)).toEqual([
      '1 device succeeded since or are tried again already: left out.',
      '2 devices were deleted: left out.',
      '3 devices left what the job is for: left out.',
      '1 device refused it, and may refuse it again.',
    ])
    expect(plan({ failed: [], left }).skip).toBe(
      'No device is left that failed; 2 devices were deleted; 3 devices left what the job is for',
    )
  })

  test.each([
    ['Greengrass', { rollout: 'greengrass' }],
    ['gone', { exists: false }],
    ['its document is gone', { document: '' }],
    ['nobody is left', { failed: [], settled: 2 }],
  ])('%s: nothing is done', (_, facts) => {
    expect(plan({ failed: ['a'], ...facts })).toMatchObject({ skip: expect.any(String), steps: [] })
  })
})

describe('cancelling a Greengrass deployment', () => {
  const plan = (changes: object) =>
    actions['cancel-greengrass-deployment'].plan(
      aDeployment({ rollout: 'greengrass', status: 'ACTIVE', ...changes }),
      {},
      aSetup(),
    )
  test('is one call without a way back', () => {
    expect(plan({})).toMatchObject({ skip: null, steps: [{ kind: 'cancel-deployment', deployment: 'patch' }] })
    expect(steps['cancel-deployment'].inverse({ kind: 'cancel-deployment', deployment: 'x' }, 'ACTIVE')).toBeNull()
  })
  test.each([{ rollout: 'job' }, { exists: false }, { status: 'COMPLETED' }, { status: 'CANCELED' }])(
    '%j is left alone',
    (facts) => {
      expect(plan(facts).skip).toEqual(expect.any(String))
    },
  )
})

test('the button asks the same', () => {
  expect(whyNotCancel({ kind: 'job', awsStatus: 'IN_PROGRESS' })).toBeUndefined()
  expect(whyNotCancel({ kind: 'greengrass', awsStatus: 'COMPLETED' })).toContain('COMPLETED')
  const none = { kind: 'job', failed: 0, timedOut: 0, rejected: 0, removed: 0, retryable: 0 } as const
  expect(whyNotRetryFailed({ ...none, rejected: 1, retryable: 1 })).toBeUndefined()
  expect(whyNotRetryFailed(none)).toBe('No device failed')
  expect(whyNotRetryFailed({ ...none, failed: 1 })).toMatch(/^Each device that failed/)
  expect(whyNotRetryFailed({ ...none, removed: 1 })).toMatch(/^AWS took/)
})
