import { expect, test } from 'vitest'
import type { DeploymentCounts } from '#contract/deployments.ts'
import { planReading } from '#server/deployments/keep/reading-plan.ts'

const none = { queued: 0, inProgress: 0, succeeded: 0, failed: 0, timedOut: 0, rejected: 0, removed: 0, canceled: 0 }
const plan = (counts: Partial<DeploymentCounts>, kept: Record<string, number>, how = {}) => {
  const told = planReading({ ...none, ...counts }, kept, { before: true, over: false, ...how })
  return told.whole ? 'all' : told.states.join(' ')
}

test.each<[string, Partial<DeploymentCounts>, Record<string, number>, object, string]>([
  ['never read', { queued: 9_000 }, {}, { before: false }, 'all'],
  ['over', { succeeded: 9_000 }, { SUCCEEDED: 8_999, IN_PROGRESS: 1 }, { over: true }, 'all'],
  ['one came to an end', { queued: 8_999, succeeded: 1 }, { QUEUED: 9_000 }, {}, 'SUCCEEDED'],
  [
    'one came to an end, others go on',
    { queued: 8_000, inProgress: 30, failed: 1 },
    { QUEUED: 8_001, IN_PROGRESS: 30 },
    {},
    'IN_PROGRESS FAILED',
  ],
  ['most came to an end', { queued: 1, succeeded: 9_000 }, { QUEUED: 9_001 }, {}, 'SUCCEEDED'],
  ['as many pages as all of them', { queued: 200, succeeded: 200 }, { QUEUED: 400 }, {}, 'SUCCEEDED'],
  ['a small job', { queued: 3, succeeded: 1 }, { QUEUED: 4 }, {}, 'all'],
  ['only fewer than before', { queued: 8_000 }, { QUEUED: 8_001 }, {}, 'all'],
  [
    'looked at again for what is in progress',
    { queued: 8_000, inProgress: 30 },
    { QUEUED: 8_000, IN_PROGRESS: 30 },
    {},
    'IN_PROGRESS',
  ],
  ['everything in progress', { inProgress: 8_000 }, { IN_PROGRESS: 8_000 }, {}, 'all'],
])('%s', (_, counts, kept, how, expected) => expect(plan(counts, kept, how)).toBe(expected))
