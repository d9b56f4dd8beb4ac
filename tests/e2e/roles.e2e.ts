import { forgetAttempts } from '#tests/support/e2e-database.ts'
import { demoEmail, demoPassword } from '#tests/support/e2e-environment.ts'
import { open } from '#tests/support/e2e-pages.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

test.describe('Roles', { tag: '@first-light' }, () => {
  test('a viewer sees what is not theirs to do, disabled and with the reason', async ({ page, trouble }) => {
    await open(page, '/sync')
    const sync = page.getByRole('button', { name: 'Sync now' }).first()
    await expect(sync).toBeDisabled()
    await expect(sync).toHaveAccessibleDescription('Needs the responder role; yours is viewer')
    await sync.focus()
    await expect(sync).toBeFocused()
    await open(page, '/settings/people')
    const add = page.getByRole('button', { name: 'Add person…' })
    await expect(add).toHaveAccessibleDescription('Needs the admin role; yours is viewer')
    await expect(page.getByText('For admins')).toBeVisible()
    await open(page, '/settings/accounts')
    await expect(page.getByRole('button', { name: 'Add account…' })).toHaveAccessibleDescription(/admin role/)
    trouble.expect(/403/)
    const answer = await page.request.post('/api/sync/requests', {
      data: {},
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    expect(answer.status()).toBe(403)
  })
})

test.describe('Strangers', { tag: '@first-light' }, () => {
  test.use({ role: null })

  test('a stranger is sent to sign in, and then to where they were going', async ({ page, trouble }) => {
    await forgetAttempts()
    const wanted = '/fleet?type=edge-gateway&sort=-name'
    await open(page, wanted)
    await expect(page).toHaveURL(/\/sign-in\?next=/)
    trouble.expect(/401/)
    await page.getByLabel('E-mail').fill(demoEmail('viewer'))
    await page.getByLabel('Password').fill('not the password at all')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('status').filter({ hasText: /password/i })).toBeVisible()
    await page.getByLabel('Password').fill(demoPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Inventory', level: 1 })).toBeVisible()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(wanted)
  })

  test('an address that leads elsewhere is not followed after signing in', async ({ page }) => {
    await forgetAttempts()
    await open(page, '/sign-in?next=//example.invalid/')
    await page.getByRole('button', { name: 'Approver' }).click()
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  })

  test('the password never reaches the address, even when no script runs', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill(demoEmail('viewer'))
    await page.getByLabel('Password').fill('a secret nobody may log')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForLoadState()
    expect(page.url()).not.toContain('secret')
    await context.close()
  })
})
