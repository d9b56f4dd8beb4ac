import type { Page } from '@playwright/test'
import type { CaCertificate } from '#contract/ca-certificates.ts'
import type { Certificate } from '#contract/certificates.ts'
import type { DeploymentSummary } from '#contract/deployments.ts'
import type { FindingSummary } from '#contract/findings.ts'
import type { IncidentSummary } from '#contract/incidents.ts'
import type { ReportSummary } from '#contract/reports.ts'
import type { Run } from '#contract/response.ts'
import type { Thing } from '#contract/things.ts'
import { axeFindings, findingsInBothThemes, sidewaysScroll } from '#tests/support/e2e-axe.ts'
import { alive, open, rowsOf } from '#tests/support/e2e-pages.ts'
import { activeCertificates, planOf, send } from '#tests/support/e2e-runs.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

const wide = { width: 1280, height: 800 }
const narrow = { width: 390, height: 800 }

const noSuchRun = '/response/00000000-0000-4000-8000-000000000000'
const noSuchReport = '/reports/00000000-0000-4000-8000-000000000000'
const noSuchIncident = '/incidents/00000000-0000-4000-8000-000000000000'

type Place = { name: string; path: (page: Page) => string | Promise<string> }

const places: Place[] = [
  { name: 'Overview', path: () => '/' },
  { name: 'Inventory', path: () => '/fleet?search=pc-ham' },
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
  { name: 'Response', path: () => '/response' },
  { name: 'a run', path: runPage },
  { name: 'Response, filtered to nothing', path: () => '/response?action=deny-group&state=rejected' },
  { name: 'Incidents', path: () => '/incidents?view=all' },
  { name: 'Incidents, filtered to nothing', path: () => '/incidents?cause=undecided&tag=no-such-tag' },
  { name: 'Exercises', path: () => '/incidents?drill=true' },
  { name: 'an incident', path: incidentPage },
  { name: 'Findings', path: () => '/findings' },
  { name: 'All findings', path: () => '/findings/list' },
  { name: 'Findings, filtered to nothing', path: () => '/findings/list?check=no-such-check' },
  { name: 'a finding', path: findingPage },
  { name: 'Suppressions', path: () => '/findings/suppressions' },
  { name: 'Audits', path: () => '/findings/audits' },
  { name: 'Coverage', path: () => '/findings/coverage' },
  { name: 'Settings, checks', path: () => '/settings/checks' },
  { name: 'Settings, incident rules', path: () => '/settings/incident-rules' },
  { name: 'Behaviours', path: () => '/behaviours' },
  { name: 'Security profiles', path: () => '/behaviours/profiles' },
  { name: 'Silent agents', path: () => '/behaviours/silent?never=false' },
  { name: 'Deployments', path: () => '/deployments' },
  { name: 'a deployment', path: deploymentPage },
  { name: 'Software versions', path: () => '/deployments/software?package=device-agent' },
  { name: 'Software drift', path: () => '/deployments/software/drift?package=meter-firmware' },
  { name: 'Cannot be updated', path: () => '/deployments/software/cannot-update?why=certificate-expired' },
  { name: 'Settings, deployments', path: () => '/settings/deployments' },
  { name: 'Reports', path: () => '/reports' },
  { name: 'a report', path: reportPage },
  { name: 'two reports, compared', path: comparePage },
  { name: 'Controls', path: () => '/reports/controls' },
  { name: 'a control', path: () => '/reports/controls/unique-credential' },
  { name: 'Scorecards', path: () => '/reports/scorecards' },
  { name: 'a scorecard', path: () => '/reports/scorecards/etsi-en-303-645' },
  { name: 'Report schedules', path: () => '/reports/schedules' },
  { name: 'Settings, retention', path: () => '/settings/retention' },
  { name: 'Sync', path: () => '/sync' },
  { name: 'Activity', path: () => '/activity' },
  { name: 'Settings, me', path: () => '/settings' },
  { name: 'Settings, tokens', path: () => '/settings/tokens' },
  { name: 'Settings, people', path: () => '/settings/people' },
  { name: 'Settings, accounts', path: () => '/settings/accounts' },
  { name: 'Settings, response', path: () => '/settings/response' },
  { name: 'Settings, playbooks', path: () => '/settings/playbooks' },
  { name: 'Settings, notifications', path: () => '/settings/notifications' },
  { name: 'Settings, API', path: () => '/settings/api' },
]

