import { CreateThingCommand, DeleteThingCommand, UpdateCertificateCommand } from '@aws-sdk/client-iot'
import type { Page } from '@playwright/test'
import type { Certificate } from '#contract/certificates.ts'
import { deny, iot } from '#tests/support/e2e-aws.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

const feeds = 'Feeds of Demo production'

test.describe('Sync', { tag: '@first-light' }, () => {
  test.use({ role: 'responder' })

  test('every feed says how old it is, and can be asked for now', async ({ page }) => {
    await open(page, '/sync')
    for (const account of ['Demo production', 'Demo second account']) {
      const rows = rowsOf(page, `Feeds of ${account}`)
      expect(await rows.count()).toBeGreaterThan(10)
      for (const row of await rows.all()) await expect(row).toContainText(/just now|ago|Unavailable/)
    }
    await page.getByRole('main').getByRole('button', { name: 'Sync now' }).first().click()
    await expect(page.getByText(/^Asked for \d+ feeds$/)).toBeVisible()
    await expect(rowsOf(page, 'Recent passes').first()).toContainText('Complete')
    await page.getByRole('combobox', { name: 'Feed' }).selectOption({ label: 'Policies' })
    await expect(page).toHaveURL(/feed=policies/)
    await expect(rowsOf(page, 'Recent passes').first()).toContainText('Policies')
  })

  test('a permission that is missing is named, while every other feed goes on', async ({ page }) => {
    await open(page, '/sync')
    const row = (name: string) => rowsOf(page, feeds).filter({ hasText: new RegExp(`^${name}`) })
    const refused = row('CA certificates')
    await deny('ListCACertificates')
    try {
      await page.getByRole('table', { name: feeds }).getByRole('button', { name: 'Sync CA certificates now' }).click()
      await expect(refused).toContainText('Not permitted', { timeout: 30_000 })
      await expect(refused).toContainText('iot:ListCACertificates')
      await page.getByRole('table', { name: feeds }).getByRole('button', { name: 'Sync Policies now' }).click()
      await expect(row('Policies')).toContainText('Fresh')
      await expect(row('Certificates').first()).toContainText('Fresh')
      await expect(page.getByRole('main')).toContainText(/\d+ needs? attention/)
    } finally {
      await deny()
    }
    await page.getByRole('table', { name: feeds }).getByRole('button', { name: 'Sync CA certificates now' }).click()
    await expect(refused).toContainText('Fresh', { timeout: 30_000 })
  })

  test('what changes in AWS shows up on an open page after a sync, without a reload', async ({ page, visitor }) => {
    const name = `e2e-live-${Date.now()}`
    const watching = await visitor('viewer')
    await open(watching, `/fleet?search=${name}`)
    await expect(watching.getByText('No thing matches this filter')).toBeVisible()
    await open(page, '/sync')

    await iot.send(new CreateThingCommand({ thingName: name, attributePayload: { attributes: { site: 'Testville' } } }))
    await syncNow(page, 'Things')
    await expect(rowsOf(watching, 'Things').getByRole('link').filter({ hasText: name })).toBeVisible({
      timeout: 30_000,
    })

    await iot.send(new DeleteThingCommand({ thingName: name }))
    await syncNow(page, 'Things')
    await expect(watching.getByText('No thing matches this filter')).toBeVisible({ timeout: 30_000 })
    await open(watching, `/fleet/1/${name}`)
    await expect(watching.getByText('Gone from AWS')).toBeVisible()
    await expect(watching.getByRole('region', { name: 'History', exact: true })).toContainText(
      'Thing no longer listed by AWS',
    )
  })

  test('a certificate switched off in AWS turns inactive on its open page, and its history says so', async ({
    page,
    visitor,
  }) => {
    const query = '/certificates?status=ACTIVE&expiry=valid&account=1&key=EC%20384&limit=1'
    const [certificate] = (await ask<{ items: Certificate[] }>(page, query)).items
    if (!certificate) throw new Error('The demo fleet has no such certificate')
    const { certificateId } = certificate
    const watching = await visitor('viewer')
    await open(watching, `/credentials/1/${certificateId}`)
    const header = watching.getByRole('banner').or(watching.getByRole('main')).last()
    await expect(header.getByText('Devices that hold its key can connect.')).toBeVisible()
    await open(page, '/sync')
    try {
      await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }))
      await syncNow(page, 'Certificates')
      await expect(header.getByText('AWS IoT refuses it. It can be made active again.')).toBeVisible({
        timeout: 30_000,
      })
      const history = watching.getByRole('region', { name: 'History', exact: true })
      await expect(history).toContainText('Status changed')
      await expect(history).toContainText(/ACTIVE.*INACTIVE/)
    } finally {
      await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'ACTIVE' }))
      await syncNow(page, 'Certificates')
    }
    await expect(header.getByText('Devices that hold its key can connect.')).toBeVisible({ timeout: 30_000 })
  })
})

/** Presses the feed's own button and waits until the worker was asked. */
async function syncNow(page: Page, title: string) {
  const asked = page.waitForResponse((response) => response.url().endsWith('/api/sync/requests'))
  await page
    .getByRole('table', { name: feeds })
    .getByRole('button', { name: `Sync ${title} now`, exact: true })
    .click()
  expect((await asked).status()).toBe(202)
}
