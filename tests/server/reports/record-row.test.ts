import { expect, test } from 'vitest'
import { recordRow } from '#server/reports/documents/record-row.ts'

test('a record is named by what tells it apart; times, lists and noughts are said as people say them', () => {
  const targets = ['arn:a', 'arn:b', 'arn:c', 'arn:d', 'arn:e'].join('; ')
  const deployment = { kind: 'job', name: 'rollout', title: 'rollout', failed: 0, removed: 0, health: 'running' }
  const more = { targets, packages: '[]', security: false, created_at: '2026-11-20T13:50:51.662Z', completed_at: null }
  expect(recordRow('deployments', { ...deployment, ...more })).toEqual([
    'rollout, running',
    'kind: job; failed: 0; created at: 2026-11-20 13:50 UTC; targets: arn:a, arn:b, arn:c and 2 more',
  ])
})

test('what somebody wrote is never cut', () => {
  const statement = 'Seen; asked; tried; written down; signed'
  expect(recordRow('attestations', { control: 'tamper-resistance', answer: 'pass', statement })).toEqual([
    'tamper-resistance, pass',
    `statement: ${statement}`,
  ])
  expect(recordRow('something-new', { b: 'two', a: 'one', c: 'three' })).toEqual(['one, two', 'c: three'])
})
