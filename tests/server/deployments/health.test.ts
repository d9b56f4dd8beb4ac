import { describe, expect, test } from 'vitest'
import type { DeploymentCounts } from '#contract/deployments.ts'
import { etaOf, healthOf } from '#server/deployments/health.ts'

const none = { queued: 0, inProgress: 0, succeeded: 0, failed: 0, timedOut: 0, rejected: 0, removed: 0, canceled: 0 }
const judged = (awsStatus: string, counts: Partial<DeploymentCounts>, more: object = {}) => ({
  ...{ awsStatus, counts: { ...none, ...counts }, counted: true, superseded: false, stalled: 0 },
  ...more,
})

describe('counts decide how it goes', () => {
  test.each([
    ['COMPLETED', { succeeded: 5 }, {}, 'succeeded'],
    ['COMPLETED', { succeeded: 4, failed: 1 }, {}, 'partly'],
    ['COMPLETED', { succeeded: 4, timedOut: 1 }, {}, 'partly'],
    ['COMPLETED', { succeeded: 4, canceled: 1 }, {}, 'partly'],
    ['COMPLETED', { succeeded: 4, removed: 1 }, {}, 'succeeded'],
    ['COMPLETED', { failed: 5 }, {}, 'failed'],
    ['COMPLETED', { rejected: 5 }, {}, 'failed'],
    ['COMPLETED', { removed: 5 }, {}, 'unknown'],
    ['COMPLETED', {}, {}, 'unknown'],
    ['CANCELED', { succeeded: 5 }, {}, 'canceled'],
    ['DELETION_IN_PROGRESS', { queued: 5 }, {}, 'canceled'],
    ['SCHEDULED', {}, {}, 'scheduled'],
    ['IN_PROGRESS', {}, {}, 'running'],
    ['IN_PROGRESS', {}, { counted: false }, 'unknown'],
    ['IN_PROGRESS', { queued: 1 }, {}, 'running'],
    ['IN_PROGRESS', { queued: 1 }, { stalled: 1 }, 'stalled'],
    ['IN_PROGRESS', { inProgress: 1, succeeded: 90, failed: 10 }, {}, 'failing'],
    ['IN_PROGRESS', { inProgress: 1, succeeded: 91, failed: 9 }, {}, 'running'],
    ['IN_PROGRESS', { inProgress: 1, failed: 1 }, { stalled: 1 }, 'failing'],
    ['IN_PROGRESS', { succeeded: 3, failed: 1 }, {}, 'partly'],
    ['IN_PROGRESS', { succeeded: 3 }, {}, 'succeeded'],
    ['ACTIVE', { queued: 3 }, { superseded: true }, 'canceled'],
    ['INACTIVE', { succeeded: 3 }, {}, 'succeeded'],
    ['INACTIVE', { queued: 3 }, {}, 'canceled'],
    ['INACTIVE', {}, {}, 'canceled'],
    ['FAILED', {}, {}, 'failed'],
  ])('%s with %j %j is %s', (status, counts, more, expected) => {
    expect(healthOf(judged(status, counts, more), 10)).toBe(expected)
  })
})

describe('an end is foretold at the pace of the last looks', () => {
  const at = (minutes: number, ended: number) => ({ at: new Date(minutes * 60_000), ended })
  test.each([
    ['half an hour for as many', 30, at(0, 0), at(30, 30), 1800],
    ['nobody ended', 30, at(0, 5), at(30, 5), null],
    ['fewer than before', 30, at(0, 5), at(30, 4), null],
    ['too short a time', 30, at(0, 0), at(4, 30), null],
    ['five minutes will do', 10, at(0, 0), at(5, 10), 300],
    ['nothing is open', 0, at(0, 0), at(30, 30), null],
    ['no look before', 30, null, at(30, 30), null],
  ])('%s', (_, open, from, to, expected) => {
    expect(etaOf(open, from, to)).toBe(expected)
  })
})
