import { sql } from '#tests/support/e2e-database.ts'
import { columnOf, numberIn, open, rowsOf } from '#tests/support/e2e-pages.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

test.describe('Policies', { tag: '@first-light' }, () => {
  test('the list counts attachments, and its drawer shows the document in force', async ({ page }) => {
    await open(page, '/policies')
    await page.getByRole('columnheader', { name: 'Attached to' }).getByRole('button').click()
    await expect(page).toHaveURL(/sort=-targets/)
    await expect
      .poll(async () => {
        const counts = (await columnOf(page, 'Policies', 'Attached to')).map((text) =>
          /\d/.test(text) ? numberIn(text) : 0,
        )
        return counts.length > 5 && counts.join() === counts.toSorted((a, b) => b - a).join()
      })
      .toBe(true)
    await page.getByRole('searchbox', { name: 'Search policies' }).fill('legacy')
    await expect(rowsOf(page, 'Policies')).toHaveCount(1)
    await rowsOf(page, 'Policies').getByRole('link').click()
    const drawer = page.getByRole('dialog', { name: 'legacy-all-access' })
    await expect(drawer.getByRole('region', { name: 'Default version of the policy' })).toContainText(
      '"Action": "iot:*"',
    )
    await drawer.getByRole('link', { name: 'Open policy' }).click()
    await expect(page.getByRole('heading', { name: 'legacy-all-access', level: 1 })).toBeVisible()
  })

  test('versions are read side by side and compared with the one in force', async ({ page }) => {
    await open(page, '/policies/1/device-telemetry')
    await expect(page.getByRole('region', { name: 'Document of version 3' })).toContainText(
      'iot:Connection.Thing.IsAttached',
    )
    await page.getByRole('button', { name: /^Version 1/ }).click()
    await expect(page).toHaveURL(/version=1/)
    await expect(page.getByRole('region', { name: 'Document of version 1' })).toContainText('"Action": "iot:*"')
    await page.getByRole('radio', { name: 'Compared with default (3)' }).check()
    const diff = page.getByRole('region', { name: 'From the default version 3 to version 1' })
    await expect(diff.getByRole('insertion').filter({ hasText: '"Action": "iot:*"' })).toBeVisible()
    await expect(diff.getByRole('deletion').filter({ hasText: 'iot:Connection.Thing.IsAttached' })).toBeVisible()
    await page.reload()
    await expect(diff).toBeVisible()
  })

  test('its targets lead to the certificates and things behind it', async ({ page }) => {
    await open(page, '/policies/1/installer-tool')
    const targets = page.getByRole('table', { name: 'Targets' })
    await expect(rowsOf(page, 'Targets').first()).toBeVisible()
    const thing = (await targets.locator('a[href^="/fleet/1/"]').first().textContent()) ?? ''
    await targets.getByRole('link', { name: thing, exact: true }).click()
    await expect(page.getByRole('heading', { name: thing, level: 1 })).toBeVisible()
    await expect(
      page.getByRole('region', { name: 'Certificates' }).getByRole('link', { name: 'installer-tool' }),
    ).toBeVisible()
  })

  test('a single statement written as an object is shown as any other', async ({ page }) => {
    await open(page, '/policies/1/pump-controller')
    await expect(page.getByRole('region', { name: /^Document of version/ })).toContainText('"Statement": {')
    await expect(page.getByText('Not JSON')).toHaveCount(0)
  })

  test('a document that is no JSON is shown as AWS stores it, and says so', async ({ page }) => {
    const broken = '{"Version": "2012-10-17", "Statement": [<b>not json'
    const where = `from policies p where p.id = v.policy_row_id and p.name = 'pilot-2022'`
    const [before] = await sql<{ document: string }>(
      `select v.document from policy_versions v join policies p on p.id = v.policy_row_id where p.name = 'pilot-2022'`,
    )
    await sql(`update policy_versions v set document = $1 ${where}`, [broken])
    try {
      await open(page, '/policies/1/pilot-2022')
      await expect(
        page.getByText('This document is not valid JSON. It is shown exactly as AWS stores it.'),
      ).toBeVisible()
      await expect(page.getByRole('region', { name: /^Document of version/ })).toContainText(broken)
      await expect(page.getByRole('button', { name: /^Version 1/ })).toContainText('Not JSON')
    } finally {
      await sql(`update policy_versions v set document = $1 ${where}`, [before?.document])
    }
  })
})
