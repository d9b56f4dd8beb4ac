import { expect, test } from 'vitest'
import { namesIn } from '#server/incidents/people.ts'

const people = ['Ann Lee Park', 'Ann Lee', 'Ann', 'Zoë', 'Ann Lee'].map((name, n) => ({ id: String(n), name }))

test.each([
  ['@Ann, look', ['2']],
  ['@ann lee: look', ['1', '4']],
  ['@Ann Lee Park and @zoë', ['0', '3']],
  ['@Annette', []],
  ['@Zoëtrope @Ann2', []],
  ['mail ann@Ann', ['2']],
  ['nobody at all @', []],
  ['@@Ann @Ann', ['2']],
])('%s', (text, expected) => {
  expect(namesIn(text, people).map(({ id }) => id)).toEqual(expected)
})
