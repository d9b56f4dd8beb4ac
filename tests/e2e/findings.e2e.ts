import type { CheckGroup, CheckSettings, FindingSummary, Suppression } from '#contract/findings.ts'
import { columnOf, numberIn, open, rowsOf } from '#tests/support/e2e-pages.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

type Page = Parameters<typeof open>[0]
type Found = { items: FindingSummary[]; nextCursor: string | null }

/** Evaluation follows the facts within seconds; a busy machine takes its time. */
async function judged(page: Page) {
  await expect
    .poll(
      async () =>
        (await ask<CheckGroup[]>(page, '/findings/checks?account=1')).filter(({ judgedAt }) => judgedAt).length,
      {
        message: 'checks have judged',
        timeout: 45_000,
      },
    )
    .toBeGreaterThan(20)
}

const found = async (page: Page, query: string) =>
  (await ask<Found>(page, `/findings?account=1&limit=5&${query}`)).items

/** Checks of which the demo fleet shows at least one failure. */
const shown = [
  'certificate-expired',
  'certificate-expiring',
  'certificate-shared',
  'certificate-leftover',
  'certificate-unattached',
  'certificate-without-policy',
  'certificate-weak-key',
  'certificate-not-yet-valid',
  'certificate-pending-too-long',
  'ca-certificate-expiring',
  'ca-certificate-auto-registration-open',
  'thing-without-certificate',
  'policy-overly-permissive',
  'policy-client-id-variable',
  'policy-unused',
  'provisioning-template-without-hook',
  'domain-configuration-old-tls',
  'account-audit-unscheduled',
]

test.describe('Findings', { tag: '@findings' }, () => {
  test('every weakness of the demo fleet is found, and counted by check', async ({ page }) => {
    await judged(page)
    await expect
      .poll(
        async () => {
          const groups = await ask<CheckGroup[]>(page, '/findings/checks?account=1')
          return shown.filter((check) => !groups.some((group) => group.check === check && group.failing > 0))
        },
        { message: 'checks that should have found something', timeout: 45_000 },
      )
      .toEqual([])
    await open(page, '/findings')
    const titles = await columnOf(page, 'Checks', 'Check')
    expect(titles).toContain('Device certificate expires soon')
    const counts = await columnOf(page, 'Checks', 'Failing')
    expect(counts.every((text) => / of /.test(text))).toBe(true)
  })

  test('a check leads to its findings, the drawer to the resource', async ({ page }) => {
    await judged(page)
    await open(page, '/findings')
    await page.getByRole('searchbox', { name: 'Search checks' }).fill('expires soon')
    await expect(rowsOf(page, 'Checks').first()).toContainText('Device certificate expires soon')
    await rowsOf(page, 'Checks').filter({ hasText: 'Device certificate expires soon' }).getByRole('link').click()
    await expect(page).toHaveURL(/\/findings\/list\?.*check=certificate-expiring/)
    await expect(rowsOf(page, 'Findings').first()).toBeVisible()
    await rowsOf(page, 'Findings').first().getByRole('link').click()
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByRole('region', { name: 'Why it matters' })).toContainText('cannot reconnect')
    await expect(drawer.getByRole('region', { name: 'Who says so' })).toContainText('Fleetwarden')
    await drawer.getByRole('link', { name: 'Open the resource' }).click()
    await expect(page).toHaveURL(/\/credentials\/1\//)
    await expect(page.getByRole('region', { name: 'Findings' })).toContainText('Device certificate expires soon')
  })

  test('what cannot be judged says why and how to turn it on', async ({ page }) => {
    await open(page, '/findings/coverage')
    const audits = page.getByRole('region', { name: 'Audits' })
    await expect(audits.getByText('aws iot update-account-audit-configuration').first()).toBeVisible()
  })

  test('a filter that is not understood says so, until it is taken away', async ({ page }) => {
    await open(page, '/findings/list?severity=hgih&kind=policy')
    const odd = page.getByRole('status').filter({ hasText: 'hgih' })
    await expect(odd).toContainText('not understood, ignored')
    await page.getByRole('button', { name: 'Remove filter Severity: hgih' }).click()
    await expect(page).toHaveURL('/findings/list?kind=policy')
    await expect(odd).toHaveCount(0)
  })

  test('a viewer reads everything and decides nothing', async ({ page }) => {
    await judged(page)
    const [one] = await found(page, 'check=certificate-unattached')
    await open(page, `/findings/${one?.id}`)
    await expect(page.getByRole('button', { name: 'Suppress…' })).toHaveAccessibleDescription(
      'Needs the responder role; yours is viewer',
    )
  })
})

