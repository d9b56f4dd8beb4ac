import { UpdateCertificateCommand } from '@aws-sdk/client-iot'
import type { Locator, Page } from '@playwright/test'
import type { Certificate } from '#contract/certificates.ts'
import type { Run, RunSummary } from '#contract/response.ts'
import { iot } from '#tests/support/e2e-aws.ts'
import { axeFindings, sidewaysScroll } from '#tests/support/e2e-axe.ts'
import { comesBack, deviceOf, isRefused, lastRecord, liveThing } from '#tests/support/e2e-devices.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { activeCertificates, planOf, request, runWhen, settleSoon, undo } from '#tests/support/e2e-runs.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

const certificatePage = (certificateId: string) => `/credentials/1/${certificateId}`
const history = (page: Page) => page.getByRole('region', { name: 'Response history' })

/** Waits for the plan and fills in why. */
async function giveReason(dialog: Locator) {
  await expect(dialog.getByRole('region', { name: 'What will change' })).toBeVisible({ timeout: 20_000 })
  await dialog.getByLabel('Kind of reason').selectOption('exercise')
  await dialog.getByLabel('Why').fill('A journey of the browser tests')
}

/** The run that a dialog is at, from its link to it. */
async function runOf(page: Page, dialog: Locator): Promise<Run> {
  const href = await dialog.getByRole('link', { name: /^Open run/ }).getAttribute('href')
  return ask<Run>(page, `/response/runs/${href?.split('/').at(-1)}`)
}

test.beforeAll(settleSoon)

