import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { whyNotChosen } from '#components/people/new-password.ts'
import { NewPasswordForm } from '#components/people/new-password-form.tsx'
import { PersonState } from '#components/settings/person-state.tsx'
import { parsePreferences } from '#components/ui/preferences.ts'
import { PreferencesProvider } from '#components/ui/preferences-provider.tsx'

const form = () => renderToStaticMarkup(createElement(NewPasswordForm, { next: '/fleet' }))
const inputs = () => form().match(/<input[^>]*>/g) ?? []

test.each([
  [{ next: 'a long new password', again: 'a long new passwort' }, /differ/],
  [{ next: 'the temporary one', again: 'the temporary one' }, /That is the temporary password/],
  [{ next: 'a long new password', again: 'a long new password' }, undefined],
])('%j', (typed, sentence) => {
  const said = whyNotChosen({ current: 'the temporary one', ...typed })
  if (sentence) expect(said).toMatch(sentence)
  else expect(said).toBeUndefined()
})

test('the form is posted, so that no password comes into an address, and tells a password manager which is which', () => {
  expect(form()).toMatch(/<form [^>]*method="post"/)
  expect(inputs().map((input) => /autocomplete="([^"]*)"/i.exec(input)?.[1])).toEqual([
    ...['current-password', 'new-password', 'new-password'],
  ])
  expect(inputs().every((input) => input.includes('type="password"') && input.includes('required'))).toBe(true)
})

test('every field has its label, and the keyboard begins at the first', () => {
  const ids = inputs().map((input) => /id="([^"]*)"/.exec(input)?.[1])
  expect(ids.every((id) => id && form().includes(`for="${id}"`))).toBe(true)
  expect(inputs().map((input) => /autofocus/i.test(input))).toEqual([true, false, false])
})

test.each([
  ['own', false, 'Enabled'],
  ['temporary', false, 'Temporary password'],
  ['expired', false, 'Temporary password expired'],
  ['temporary', true, 'Disabled'],
] as const)('password %s, disabled %s: “%s”', (password, disabled, words) => {
  const temporaryPasswordUntil = '2026-11-27T10:00:00.000Z'
  const state = createElement(PersonState, { password, disabled, temporaryPasswordUntil })
  const preferences = { initial: parsePreferences(''), renderedAt: '2026-11-20T10:00:00.000Z', children: state }
  const shown = renderToStaticMarkup(createElement(PreferencesProvider, preferences))
  expect(shown).toContain(words)
  expect(shown.includes('dateTime="2026-11-27T10:00:00.000Z"'), 'until when').toBe(words === 'Temporary password')
})
