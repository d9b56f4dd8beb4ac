import type { Page } from '@playwright/test'
import { forgetAttempts } from './e2e-database.ts'
import { open } from './e2e-pages.ts'
import { expect } from './e2e-test.ts'

/** Fills in the sign-in page, from wherever the stranger was sent there. */
export async function signInByHand(page: Page, email: string, password: string) {
  await forgetAttempts()
  await open(page, '/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** An admin's page adds somebody with a first password. */
export async function addPerson(page: Page, person: { name: string; email: string; password: string; role: string }) {
  await open(page, '/settings/people')
  await page.getByRole('button', { name: 'Add person…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a person' })
  await dialog.getByLabel('Name').fill(person.name)
  await dialog.getByLabel('E-mail').fill(person.email)
  await dialog.getByRole('combobox', { name: 'Role' }).selectOption(person.role)
  await dialog.getByLabel('First password').fill(person.password)
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await expect(dialog).toBeHidden()
}
