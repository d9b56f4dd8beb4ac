import { forgetAttempts } from '#tests/support/e2e-database.ts'
import { demoEmail, demoPassword } from '#tests/support/e2e-environment.ts'
import { alive, numberIn, open, rowsOf } from '#tests/support/e2e-pages.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

test.describe('From first start to a certificate', { tag: '@first-light' }, () => {
  test.use({ role: null })

  test('an admin signs in and walks from the overview to a thing, its certificate, CA and policy', async ({ page }) => {
    await forgetAttempts()
    await open(page, '/')
    await expect(page).toHaveURL(/\/sign-in/)
    await page.getByLabel('E-mail').fill(demoEmail('admin'))
    await page.getByLabel('Password').fill(demoPassword)
    await page.getByRole('button', { name: 'Sign in' }).click()

    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    const main = page.getByRole('main')
    for (const figure of ['Things', 'Connected now', 'Credential expired', 'Certificates', 'Policies']) {
      const link = main.getByRole('link', { name: new RegExp(`^${figure} [\\d,]+ .*(just now|ago)$`) })
      await expect(link, `${figure} with its number and its age`).toBeVisible()
    }
    const things = numberIn(await main.getByRole('link', { name: /^Things [\d,]+/ }).textContent())
    expect(things).toBeGreaterThan(2000)

    await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Inventory' }).click()
    await expect(page.getByRole('heading', { name: 'Inventory', level: 1 })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search things' }).fill('pc-ham')
    await expect(page).toHaveURL(/search=pc-ham/)
    const first = rowsOf(page, 'Things').first()
    await expect(first.getByRole('link')).toHaveText(/^pc-ham-/)
    const name = (await first.getByRole('link').textContent()) ?? ''

    await first.getByRole('link').click()
    const drawer = page.getByRole('dialog', { name })
    await expect(drawer).toBeVisible()
    await expect(page).toHaveURL(/open=/)
    await expect(drawer.getByRole('region', { name: 'Certificates' }).getByRole('link').first()).toBeVisible()
    await drawer.getByRole('link', { name: 'Open full page' }).last().click()

    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(page).toHaveTitle(new RegExp(name))
    await page.getByRole('region', { name: 'Certificates' }).getByRole('link').first().click()
    await expect(page.getByRole('region', { name: 'Validity' })).toBeVisible()
    const certificate = page.url()
    await expect(page.getByRole('region', { name: 'Things' }).getByRole('link', { name, exact: true })).toBeVisible()

    await page
      .getByRole('region', { name: 'Chain' })
      .getByRole('link', { name: /Halden Device CA/ })
      .click()
    await expect(page.getByRole('heading', { name: /Halden Device CA/, level: 1 })).toBeVisible()
    await page.goBack()
    await expect(page).toHaveURL(certificate)

    const policies = page.getByRole('region', { name: 'Policies' })
    const policy = (await policies.getByRole('link').first().textContent()) ?? ''
    await policies.getByRole('link', { name: policy }).first().click()
    await expect(page.getByRole('heading', { name: policy, level: 1 })).toBeVisible()
    await expect(page.getByRole('region', { name: /^Document of version/ })).toContainText('"Statement"')

    await page.goBack()
    await page.goBack()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await page.goBack()
    await expect(page).toHaveURL(/search=pc-ham/)
    await alive(page)
    await expect(rowsOf(page, 'Things').first().getByRole('link')).toHaveText(name)
  })
})
