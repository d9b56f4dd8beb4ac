import { product } from '#tests/support/e2e-environment.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { addPerson, enterFirst, signInByHand } from '#tests/support/e2e-people.ts'
import { expect, test } from '#tests/support/e2e-test.ts'
import { oneTimeCode } from '#tests/support/e2e-totp.ts'

test.describe('Settings', { tag: '@first-light' }, () => {
  test.use({ role: 'admin' })

  test('an API token works until it is revoked, and never beyond its role', async ({ page }) => {
    const name = `Script ${Date.now()}`
    await open(page, '/settings/tokens')
    await page.getByRole('button', { name: 'Create token…' }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByRole('dialog').getByRole('button', { name: 'Create token' }).click()
    const dialog = page.getByRole('dialog', { name: 'Your new token' })
    const secret = (await dialog.getByText(/^fw_\w+/).textContent()) ?? ''
    await dialog.getByRole('button', { name: 'Done' }).click()
    const call = (path: string, init?: RequestInit) =>
      fetch(`${product.url}/api${path}`, { ...init, headers: { authorization: `Bearer ${secret}` } })
    const things = await call('/things?limit=1')
    expect(things.status).toBe(200)
    expect(await things.json()).toMatchObject({ items: [{ account: 1 }] })
    expect((await call('/people')).status).toBe(403)

    const row = rowsOf(page, 'API tokens').filter({ hasText: name })
    await expect(row).toContainText('Active')
    await row.getByRole('button', { name: `Revoke ${name}…` }).click()
    const sure = page.getByRole('dialog', { name: `Revoke ${name}` })
    await expect(sure).toContainText('cannot be brought back')
    await sure.getByRole('button', { name: 'Revoke token' }).click()
    await expect(row).toContainText('Revoked')
    expect((await call('/things?limit=1')).status).toBe(401)
    await page.reload()
    await expect(row).toContainText('Revoked')
    await expect(page.getByText(secret)).toHaveCount(0)
  })

  test('somebody new turns on a second factor, signs in with it, and turns it off', async ({ page, visitor }) => {
    const person = aPerson('responder')
    await addPerson(page, person)
    const theirs = await visitor(null)
    await enterFirst(theirs, person)
    await open(theirs, '/settings')
    const panel = theirs.getByRole('region', { name: 'Two-factor sign-in' })
    await panel.getByRole('button', { name: 'Turn on…' }).click()
    const dialog = theirs.getByRole('dialog')
    await dialog.getByLabel('Your password').fill(person.password)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await expect(dialog.getByRole('img', { name: 'QR code for your authenticator' })).toBeVisible()
    const secret = (await dialog.getByText(/^[A-Z2-7]{16,}$/).textContent()) ?? ''
    await dialog.getByLabel('Code', { exact: true }).fill(oneTimeCode(secret))
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    await expect(dialog.getByRole('listitem').first()).toBeVisible()
    const backup = await dialog.getByRole('listitem').allTextContents()
    expect(backup.length).toBeGreaterThanOrEqual(8)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(panel).toContainText('On')

    const again = await visitor(null, /401/)
    await signInByHand(again, person.email, person.password)
    await again.getByLabel('Code from your authenticator').fill('000000')
    await again.getByRole('button', { name: 'Continue' }).click()
    await expect(again.getByRole('status').filter({ hasText: /code/i })).toBeVisible()
    // A code is good for one use; that of the next half minute is good already.
    await again.getByLabel('Code from your authenticator').fill(oneTimeCode(secret, Date.now() + 30_000))
    await again.getByRole('button', { name: 'Continue' }).click()
    await expect(again.getByRole('heading', { name: 'Overview' })).toBeVisible()

    const withBackup = await visitor(null)
    await signInByHand(withBackup, person.email, person.password)
    await withBackup.getByRole('button', { name: 'Use a backup code' }).click()
    await withBackup.getByLabel('Backup code').fill(backup[0] ?? '')
    await withBackup.getByRole('button', { name: 'Continue' }).click()
    await expect(withBackup.getByRole('heading', { name: 'Overview' })).toBeVisible()

    await panel.getByRole('button', { name: 'Turn off…' }).click()
    await dialog.getByLabel('Your password').fill(person.password)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await expect(panel.getByRole('button', { name: 'Turn on…' })).toBeVisible()
  })

  test('somebody sees where they are signed in and signs another session out', async ({ page, visitor }) => {
    const person = aPerson('viewer')
    await addPerson(page, person)
    const [here, there] = [await visitor(null), await visitor(null)]
    await enterFirst(here, person)
    await signInByHand(there, person.email, person.password)
    await expect(there.getByRole('heading', { name: 'Overview' })).toBeVisible()
    await open(here, '/settings')
    const sessions = here.getByRole('region', { name: 'Sessions' }).getByRole('listitem')
    await expect(sessions).toHaveCount(2)
    const other = sessions.filter({ hasNotText: 'This one' })
    await expect(
      sessions.filter({ hasText: 'This one' }).getByRole('button', { name: 'Sign out' }),
    ).toHaveAccessibleDescription(/the session you are using/)
    await other.getByRole('button', { name: 'Sign out' }).click()
    await expect(sessions).toHaveCount(1)
    await there.goto('/policies')
    await expect(there).toHaveURL(/\/sign-in\?next=%2Fpolicies/)
    await here.getByRole('button', { name: `Account of ${person.name}` }).click()
    await here.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(here).toHaveURL(/\/sign-in/)
  })

  test('a person is added, given another role, disabled and let in again', async ({ page, visitor, trouble }) => {
    const person = aPerson('viewer')
    await addPerson(page, person)
    const row = rowsOf(page, 'People').filter({ hasText: person.email })
    await expect(row).toContainText('Temporary password')
    const theirs = await visitor(null, /40[13]/)
    await enterFirst(theirs, person)

    await row.getByRole('combobox', { name: `Role of ${person.name}` }).selectOption('responder')
    await expect(page.getByText(`${person.name} is responder`)).toBeVisible()
    await open(theirs, '/sync')
    await expect(theirs.getByRole('button', { name: 'Sync now' }).first()).toBeEnabled()

    await row.getByRole('button', { name: `Disable ${person.name}` }).click()
    await expect(row).toContainText('Disabled')
    await theirs.goto('/')
    await expect(theirs).toHaveURL(/\/sign-in/)
    await signInByHand(theirs, person.email, person.password)
    await expect(theirs.getByText('This account is disabled. Ask an admin.')).toBeVisible()
    await row.getByRole('button', { name: `Enable ${person.name}` }).click()
    await expect(row).toContainText('Enabled')
    await signInByHand(theirs, person.email, person.password)
    await expect(theirs.getByRole('heading', { name: 'Overview' })).toBeVisible()

    trouble.expect(/409/)
    await page.getByRole('combobox', { name: 'Role of Demo admin' }).selectOption('viewer')
    await expect(page.getByText('This is the last admin. Make somebody else an admin first.')).toBeVisible()
    await expect(page.getByRole('combobox', { name: 'Role of Demo admin' })).toHaveValue('admin')
    await expect(page.getByRole('button', { name: 'Disable Demo admin' })).toHaveAccessibleDescription(
      'You cannot disable yourself',
    )
    await open(page, '/activity')
    await expect(page.getByRole('main')).toContainText(person.email)
  })

  test('an AWS account is added, renamed and no longer watched', async ({ page }) => {
    const name = `Plant ${Date.now()}`
    await open(page, '/settings/accounts')
    await page.getByRole('button', { name: 'Add account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add an AWS account' })
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByLabel('AWS account ID').fill(String(Date.now()).slice(-12).padStart(12, '4'))
    await dialog.getByLabel('Region').fill('eu-central-1')
    await dialog.getByLabel('Role ARN').fill('arn:aws:iam::123456789012:role/nobody')
    await dialog.getByRole('button', { name: 'Add account' }).click()
    await expect(dialog).toBeHidden()
    const row = rowsOf(page, 'AWS accounts').filter({ hasText: name })
    await expect(row).toContainText('Watched')
    await row.getByRole('button', { name: `Change ${name}` }).click()
    const change = page.getByRole('dialog', { name: `Change ${name}` })
    await change.getByLabel('Name').fill(`${name}, closed`)
    await change.getByRole('switch', { name: 'Watch this account' }).uncheck()
    await change.getByRole('button', { name: 'Save' }).click()
    await expect(rowsOf(page, 'AWS accounts').filter({ hasText: `${name}, closed` })).toContainText('Not watched')
  })

  test('the API page lists every endpoint of the document', async ({ page }) => {
    const document = await (await page.request.get('/api/openapi.json')).json()
    expect(document.openapi).toMatch(/^3\.1/)
    const operations = Object.values<object>(document.paths).reduce((sum, path) => sum + Object.keys(path).length, 0)
    await open(page, '/settings/api')
    const entry = page.getByText('/api/accounts/{account}/certificates/{certificateId}', { exact: true })
    await entry.click()
    await expect(page.getByText('fingerprint', { exact: true }).first()).toBeVisible()
    await expect(page.getByText(/^(GET|POST|PATCH|PUT|DELETE)$/)).toHaveCount(operations)
  })
})

/** Somebody nobody has met before. */
function aPerson(role: string) {
  const id = `${Date.now()}-${Math.floor(Math.random() * 1000)}`
  const passwords = { first: `first password ${id}`, password: `their own password ${id}` }
  return { name: `Person ${id}`, email: `person-${id}@example.test`, ...passwords, role }
}
