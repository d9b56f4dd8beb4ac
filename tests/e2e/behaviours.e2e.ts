import type { Violation } from '#contract/behaviours.ts'
import { sql } from '#tests/support/e2e-database.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

const device = 'gw-ham-90004'
const windowMs = 300_000

/** What the device's agent would have measured in one window of the last two hours; it is silent in the demo. */
async function measured(metric: string, value: number, windowsAgo: number) {
  const at = new Date((Math.floor(Date.now() / windowMs) - windowsAgo) * windowMs)
  await sql(
    `insert into metric_windows (account_id, at, device, metric, value) values (1, $1, $2, $3, $4)
     on conflict (account_id, metric, at, device) do update set value = excluded.value`,
    [at, device, metric, value],
  )
}

/** An alarm that is over, so that the worker leaves it as it is. */
async function alarm(): Promise<string> {
  await sql(`delete from violations where profile = 'Every device' and device = $1`, [device])
  const [row] = await sql<{ id: string }>(
    `insert into violations (account_id, source, profile, behaviour, metric, device, state, severity, value, "limit",
       started_at, last_at, cleared_at)
     values (1, 'ours', 'Every device', 'connects-calmly', 'aws:num-connection-attempts', $1, 'alarm-cleared', 'medium',
       '57 attempts', 'less than 30 attempts', now() - interval '40 minutes', now() - interval '30 minutes', now() - interval '20 minutes')
     returning id`,
    [device],
  )
  return row?.id ?? ''
}

test.describe('Behaviours', { tag: '@findings' }, () => {
  test('an alarm shows what was measured; a viewer cannot say whether it was right', async ({ page }) => {
    await measured('aws:num-connection-attempts', 57, 7)
    const id = await alarm()
    await open(page, `/behaviours?device=${device}&state=alarm-cleared`)
    await rowsOf(page, 'Violations').filter({ hasText: 'connects-calmly' }).getByRole('link').click()
    await expect(page).toHaveURL(new RegExp(`open=${id}`))
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByText('57 attempts, and normal is less than 30 attempts.')).toBeVisible()
    await expect(drawer.getByRole('img', { name: /^Connection attempts.*At most 57 in one window/ })).toBeVisible()
    await expect(drawer.getByRole('button', { name: 'True positive' })).toHaveAccessibleDescription(
      'Needs the responder role; yours is viewer',
    )
    await drawer.getByRole('link', { name: 'Open the thing' }).click()
    await expect(page).toHaveURL(`/fleet/1/${device}`)
  })

  test('agents that send nothing are named', async ({ page }) => {
    await open(page, '/behaviours/silent?type=field-gateway')
    await expect(rowsOf(page, 'Silent agents').filter({ hasText: device })).toContainText('never')
  })
})

test.describe('Verifying alarms', { tag: '@findings' }, () => {
  test.use({ role: 'responder' })

  test('a responder says whether it was right, by a link to it alone', async ({ page }) => {
    const id = await alarm()
    await open(page, `/behaviours?search=nothing-of-that-name&open=${id}`)
    const verdict = page.getByRole('dialog').getByRole('button', { name: 'Benign positive' })
    await verdict.click()
    await expect(verdict).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('dialog').getByText('Said by Demo responder.')).toBeVisible()
    expect(await ask<Violation>(page, `/behaviours/violations/${id}`)).toMatchObject({
      verification: 'BENIGN_POSITIVE',
      verifiedBy: 'Demo responder',
    })
  })
})

test.describe('Security profiles', { tag: '@findings' }, () => {
  test.use({ role: 'admin' })

  test('one is added with what it would have found, turned off, and removed', async ({ page }) => {
    const name = 'Uploads of gateways'
    await sql('delete from security_profiles where name = $1', [name])
    await measured('aws:all-bytes-out', 7_000_000_000, 5)
    // As on an installation that has watched for longer: windows before that are none.
    await sql("update behaviour_positions set since = now() - interval '1 day' where account_id = 1")
    await open(page, '/behaviours/profiles')
    await page.getByRole('button', { name: 'Add profile…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name of the profile').fill(name)
    await dialog.getByLabel('Target', { exact: true }).selectOption('type')
    await dialog.getByLabel('Its name').fill('field-gateway')
    await dialog.getByLabel('Name', { exact: true }).fill('uploads-little')
    await dialog.getByLabel('Metric').selectOption('aws:all-bytes-out')
    await dialog.getByLabel('Limit').fill('6000000000')
    await dialog.getByRole('button', { name: 'What would it have found?' }).click()
    await expect(dialog.getByRole('status')).toContainText(
      `1 device in the last 24 windows: ${device} (7,000,000,000 bytes)`,
    )
    await dialog.getByLabel('Why').fill('They send readings, not pictures')
    await dialog.getByRole('button', { name: 'Save profile' }).click()
    await expect(dialog).toBeHidden()
    const panel = page.getByRole('region', { name })
    await expect(panel).toContainText('Bytes out: normal is less than 6,000,000,000')
    await panel.getByRole('button', { name: 'Change…' }).click()
    await page
      .getByRole('dialog')
      .getByRole('switch', { name: /^Judge by it/ })
      .click()
    await page.getByRole('dialog').getByLabel('Why').fill('Not before the new firmware')
    await page.getByRole('dialog').getByRole('button', { name: 'Save profile' }).click()
    await expect(panel.getByText('Off', { exact: true })).toBeVisible()
    await panel.getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove profile' }).click()
    await expect(panel).toHaveCount(0)
  })
})
