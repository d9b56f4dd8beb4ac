import { expect, test } from 'vitest'
import { mentionsIn } from '#server/incidents/people.ts'

const people = [
  ['Ann Lee Park', null],
  ['Ann Lee', null],
  ['Ann', null],
  ['Zoë', 'ann'],
  ['Ann Lee', null],
  ['Bo Approver', 'approver'],
  ['Cy', 'cy.b'],
].map(([name, handle], n) => ({ id: String(n), name: name ?? '', handle: handle ?? null }))

test.each([
  ['@Ann, look', ['2'], []],
  ['@ann lee: look', ['1', '4'], []],
  ['@Ann Lee Park and @zoë', ['0', '3'], []],
  ['@Annette', [], ['Annette']],
  ['@Zoëtrope @Ann2', [], ['Zoëtrope', 'Ann2']],
  ['mail ann@Ann', ['2'], []],
  ['nobody at all @', [], []],
  ['@@Ann @Ann', ['2'], []],
  ['@Approver please look', ['5'], []],
  ['@approver.', ['5'], []],
  ['@cy.b and @cy', ['6'], []],
  ['@approver.jones, @approvers', [], ['approver.jones', 'approvers']],
  ['write to me@approver.com or x@approver', [], []],
  ['@xyz. And again @xyz, at 2@3 and @10', [], ['xyz']],
])('%s', (text, expected, nobody) => {
  const found = mentionsIn(text, people)
  expect(found.named.map(({ id }) => id)).toEqual(expected)
  expect(found.nobody).toEqual(nobody)
})
