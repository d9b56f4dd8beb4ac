import { expect, test } from 'vitest'
import { coveredBy, filterFor, ruleKey } from '#components/response/settings/never-touch-words.ts'
import type { NeverTouchRule } from '#contract/response-settings.ts'

const name = (pattern: string): NeverTouchRule => ({ by: 'name', pattern, why: 'Because' })

test.each([
  [name('*life-support*'), { filter: { search: 'life-support' }, is: 'exact' }],
  [name('gw-ham-*'), { filter: { search: 'gw-ham-' }, is: 'most' }],
  [name('gw-??-north-*'), { filter: { search: '-north-' }, is: 'most' }],
  [name('*'), undefined],
  [
    { by: 'group', group: 'clinic', why: 'x' },
    { filter: { group: 'clinic' }, is: 'least' },
  ],
  [
    { by: 'attribute', name: 'site', value: 'oslo', why: 'x' },
    { filter: { attribute: 'site=oslo' }, is: 'exact' },
  ],
] as const)('the inventory comes nearest to %j', (rule, expected) => {
  expect(filterFor(rule)).toEqual(expected)
})

test('what a rule covers, in words', () => {
  expect(coveredBy(name('gw-*'))).toBe('Names like gw-*')
  expect(coveredBy(name('gw-1'))).toBe('The name gw-1')
  expect(coveredBy({ by: 'attribute', name: 'site', value: 'oslo', why: 'x' })).toBe('Attribute site = oslo')
})

test('two rules for the same are one, whatever their reasons', () => {
  expect(ruleKey({ ...name('gw-*'), why: 'One' })).toBe(ruleKey({ ...name('gw-*'), why: 'Another' }))
  expect(ruleKey(name('clinic'))).not.toBe(ruleKey({ by: 'group', group: 'clinic', why: 'x' }))
})
