import type { BrowserContext, Page } from '@playwright/test'
import type { CaCertificate } from '#contract/ca-certificates.ts'
import type { Certificate } from '#contract/certificates.ts'
import type { Thing } from '#contract/things.ts'
import { axeFindings, sidewaysScroll } from '#tests/support/e2e-axe.ts'
import { product } from '#tests/support/e2e-environment.ts'
import { alive, open, rowsOf } from '#tests/support/e2e-pages.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

const themes = ['light', 'dark'] as const
const widths = [1280, 390]

type Place = { name: string; path: (page: Page) => string | Promise<string> }

const places: Place[] = [
  { name: 'Overview', path: () => '/' },
  { name: 'Inventory', path: () => '/fleet' },
  { name: 'Inventory, filtered to nothing', path: () => '/fleet?search=no-such-thing&type=edge-gateway' },
  { name: 'a thing with several certificates', path: thingPage('/things?type=edge-gateway&limit=1') },
  { name: 'a thing without certificate', path: thingPage('/things?health=none&limit=1') },
  { name: 'the longest name', path: thingPage('/things?search=commissioning-record&limit=1') },
  { name: 'Credentials', path: () => '/credentials' },
  { name: 'Credentials, filtered', path: () => '/credentials?concern=shared' },
  { name: 'an expired certificate', path: certificatePage('/certificates?expiry=expired&limit=1') },
  { name: 'a shared certificate', path: certificatePage('/certificates?concern=shared&limit=1') },
  { name: 'CA certificates', path: () => '/credentials/authorities' },
  { name: 'a CA certificate', path: authorityPage },
  { name: 'Policies', path: () => '/policies' },
  { name: 'a policy', path: () => '/policies/1/device-telemetry' },
  { name: 'a policy, compared', path: () => '/policies/1/device-telemetry?version=1&view=changes' },
  { name: 'Sync', path: () => '/sync' },
  { name: 'Activity', path: () => '/activity' },
  { name: 'Settings, me', path: () => '/settings' },
  { name: 'Settings, tokens', path: () => '/settings/tokens' },
  { name: 'Settings, people', path: () => '/settings/people' },
  { name: 'Settings, accounts', path: () => '/settings/accounts' },
  { name: 'Settings, API', path: () => '/settings/api' },
]

test.describe('Every page in both themes, wide and narrow', { tag: '@first-light' }, () => {
  test.use({ role: 'admin' })

  for (const { name, path } of places) {
    test(`${name}: accessible, within its policy, without sideways scrolling`, async ({ page, context }) => {
      const address = await path(page)
      for (const theme of themes) await inspect(page, context, address, theme)
    })
  }

  test('what opens over a page is accessible too', async ({ page, context }) => {
    for (const theme of themes) {
      await wear(context, theme)
      const look = async (what: string) => expect.soft(await axeFindings(page), `${what}, ${theme}`).toEqual([])
      await open(page, '/fleet?type=edge-gateway')
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
      await look('the shortcut sheet')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('combobox').fill('gw-')
      await expect(page.getByRole('option', { name: /^gw-/ }).first()).toBeVisible()
      await look('the palette')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Add filter' }).click()
      await expect(page.getByRole('option', { name: 'Type' })).toBeVisible()
      await look('the filter picker')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Columns' }).click()
      await expect(page.getByRole('menuitemcheckbox').first()).toBeVisible()
      await look('a menu')
      await page.keyboard.press('Escape')
      await rowsOf(page, 'Things').first().getByRole('link').click()
      await expect(page.getByRole('dialog').getByRole('region', { name: 'Certificates' })).toBeVisible()
      await look('a drawer')
      await open(page, '/settings/tokens')
      await page.getByRole('button', { name: 'Create token…' }).click()
      await expect(page.getByRole('dialog', { name: 'Create an API token' })).toBeVisible()
      await look('a dialog')
    }
  })

  test('a page that is not there says so, inside the console', async ({ page, trouble }) => {
    trouble.expect(/404/)
    for (const address of ['/nowhere', '/fleet/1/no-such-thing', '/credentials/1/00ff', '/policies/1/no-such-policy']) {
      await page.goto(address)
      await expect(page.getByRole('heading', { level: 1 }), address).toContainText(
        /not (here|found)|no such|nothing|does not exist/i,
      )
      expect.soft(await axeFindings(page), address).toEqual([])
    }
  })
})

test.describe('Pages for strangers', { tag: '@first-light' }, () => {
  test.use({ role: null })

  test('signing in: accessible, within its policy, without sideways scrolling', async ({ page, context }) => {
    for (const theme of themes) await inspect(page, context, '/sign-in', theme)
  })
})

async function inspect(page: Page, context: BrowserContext, address: string, theme: (typeof themes)[number]) {
  await wear(context, theme)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    if (width === widths[0]) await open(page, address)
    await settled(page)
    expect.soft(await axeFindings(page), `axe on ${address}, ${theme}, ${width} px`).toEqual([])
    expect.soft(await sidewaysScroll(page), `pixels beyond the window on ${address}, ${theme}, ${width} px`).toBe(0)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** The theme somebody has chosen is kept in the preferences' cookie. */
async function wear(context: BrowserContext, theme: string) {
  const url = product.url
  await context.addCookies([{ name: 'fleetwarden-preferences', value: `theme=${theme}&zone=UTC`, url }])
}

/** Nothing on the page says that it is still loading. */
async function settled(page: Page) {
  await alive(page)
  await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toHaveCount(0)
  await expect
    .poll(() => page.getByRole('table').evaluateAll((all) => all.some((one) => one.ariaBusy === 'true')))
    .toBe(false)
}

function thingPage(query: string) {
  return async (page: Page) => {
    const [thing] = (await ask<{ items: Thing[] }>(page, query)).items
    return `/fleet/${thing?.account}/${encodeURIComponent(thing?.name ?? '')}`
  }
}

function certificatePage(query: string) {
  return async (page: Page) => {
    const [certificate] = (await ask<{ items: Certificate[] }>(page, query)).items
    return `/credentials/${certificate?.account}/${certificate?.certificateId}`
  }
}

async function authorityPage(page: Page) {
  const [authority] = await ask<CaCertificate[]>(page, '/ca-certificates')
  return `/credentials/authorities/${authority?.account}/${authority?.certificateId}`
}
