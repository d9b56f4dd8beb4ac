import { expect, test } from 'vitest'
import { runTitle } from '#components/response/run/run-title.ts'
import { targetHref } from '#components/response/run/target-links.ts'
import { aRun } from '../a-run.ts'

test('a run is called after what it does to what', () => {
  expect(runTitle(aRun())).toBe('Cut off pump-1')
  expect(runTitle(aRun({ targets: 12, target: null }))).toBe('Cut off 12 things')
  expect(runTitle(aRun({ action: 'restore', undoOf: { id: 'x', number: 7 } }))).toBe('Undo run 7')
  const target = 'a1b2'.repeat(16)
  expect(runTitle(aRun({ action: 'revoke-certificate', target })).length).toBeLessThan(40)
})

test.each([
  ['thing', 'pump 1', '/fleet/3/pump%201'],
  ['certificate', 'ab12', '/credentials/3/ab12'],
  ['thing-group', 'line-3', '/fleet?account=3&group=line-3'],
  ['account', '123456789012', '/settings/response'],
  ['client', 'pump-1', undefined],
] as const)('a target that is a %s leads to its page', (kind, name, href) => {
  expect(targetHref(3, { kind, name })).toBe(href)
})
