import { expect, test } from 'vitest'
import { describeChange } from '#components/history/describe-change.ts'
import type { HistoryEntry } from '#contract/history.ts'

const entry = (changes: Partial<HistoryEntry>): HistoryEntry => ({
  id: '1',
  observedAt: '2026-11-20T00:00:00.000Z',
  subjectKind: 'thing',
  subject: 'pump-1',
  change: 'type',
  relatedKind: null,
  related: null,
  before: null,
  after: null,
  ...changes,
})

test.each<[Partial<HistoryEntry>, string]>([
  [{ change: 'attached', relatedKind: 'certificate' }, 'Certificate attached'],
  [{ change: 'joined', relatedKind: 'thing-group' }, 'Joined thing group'],
  [{ change: 'gone' }, 'Thing no longer listed by AWS'],
  [{ change: 'type', before: 'a', after: 'b' }, 'Type changed'],
  [{ change: 'billing-group', after: 'b' }, 'Billing group set'],
  [{ change: 'billing-group', before: 'b' }, 'Billing group removed'],
  [{ change: 'defaultVersion', before: '1', after: '2' }, 'Default version changed'],
])('%o', (changes, title) => {
  expect(describeChange(entry(changes)).title).toBe(title)
})

test('objects are compared name by name', () => {
  const before = { site: 'oslo', model: 'A' }
  const after = { site: 'bergen', model: 'A', note: '' }
  expect(describeChange(entry({ change: 'attributes', before, after })).changes).toEqual([
    { name: 'note', before: null, after: '' },
    { name: 'site', before: 'oslo', after: 'bergen' },
  ])
})
