import { expect, test } from 'vitest'
import { activityList } from '#components/activity/activity-list-state.ts'
import { activityFields } from '#components/activity/filter-fields.ts'
import { trailProblems } from '#components/activity/trail-badge.tsx'
import { readAddress } from '#components/data/list/address.ts'
import type { TrailState } from '#contract/activity.ts'

const read = (address: Record<string, string>) => readAddress(activityList.parsers, (name) => address[name])

test.each([
  ['2026-11-20', '2026-11-20'],
  ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'],
  ['2026-13-40', null],
  ['20 November', null],
  ['2026-11-20x', null],
])('%s in the address is the day %s', (text, day) => {
  expect(read({ from: text }).from).toBe(day)
})

test('a result that is none is dropped, so that the endpoint never sees it', () => {
  expect(read({ result: 'maybe' }).result).toBeNull()
  expect(read({ result: 'refused' }).result).toBe('refused')
})

test('people are offered by name: those in the trail, those on the page, and oneself', () => {
  const choices = { actors: [{ id: 'a', name: 'Ada' }], actions: ['session.started', 'x.y'], kinds: ['run'] }
  const fields = activityFields(choices, [], { id: 'me', name: 'Me' })
  const options = (id: string) => fields.find((field) => field.id === id)?.options
  expect(options('actor')).toEqual([
    { value: 'a', label: 'Ada' },
    { value: 'me', label: 'Me' },
  ])
  expect(options('action')).toEqual([
    { value: 'session.started', label: 'Signed in' },
    { value: 'x.y', label: 'x.y' },
  ])
})

test('a break that both checks found is told once', () => {
  const problem = { kind: 'changed', position: 3, entry: '3', sentence: 'Entry 3 was changed.' }
  const check = { checkedAt: '2026-11-20T10:00:00Z', position: 2, problems: [problem] }
  const state: TrailState = {
    head: { position: 9, hash: '' },
    recent: check,
    full: check,
    role: { name: 'app', mayChange: [] },
    targets: [],
  }
  expect(trailProblems(state)).toEqual([problem])
})
