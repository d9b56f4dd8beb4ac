import type { Thing } from '#contract/things.ts'
import { recordsIn } from '#tests/support/e2e-csv.ts'
import { columnOf, numberIn, open, rowsOf } from '#tests/support/e2e-pages.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

type List = { items: Thing[]; nextCursor: string | null }

test.describe('Inventory', { tag: '@first-light' }, () => {
  test('filters are tokens in the address, survive a reload and are taken back one by one', async ({ page }) => {
    await open(page, '/fleet')
    const facets = page.getByRole('complementary', { name: 'Facets' })
    const meters = facets.getByRole('button', { name: /^smart-meter/ })
    await meters.click()
    await expect(page).toHaveURL(/type=smart-meter/)
    await expect(meters).toHaveAttribute('aria-pressed', 'true')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByRole('option', { name: 'Attribute' }).click()
    await page.getByRole('combobox', { name: 'Attribute' }).fill('site=Hamburg')
    await page.getByRole('option', { name: /site=Hamburg/ }).click()
    await expect(page).toHaveURL(/attribute=site%3DHamburg|attribute=site=Hamburg/)

    await page.reload()
    await expect(page.getByRole('button', { name: 'Remove filter Type: smart-meter' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Remove filter Attribute: site=Hamburg' })).toBeVisible()
    const query = 'type=smart-meter&attribute=site%3DHamburg'
    const { count } = await ask<{ count: number }>(page, `/things/count?${query}`)
    expect(count).toBeGreaterThan(10)
    await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText(`of ${count} things`)
    await expect(rowsOf(page, 'Things')).toHaveCount(Math.min(count, 100))
    expect(new Set(await columnOf(page, 'Things', 'Type'))).toEqual(new Set(['smart-meter']))

    await page.getByRole('button', { name: 'Remove filter Attribute: site=Hamburg' }).click()
    await expect(page).not.toHaveURL(/attribute=/)
    await expect(page.getByRole('navigation', { name: 'Pages' })).not.toContainText(`of ${count} things`)
    await page.goBack()
    await expect(page.getByRole('button', { name: 'Remove filter Attribute: site=Hamburg' })).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(page).toHaveURL(/\/fleet$/)
  })

  test('paging forward and back shows every row once, in order', async ({ page }) => {
    const filter = 'type=asset-tracker'
    await open(page, `/fleet?${filter}`)
    const pages = page.getByRole('navigation', { name: 'Pages' })
    const total = numberIn((await pages.textContent())?.split('of')[1] ?? '')
    const seen: string[][] = []
    const next = pages.getByRole('button', { name: 'Next' })
    for (let left = total; left > 0; left -= 100) {
      await expect(rowsOf(page, 'Things')).toHaveCount(Math.min(left, 100))
      const names = await columnOf(page, 'Things', 'Name')
      expect(seen.flat().filter((name) => names.includes(name))).toEqual([])
      seen.push(names)
      if (left <= 100) break
      const last = names.at(-1) ?? ''
      await next.click()
      await expect(rowsOf(page, 'Things').getByRole('link', { name: last, exact: true })).toHaveCount(0)
    }
    expect(seen.flat()).toHaveLength(total)
    expect(seen.flat()).toEqual(seen.flat().toSorted())
    await expect(next).toHaveAccessibleDescription('This is the last page')

    for (const names of seen.slice(0, -1).toReversed()) {
      await pages.getByRole('button', { name: 'Previous' }).click()
      await expect.poll(() => columnOf(page, 'Things', 'Name')).toEqual(names)
    }
    await expect(pages.getByRole('button', { name: 'Previous' })).toHaveAccessibleDescription('This is the first page')
  })

  test('sorts by the server, both ways, and says so', async ({ page }) => {
    await open(page, '/fleet?type=edge-gateway')
    const header = page.getByRole('columnheader', { name: 'Name' })
    await expect(header).toHaveAttribute('aria-sort', 'ascending')
    await header.getByRole('button').click()
    await expect(page).toHaveURL(/sort=-name/)
    await expect(header).toHaveAttribute('aria-sort', 'descending')
    await expect
      .poll(async () => (await columnOf(page, 'Things', 'Name')).map((name) => name))
      .toEqual((await ask<List>(page, '/things?type=edge-gateway&sort=-name')).items.map(({ name }) => name))
    await page.getByRole('columnheader', { name: 'Expires' }).getByRole('button').click()
    await expect(page).toHaveURL(/sort=expiry/)
    const { items } = await ask<List>(page, '/things?type=edge-gateway&sort=expiry')
    await expect.poll(() => columnOf(page, 'Things', 'Name')).toEqual(items.map(({ name }) => name))
  })

  test('columns come and go, and the browser remembers them', async ({ page }) => {
    await open(page, '/fleet?type=edge-gateway')
    const table = page.getByRole('table', { name: 'Things' })
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Groups' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'firmware' }).click()
    await page.keyboard.press('Escape')
    await expect(table.getByRole('columnheader', { name: 'Groups' })).toHaveCount(0)
    await expect(table.getByRole('columnheader', { name: 'firmware' })).toBeVisible()
    await page.reload()
    await expect(table.getByRole('columnheader', { name: 'firmware' })).toBeVisible()
    await expect(table.getByRole('columnheader', { name: 'Groups' })).toHaveCount(0)
    expect(new Set(await columnOf(page, 'Things', 'firmware'))).toEqual(new Set(['2025.3', '2025.1']))
  })

  test('a selection says exactly what it holds: some, the page, or all that match', async ({ page }) => {
    await open(page, '/fleet?type=asset-tracker')
    const { count } = await ask<{ count: number }>(page, '/things/count?type=asset-tracker')
    const rows = rowsOf(page, 'Things')
    await rows.nth(0).getByRole('checkbox').check()
    await rows.nth(2).getByRole('checkbox').check()
    const said = page.getByRole('status').filter({ hasText: 'selected' })
    await expect(said).toHaveText('2 selected')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export 2 rows' }).click()
    const chosen = await recordsIn(await download)
    expect(chosen).toHaveLength(3)

    await page.getByRole('checkbox', { name: 'Select all rows on this page' }).check()
    await expect(said).toHaveText('100 selected, all on this page')
    await page.getByRole('button', { name: `Select all ${count} matching` }).click()
    await expect(said).toHaveText(`All ${count} things matching this filter are selected`)
    const whole = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export all matching' }).click()
    expect(await recordsIn(await whole)).toHaveLength(count + 1)
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    await expect(said).toHaveCount(0)
  })

  test('the CSV holds exactly what the filter matches, in the order shown', async ({ page }) => {
    await open(page, '/fleet?type=edge-gateway&presence=connected&sort=-name')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export CSV' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^things-\d{4}-\d{2}-\d{2}\.csv$/)
    const [header, ...records] = await recordsIn(file)
    const { items } = await ask<List>(page, '/things?type=edge-gateway&presence=connected&sort=-name')
    const name = header?.indexOf('name') ?? -1
    expect(records.map((record) => record[name])).toEqual(items.map((thing) => thing.name))
  })

  test('a view is saved, applied, replaced and deleted', async ({ page }) => {
    const name = `Chargers ${Date.now()}`
    await open(page, '/fleet?type=ev-charger&sort=-name')
    await page.getByRole('button', { name: 'Saved views' }).click()
    await page.getByRole('menuitem', { name: 'Save this view…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save this view' })
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Save view' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('button', { name: `View: ${name}` })).toBeVisible()

    await open(page, '/fleet')
    await page.getByRole('button', { name: 'Saved views' }).click()
    await page.getByRole('menuitem', { name }).click()
    await expect(page).toHaveURL(/type=ev-charger/)
    await expect(page).toHaveURL(/sort=-name/)
    await expect(page.getByRole('button', { name: 'Remove filter Type: ev-charger' })).toBeVisible()

    await page.getByRole('button', { name: `View: ${name}` }).click()
    await page.getByRole('menuitem', { name: `Delete “${name}”` }).click()
    await expect(page.getByRole('button', { name: 'Saved views' })).toBeVisible()
    await page.getByRole('button', { name: 'Saved views' }).click()
    await expect(page.getByRole('menuitem', { name })).toHaveCount(0)
  })

  test('a filter nothing matches says so and is cleared from there', async ({ page }) => {
    await open(page, '/fleet?type=edge-gateway&search=no-such-thing-anywhere')
    const main = page.getByRole('main')
    await expect(main.getByText('No thing matches this filter')).toBeVisible()
    await main.getByRole('table', { name: 'Things' }).waitFor()
    await main.getByRole('button', { name: 'Clear filters' }).last().click()
    await expect(page).toHaveURL(/\/fleet$/)
    await expect(rowsOf(page, 'Things')).toHaveCount(100)
  })

  test('the account chosen above narrows every page and stays chosen', async ({ page }) => {
    await open(page, '/fleet')
    await page
      .getByRole('combobox', { name: 'Account and region' })
      .selectOption({ label: 'Demo second account · us-east-1' })
    await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('of 150 things')
    await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Policies' }).click()
    await expect(rowsOf(page, 'Policies')).toHaveCount(1)
    await expect(rowsOf(page, 'Policies').getByRole('link')).toHaveText('harvest-robot')
  })
})