test.describe('Every page in both themes, wide and narrow', { tag: '@first-light' }, () => {
  test.use({ role: 'admin' })

  for (const { name, path } of places) {
    test(`${name}: accessible, within its policy, without sideways scrolling`, async ({ page }) => {
      await inspect(page, await path(page))
    })
  }

  test('what opens over a page is accessible too', async ({ page }) => {
    const check = async (what: string) => expect.soft(await findingsInBothThemes(page), what).toEqual([])
    await open(page, '/fleet?search=gw-ham')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await check('the shortcut sheet')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('gw-')
    await expect(page.getByRole('option', { name: /^gw-/ }).first()).toBeVisible()
    await check('the palette')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await expect(page.getByRole('option', { name: 'Type' })).toBeVisible()
    await check('the filter picker')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Columns' }).click()
    await expect(page.getByRole('menuitemcheckbox').first()).toBeVisible()
    await check('a menu')
    await page.keyboard.press('Escape')
    await rowsOf(page, 'Things').first().getByRole('link').click()
    await expect(page.getByRole('dialog').getByRole('region', { name: 'Certificates' })).toBeVisible()
    await check('a drawer')
    await open(page, '/settings/tokens')
    await page.getByRole('button', { name: 'Create token…' }).click()
    await expect(page.getByRole('dialog', { name: 'Create an API token' })).toBeVisible()
    await check('a dialog')
  })

  test('an address whose page does not exist offers the first one, filters kept', async ({ page, trouble }) => {
    trouble.expect(/400/)
    await page.goto('/fleet?type=edge-gateway&cursor=abc')
    await page.getByRole('note').getByRole('link', { name: 'First page' }).click()
    await expect(page).toHaveURL(/\/fleet\?type=edge-gateway$/)
    await expect(rowsOf(page, 'Things').first()).toBeVisible()
    await expect(page.getByRole('note').filter({ hasText: 'does not exist' })).toHaveCount(0)
  })

  test('a filter that a page does not have is said above it, on lists and elsewhere', async ({ page }) => {
    const note = page.getByRole('note').filter({ hasText: 'This page has no filter' })
    for (const address of [
      '/fleet?quux=1',
      '/findings?quux=1',
      '/findings/suppressions?state=active&quux=1',
      '/?quux=1',
    ]) {
      await open(page, address)
      await expect(note, address).toContainText('“quux”')
    }
    for (const address of ['/fleet?health=none', '/sync?feed=things', '/findings/suppressions?state=active']) {
      await open(page, address)
      await expect(note, address).toHaveCount(0)
    }
  })

  test('a page that is not there says so, inside the console', async ({ page, trouble }) => {
    trouble.expect(/404/)
    for (const address of [
      '/nowhere',
      '/fleet/1/no-such-thing',
      '/credentials/1/00ff',
      '/policies/1/no-such-policy',
      noSuchRun,
      noSuchIncident,
      noSuchReport,
      '/reports/controls/no-such-control',
      '/reports/scorecards/no-such-framework',
      '/deployments/999999999',
      '/deployments/no-such-deployment',
    ]) {
      // Told with the first byte: a page that finds out while it is streamed can only say so in its text.
      expect((await page.goto(address))?.status(), address).toBe(404)
      await expect(page.getByRole('heading', { level: 1 }), address).toContainText(
        /not (here|found)|no such|nothing|does not exist/i,
      )
      expect.soft(await axeFindings(page), address).toEqual([])
    }
  })
})

test.describe('Pages for strangers', { tag: '@first-light' }, () => {
  test.use({ role: null })

  test('signing in: accessible, within its policy, without sideways scrolling', async ({ page }) => {
    await inspect(page, '/sign-in')
  })
})

/** Wide and narrow; dark only wide and for its colours, which are all that a theme changes. */
async function inspect(page: Page, address: string) {
  await page.setViewportSize(wide)
  await open(page, address)
  await settled(page)
  expect.soft(await findingsInBothThemes(page), `axe on ${address}`).toEqual([])
  expect.soft(await sidewaysScroll(page), `pixels beyond the window on ${address}`).toBe(0)
  await page.setViewportSize(narrow)
  await settled(page)
  expect.soft(await axeFindings(page), `axe on ${address}, narrow`).toEqual([])
  expect.soft(await sidewaysScroll(page), `pixels beyond the window on ${address}, narrow`).toBe(0)
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

async function runPage(page: Page) {
  const { items } = await ask<{ items: Run[] }>(page, '/response/runs?limit=1')
  const [run = await planOf(page, 'deactivate-certificate', await activeCertificates(page, 1, 11))] = items
  return `/response/${run.id}`
}

/** The demo's virtual devices fight from the start, so that there is one within a minute. */
async function findingPage(page: Page) {
  const first = async () => (await ask<{ items: FindingSummary[] }>(page, '/findings?limit=1')).items[0]
  await expect.poll(async () => (await first())?.id, { message: 'a finding of the demo', timeout: 60_000 }).toBeTruthy()
  return `/findings/${(await first())?.id}`
}

async function incidentPage(page: Page) {
  const first = async () => (await ask<{ items: IncidentSummary[] }>(page, '/incidents?limit=1')).items[0]
  await expect
    .poll(async () => (await first())?.id, { message: 'an incident of the demo', timeout: 60_000 })
    .toBeTruthy()
  return `/incidents/${(await first())?.id}`
}

async function deploymentPage(page: Page) {
  const first = async () =>
    (await ask<{ items: DeploymentSummary[] }>(page, '/deployments?health=stalled&limit=1')).items[0]
  await expect
    .poll(async () => (await first())?.id, { message: 'a stalled deployment of the demo', timeout: 60_000 })
    .toBeTruthy()
  // Few of its devices: what a page of a hundred is looked at for is the same.
  return `/deployments/${(await first())?.id}?status=IN_PROGRESS`
}

async function reportPage(page: Page) {
  const newest = async () => (await ask<{ items: ReportSummary[] }>(page, '/reports?limit=1')).items[0]
  const wanted = { title: 'A page to look at', framework: null, scope: { accounts: [], groups: [] } }
  if (!(await newest())) await send(page, '/reports', wanted, { status: 202 })
  await expect.poll(async () => (await newest())?.state, { message: 'a report', timeout: 60_000 }).toBe('ready')
  return `/reports/${(await newest())?.id}`
}

async function comparePage(page: Page) {
  const id = (await reportPage(page)).split('/').at(-1)
  return `/reports/compare?a=${id}&b=${id}`
}

async function authorityPage(page: Page) {
  const [authority] = await ask<CaCertificate[]>(page, '/ca-certificates')
  return `/credentials/authorities/${authority?.account}/${authority?.certificateId}`
}