test.describe('Cutting off', { tag: '@response' }, () => {
  test.use({ role: 'responder' })

  test('a live device: its session drops, it is refused, contained is measured, and undo brings it back', async ({
    page,
  }) => {
    test.setTimeout(150_000)
    const device = await liveThing('plain')
    const before = await lastRecord()
    await open(page, `/fleet/1/${device.thing}`)
    await page.getByRole('button', { name: 'Cut off…' }).click()
    const dialog = page.getByRole('dialog', { name: `Cut off ${device.thing}` })
    await expect(dialog).toContainText(`${device.thing} loses access to AWS IoT`, { timeout: 20_000 })
    await expect(dialog.getByRole('region', { name: 'What will change' })).toContainText(/UpdateCertificate.*INACTIVE/s)
    await expect(dialog.getByRole('region', { name: 'Who loses access' })).toContainText(/connected since/)
    await expect(dialog).toContainText(/AWS was asked for this plan/)
    const button = dialog.getByRole('button', { name: `Cut off ${device.thing}` })
    await button.click()
    await expect(dialog.getByText('Choose one', { exact: true }).last()).toBeVisible()
    await expect(dialog.getByLabel('Kind of reason')).toBeFocused()
    await giveReason(dialog)
    await button.click()
    // Its session is gone at once; that it stays so is what is waited for.
    await expect(dialog.getByRole('listitem').filter({ hasText: 'Being proved' })).toContainText(/decided in \d+ s/, {
      timeout: 45_000,
    })
    await expect(dialog).not.toContainText('from the request to containment')
    await expect(dialog).toContainText(/[\d.]+ s from the request to containment/, { timeout: 45_000 })
    await expect(dialog).toContainText(/No live session/)
    expect((await deviceOf(device.thing))?.connected).toBe(false)
    await isRefused(device, before)
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()

    await expect(page.getByRole('region', { name: 'Certificates', exact: true })).toContainText('Inactive')
    await expect(page.getByRole('region', { name: 'Presence', exact: true })).toContainText('Disconnected')
    await expect(history(page)).toContainText(/Contained.*contained in [\d.]+ s.*Demo responder/s)
    await history(page).getByRole('button', { name: 'Undo…' }).click()
    const undoing = page.getByRole('dialog', { name: /^Undo run/ })
    await giveReason(undoing)
    await undoing.getByRole('button', { name: /^Undo run/ }).click()
    await expect(undoing.getByText('Done', { exact: true })).toBeVisible({ timeout: 45_000 })
    await page.keyboard.press('Escape')
    await comesBack(device.thing)
    await expect(page.getByRole('region', { name: 'Certificates', exact: true })).toContainText('Active')
  })

  test('a dialog that is left tells the end of its run, and offers undo and the run', async ({ page }) => {
    const [certificateId = ''] = await activeCertificates(page, 1, 30)
    await open(page, certificatePage(certificateId))
    await page.getByRole('button', { name: 'Deactivate…' }).click()
    const dialog = page.getByRole('dialog')
    await giveReason(dialog)
    await dialog.getByRole('button', { name: /^Deactivate/ }).click()
    const close = dialog.getByRole('button', { name: /^Close and be told|^Close$/ }).last()
    await close.click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Inactive', { exact: true }).first()).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('button', { name: 'Reactivate…' })).toBeVisible()
    await expect(history(page)).toContainText(/Contained|Unproved/, { timeout: 45_000 })

    await page.getByRole('button', { name: 'Respond', exact: true }).click()
    await page.getByRole('menuitem', { name: /^Undo “Deactivate”/ }).click()
    await giveReason(dialog)
    await dialog.getByRole('button', { name: /^Undo run/ }).click()
    await expect(dialog.getByText('Done', { exact: true })).toBeVisible({ timeout: 45_000 })
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Deactivate…' })).toBeVisible()
  })

  test('selected rows: the number is exact from bar to button, and several accounts are refused with a way out', async ({
    page,
  }) => {
    const certificates = await activeCertificates(page, 3, 32)
    await open(page, '/credentials?status=ACTIVE&sort=created')
    for (const id of certificates) {
      const row = rowsOf(page, 'Certificates').filter({ has: page.locator(`a[href$="/${id}"]`) })
      await row.getByRole('checkbox').check()
    }
    await page.getByRole('button', { name: 'Deactivate 3 certificates…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Deactivate 3 certificates' })
    await giveReason(dialog)
    await expect(dialog).toContainText('Nobody can connect with 3 certificates until they are reactivated')
    await dialog.getByText('Each, call by call').click()
    await dialog.getByRole('button', { name: 'Deactivate 3 certificates', exact: true }).click()
    await expect(dialog.getByRole('link', { name: /^Open run/ })).toBeVisible()
    const { id } = await runOf(page, dialog)
    await expect.poll(async () => (await runWhen(page, id, 'watching', 'done')).counts.pending ?? 0).toBe(0)
    await undo(page, { id })

    await open(page, '/fleet')
    await page.getByRole('checkbox', { name: /^Select all/ }).check()
    await page.getByRole('button', { name: /^Select all [\d,+]+ matching/ }).click()
    const all = page.getByRole('button', { name: /^Cut off [\d,]+\+? things…/ })
    await expect(all).toHaveAccessibleDescription(/A run acts in one account. Choose one at the top/)
    await all.dispatchEvent('click')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('revoking offers to deactivate, wants the name typed, and says that it is for ever', async ({ page }) => {
    const [active = ''] = await activeCertificates(page, 1, 36)
    await open(page, certificatePage(active))
    await page.getByRole('button', { name: 'Respond', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Revoke…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('Deactivating keeps it out just as well, and can be undone', { timeout: 20_000 })
    await dialog.getByRole('button', { name: 'Deactivate instead…' }).click()
    await expect(page.getByRole('dialog', { name: /^Deactivate / })).toContainText('You can undo it')
    await page.keyboard.press('Escape')

    // One that nothing uses: what is revoked stays so for the journeys after this one.
    const { items } = await ask<{ items: Certificate[] }>(page, '/certificates?account=1&status=INACTIVE&limit=50')
    const idle = items.find(({ thingCount }) => thingCount === 0) ?? items[0]
    if (!idle) throw new Error('The demo fleet has no inactive certificate')
    await open(page, certificatePage(idle.certificateId))
    await page.getByRole('button', { name: 'Respond', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Revoke…' }).click()
    await giveReason(dialog)
    await expect(dialog).toContainText('This cannot be undone.')
    const revoke = dialog.getByRole('button', { name: /^Revoke / })
    await dialog.getByLabel('Type or paste this to confirm').fill('something else')
    await revoke.click()
    await expect(dialog.getByLabel('Type or paste this to confirm')).toBeFocused()
    await expect(dialog).toContainText('It is not the same text')
    await dialog.getByLabel('Type or paste this to confirm').fill(idle.certificateId)
    await revoke.click()
    await expect(dialog.getByRole('link', { name: /^Open run/ })).toBeVisible()
    const { id } = await runOf(page, dialog)
    await runWhen(page, id, 'watching', 'done')
    await expect(dialog.getByRole('button', { name: 'Undo…' })).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(page.getByText('Revoked', { exact: true }).first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Deactivate…' })).toHaveAccessibleDescription('It is revoked already')
  })

  test('without a mouse: from the page to the request and back to where it began', async ({ page }) => {
    const [certificateId = ''] = await activeCertificates(page, 1, 38)
    await open(page, certificatePage(certificateId))
    const first = page.getByRole('button', { name: 'Deactivate…' })
    await expect(first).not.toHaveAttribute('aria-disabled', 'true')
    await first.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('region', { name: 'What will change' })).toBeVisible({ timeout: 20_000 })
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(first).toBeFocused()

    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('region', { name: 'What will change' })).toBeVisible({ timeout: 20_000 })
    await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
    await tabTo(page, dialog.getByLabel('Kind of reason'))
    await page.keyboard.type('Exercise')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Asked for with the keyboard alone')
    await tabTo(page, dialog.getByRole('button', { name: /^Deactivate/ }))
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('link', { name: /^Open run/ })).toBeVisible()
    const { id } = await runOf(page, dialog)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await runWhen(page, id, 'watching', 'done')
    await undo(page, { id })
  })

  test('what somebody else did meanwhile is said, with the way to look again', async ({ page, visitor, trouble }) => {
    const [taken = '', changed = ''] = await activeCertificates(page, 2, 40)
    const other = await visitor('approver')
    const dialog = page.getByRole('dialog')
    trouble.expect(/409/)

    await open(page, certificatePage(taken))
    await page.getByRole('button', { name: 'Deactivate…' }).click()
    await giveReason(dialog)
    const theirs = await request(other, await planOf(other, 'deactivate-certificate', [taken]))
    await dialog.getByRole('button', { name: /^Deactivate/ }).click()
    const alert = dialog.getByRole('alert')
    await expect(alert).toContainText(/Nothing was done\.|AWS is no longer as the plan says/, { timeout: 30_000 })
    await runWhen(other, theirs.id, 'watching', 'done')
    await alert.getByRole('button', { name: 'Review again' }).click()
    await expect(dialog).toContainText('Nothing would change', { timeout: 20_000 })
    await page.keyboard.press('Escape')
    await undo(other, theirs)

    await open(page, certificatePage(changed))
    await page.getByRole('button', { name: 'Deactivate…' }).click()
    await giveReason(dialog)
    await iot.send(new UpdateCertificateCommand({ certificateId: changed, newStatus: 'INACTIVE' }))
    try {
      await dialog.getByRole('button', { name: /^Deactivate/ }).click()
      await expect(dialog).toContainText('Nothing was done: AWS is no longer as the plan says.', { timeout: 30_000 })
      await dialog.getByRole('button', { name: 'Review again' }).click()
      await expect(dialog).toContainText('Nothing would change', { timeout: 20_000 })
    } finally {
      await iot.send(new UpdateCertificateCommand({ certificateId: changed, newStatus: 'ACTIVE' }))
    }
  })
})

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, element: Locator) {
  const isThere = () => element.evaluate((one) => one === document.activeElement)
  for (let presses = 0; presses < 40 && !(await isThere()); presses += 1) await page.keyboard.press('Tab')
  await expect(element).toBeFocused()
}

test.describe('Who may act', { tag: '@response' }, () => {
  test('a viewer sees every verb with the reason it is not theirs', async ({ page, trouble }) => {
    const [certificateId = ''] = await activeCertificates(page, 1, 44)
    await open(page, certificatePage(certificateId))
    const reason = 'Needs the responder role; yours is viewer'
    await expect(page.getByRole('button', { name: 'Deactivate…' })).toHaveAccessibleDescription(reason)
    await page.getByRole('button', { name: 'Deactivate…' }).dispatchEvent('click')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.getByRole('button', { name: 'Respond', exact: true }).click()
    await expect(page.getByRole('menuitem', { name: /^Revoke…/ })).toContainText(reason)
    await page.keyboard.press('Escape')
    await open(page, '/fleet?type=edge-gateway')
    await rowsOf(page, 'Things').first().getByRole('checkbox').check()
    await expect(page.getByRole('button', { name: 'Cut off 1 thing…' })).toHaveAccessibleDescription(reason)
    trouble.expect(/403/)
    const answer = await page.request.post('/api/response/runs', {
      data: {
        account: 1,
        action: 'deactivate-certificate',
        selection: { scope: 'named', names: [certificateId] },
      },
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    expect(answer.status()).toBe(403)
    const { items } = await ask<{ items: RunSummary[] }>(
      page,
      `/response/runs?account=1&certificate=${certificateId}&limit=5`,
    )
    expect(items).toEqual([])
  })
})

for (const { width, colorScheme } of [
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const) {
  test.describe(`The dialog at ${width} px, ${colorScheme}`, { tag: '@response' }, () => {
    test.use({ role: 'responder', viewport: { width, height: 844 }, colorScheme })

    test('is readable by everybody, plan and menu alike', async ({ page }) => {
      const { thing } = await liveThing('shared-certificate')
      await open(page, `/fleet/1/${thing}`)
      await page.getByRole('button', { name: 'Respond', exact: true }).click()
      await expect(page.getByRole('menuitem', { name: /^Revoke…/ })).toBeVisible()
      expect(await axeFindings(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Cut off…' }).click()
      const dialog = page.getByRole('dialog')
      const shared = dialog.getByRole('group', { name: 'Certificates that other things use, too' })
      await expect(shared).toBeVisible({ timeout: 20_000 })
      expect(await axeFindings(page)).toEqual([])
      expect(await sidewaysScroll(page)).toBe(0)
      await shared.getByRole('checkbox').check()
      await expect(dialog.getByRole('region', { name: 'What will change' })).toContainText('UpdateCertificate', {
        timeout: 20_000,
      })
      await expect(dialog.getByRole('region', { name: 'Who loses access' })).toContainText('2 things')
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    })
  })
}
