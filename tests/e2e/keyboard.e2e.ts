import type { Page } from '@playwright/test'
import type { Certificate } from '#contract/certificates.ts'
import type { Thing } from '#contract/things.ts'
import { columnOf, open, rowsOf } from '#tests/support/e2e-pages.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

test.describe('By keyboard', { tag: '@first-light' }, () => {
  test('a list is searched, walked, opened and selected without a mouse', async ({ page }) => {
    await open(page, '/fleet?type=edge-gateway')
    const rows = rowsOf(page, 'Things')
    const names = await columnOf(page, 'Things', 'Name')
    await page.keyboard.press('/')
    const search = page.getByRole('searchbox', { name: 'Search things' })
    await expect(search).toBeFocused()
    await page.keyboard.type('gw-')
    await expect(page).toHaveURL(/search=gw-/)
    await page.getByRole('heading', { name: 'Inventory' }).click()

    await page.keyboard.press('j')
    await expect(rows.nth(0)).toBeFocused()
    await page.keyboard.press('j')
    await expect(rows.nth(1)).toBeFocused()
    await page.keyboard.press('k')
    await page.keyboard.press('x')
    await expect(rows.nth(0).getByRole('checkbox')).toBeChecked()

    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: names[0] ?? '' })).toBeVisible()
    await page.keyboard.press('j')
    await expect(page.getByRole('dialog', { name: names[1] ?? '' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(rows.nth(1)).toBeFocused()
    await expect(page).not.toHaveURL(/open=/)
  })

  test('? shows every shortcut, and g goes to the nouns', async ({ page }) => {
    await open(page, '/policies')
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(sheet).toContainText('Search or jump to')
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await expect(page.getByRole('heading', { name: 'Credentials', level: 1 })).toBeVisible()
  })

  test('the palette finds things, certificates, client IDs and pages', async ({ page }) => {
    await open(page, '/')
    const [certificate] = (await ask<{ items: Certificate[] }>(page, '/certificates?limit=1&sort=created')).items
    const things = (await ask<{ items: Thing[] }>(page, '/things?type=edge-gateway&limit=200')).items
    const odd = things.find(({ clientId, name }) => clientId !== null && clientId !== name)
    const [thing] = things
    if (!certificate || !thing || !odd?.clientId) throw new Error('The demo fleet lacks what this journey looks for')

    await jump(page, thing.name, new RegExp(`^${thing.name}`))
    await expect(page.getByRole('heading', { name: thing.name, level: 1 })).toBeVisible()
    await jump(page, certificate.certificateId.slice(0, 12), new RegExp(certificate.certificateId.slice(0, 6)))
    await expect(page).toHaveURL(new RegExp(`/credentials/1/${certificate.certificateId}$`))
    await jump(page, odd.clientId, new RegExp(odd.clientId))
    await expect(page.getByRole('heading', { name: odd.name, level: 1 })).toBeVisible()
    await jump(page, 'activity', /^Activity/)
    await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible()

    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('nothing-is-called-this')
    await expect(page.getByText('Nothing is called “nothing-is-called-this”')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})

async function jump(page: Page, typed: string, option: RegExp) {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Search or jump to' })
  await palette.getByRole('combobox').fill(typed)
  await expect(palette.getByRole('option', { name: option }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
}
