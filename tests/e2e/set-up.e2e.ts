import { type NewInstallation, startNewInstallation } from '#tests/support/e2e-new-installation.ts'
import { open } from '#tests/support/e2e-pages.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

test.describe('Setting up', { tag: '@first-light' }, () => {
  test.use({ role: null })
  let installation: NewInstallation
  test.beforeAll(async () => {
    installation = await startNewInstallation()
  })
  test.afterAll(() => installation?.stop())

  test('the printed link makes the first admin, once, and nobody without it', async ({ page, trouble }) => {
    const { url, link } = installation
    const person = { name: 'First Admin', email: 'first@example.test', password: 'a password of enough length' }
    async function fill(token?: string) {
      if (token) await page.getByLabel('One-time token').fill(token)
      await page.getByLabel('Your name').fill(person.name)
      await page.getByLabel('E-mail').fill(person.email)
      await page.getByLabel('Password').fill(person.password)
      await page.getByRole('button', { name: 'Create admin' }).click()
    }
    trouble.expect(/403/)
    await open(page, `${url}/fleet`)
    await expect(page).toHaveURL(`${url}/setup`)
    await fill('a token somebody made up')
    await expect(page.getByText('That token is not valid, or has been used.')).toBeVisible()

    expect(link).toContain(`${url}/setup?token=`)
    await open(page, link)
    await fill()
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Add an account' })).toBeVisible()
    await expect(page.getByText('This is a demonstration')).toHaveCount(0)

    // The console is left first: it would ask for its live updates once more, as nobody.
    await page.goto('about:blank')
    await page.context().clearCookies()
    await open(page, link)
    await expect(page).toHaveURL(/\/sign-in/)
    await expect(page.getByRole('region', { name: 'Demo accounts' })).toHaveCount(0)
    const token = new URL(link).searchParams.get('token')
    const again = await page.request.post(`${url}/api/setup`, {
      data: { ...person, email: 'second@example.test', token },
    })
    expect([403, 409]).toContain(again.status())
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    for (const [address, words] of [
      ['/fleet', 'No AWS account is watched yet'],
      ['/sync', 'No account is watched'],
      ['/credentials', /No certificate|Nothing read yet|No AWS account/],
    ] as const) {
      await open(page, url + address)
      await expect(page.getByText(words).first()).toBeVisible()
    }
  })
})
