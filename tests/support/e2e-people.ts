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

/** The first sign-in of somebody an admin added: nothing opens before they chose their own password. */
export async function enterFirst(page: Page, person: { email: string; first: string; password: string }) {
  await signInByHand(page, person.email, person.first)
  await expect(page.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
  await page.goto('/policies')
  await expect(page).toHaveURL(/\/new-password\?next=%2Fpolicies/)
  await open(page, '/new-password')
  await page.getByLabel('Temporary password').fill(person.first)
  await page.getByLabel('New password', { exact: true }).fill(person.password)
  await page.getByLabel('New password again').fill(person.password)
  await page.getByRole('button', { name: 'Choose password' }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
}

/** An admin's page adds somebody with a first password. */
export async function addPerson(page: Page, person: { name: string; email: string; first: string; role: string }) {
  await open(page, '/settings/people')
  await page.getByRole('button', { name: 'Add person…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a person' })
  await dialog.getByLabel('Name').fill(person.name)
  await dialog.getByLabel('E-mail').fill(person.email)
  await dialog.getByRole('combobox', { name: 'Role' }).selectOption(person.role)
  await dialog.getByLabel('First password').fill(person.first)
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await expect(dialog).toBeHidden()
}