test.describe('Deciding on findings', { tag: '@findings' }, () => {
  test.use({ role: 'responder' })

  test('one is given an owner, commented, suppressed with a reason, and shown again', async ({ page }) => {
    await judged(page)
    // Words of this attempt alone: what one before it left behind is not taken for its own.
    const comment = `A spare in the store room, ${Date.now()}`
    const why = `Kept for replacements, ${Date.now()}`
    const [one] = await found(page, 'check=certificate-unattached')
    await open(page, `/findings/${one?.id}`)
    await page.getByRole('button', { name: 'Assign…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.getByRole('textbox', { name: 'Comment' }).fill(comment)
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    await expect(page.getByRole('textbox', { name: 'Comment' })).toHaveValue('')
    await expect(page.getByRole('region', { name: 'What happened' }).getByText(comment)).toBeVisible()
    await page.getByRole('button', { name: 'Suppress…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('It hides 1 open finding now.')).toBeVisible()
    await dialog.getByRole('textbox', { name: 'Why' }).fill(why)
    await dialog.getByRole('button', { name: 'Suppress', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Why it is suppressed')).toBeVisible()
    expect(await found(page, `check=certificate-unattached&subject=${one?.subject}`)).toEqual([])
    await open(page, '/findings/suppressions?state=active')
    const row = rowsOf(page, 'Suppressions').filter({ hasText: why })
    await row.getByRole('button', { name: 'End' }).click()
    await expect(row).toHaveCount(0)
    await expect.poll(() => found(page, `check=certificate-unattached&subject=${one?.subject}`)).toHaveLength(1)
  })

  test('hiding a whole check waits for somebody else, who sees what it hides', async ({ page, visitor }) => {
    await judged(page)
    const answer = await page.request.post('/api/findings/suppressions', {
      headers: { 'sec-fetch-site': 'same-origin' },
      data: {
        scope: { account: 1, check: 'policy-unused', kind: null, subject: null, reason: null },
        why: 'They are cleaned up with the next release',
        days: 14,
      },
    })
    const asked = (await answer.json()) as Suppression
    expect(asked.state).toBe('waiting')
    expect((await found(page, 'check=policy-unused')).length).toBeGreaterThan(0)
    const other = await visitor('approver')
    await open(other, '/findings/suppressions?state=waiting')
    await rowsOf(other, 'Suppressions').first().getByRole('button', { name: 'Approve…' }).click()
    await other.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click()
    await expect.poll(() => found(page, 'check=policy-unused')).toEqual([])
    await page.request.delete(`/api/findings/suppressions/${asked.id}`, {
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    await expect.poll(async () => (await found(page, 'check=policy-unused')).length).toBeGreaterThan(0)
  })

  test('many at once are exactly those that were counted', async ({ page }) => {
    await judged(page)
    await open(page, '/findings/list?check=thing-without-certificate')
    await page.getByRole('checkbox', { name: 'Select all rows on this page' }).check()
    const verb = page.getByRole('button', { name: /^Assign [\d,]+ findings?…$/ })
    const count = numberIn(await verb.textContent())
    expect(count).toBe(await rowsOf(page, 'Findings').count())
    await verb.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect.poll(() => columnOf(page, 'Findings', 'Owner').then((owners) => owners.includes('nobody'))).toBe(false)
  })
})

test.describe('Rules about findings', { tag: '@findings' }, () => {
  test.use({ role: 'admin' })

  test('one makes an incident of a finding that comes back; both name each other', async ({ page }) => {
    await judged(page)
    const name = `Unreadable documents, ${Date.now()}`
    await open(page, '/settings/incident-rules')
    await page.getByRole('button', { name: 'Add rule…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill(name)
    // Nothing has that policy, so that it is no grave matter.
    await dialog.getByLabel('Findings of at least').selectOption('Info')
    await dialog.getByRole('checkbox', { name: 'Policy’s document cannot be read' }).check()
    await dialog.getByRole('textbox', { name: 'Why' }).fill('Nobody looks at them otherwise')
    await dialog.getByRole('button', { name: 'Add rule' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('list', { name: 'Incident rules' })).toContainText(name)
    const states = async () => (await found(page, 'check=policy-unparsable')).map(({ incident }) => incident !== null)
    await setCheck(page, 'policy-unparsable', false)
    await expect.poll(states, { timeout: 45_000 }).toEqual([])
    await setCheck(page, 'policy-unparsable', true)
    await expect.poll(states, { timeout: 45_000 }).toEqual([true])
    const [one] = await found(page, 'check=policy-unparsable')
    await open(page, `/findings/${one?.id}`)
    await expect(page.getByRole('region', { name: 'What happened' }).getByText(`by the rule “${name}”`)).toBeVisible()
    await open(page, `/incidents/${one?.incident?.id}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('imported-2016')
    await expect(page.getByRole('region', { name: 'Timeline' }).getByText(name)).toBeVisible()
    await open(page, '/settings/incident-rules')
    await page.getByRole('button', { name: `Change ${name}` }).click()
    await dialog.getByRole('button', { name: 'Remove…' }).click()
    await dialog.getByRole('button', { name: `Yes, remove ${name}` }).click()
    await expect(dialog).toBeHidden()
  })
})

/** Turns a check off or on, as its dialog would. */
async function setCheck(page: Page, check: string, enabled: boolean) {
  const one = (await ask<CheckSettings[]>(page, '/findings/settings')).find((settings) => settings.check === check)
  const { version, severity = null, perType = [], perGroup = [] } = one ?? {}
  const body = { version, enabled, severity, parameters: {}, perType, perGroup, why: 'A journey' }
  const status = await page.evaluate(
    async ([path, text]) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(path, { method: 'PUT', headers, body: text })).status
    },
    [`/api/findings/settings/${check}`, JSON.stringify(body)] as const,
  )
  expect(status).toBe(200)
}
