import type { Page } from '@playwright/test'
import type { Run } from '#contract/response.ts'
import { findingsInBothThemes } from '#tests/support/e2e-axe.ts'
import { recordsIn } from '#tests/support/e2e-csv.ts'
import { open } from '#tests/support/e2e-pages.ts'
import {
  activeCertificates,
  failing,
  planOf,
  request,
  runWhen,
  settleSoon,
  undo,
  withGuards,
} from '#tests/support/e2e-runs.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

const deactivate = 'deactivate-certificate'
const verdict = (page: Page) => page.getByRole('region', { name: 'Are they out?' })
const stages = (page: Page) => page.getByRole('list', { name: 'Stages' }).getByRole('listitem')

test.describe('What is proved', { tag: '@response' }, () => {
  test.use({ role: 'responder' })
  test.beforeAll(settleSoon)

  test('a run says since when it is being proved and when it is decided, alike on every page, and then contained', async ({
    page,
    visitor,
  }) => {
    test.setTimeout(120_000)
    const admin = await visitor('admin')
    const restoreGuards = await withGuards(admin, { settleS: 20 })
    const run = await request(page, await planOf(page, deactivate, await activeCertificates(page, 1, 46)))
    try {
      await open(page, `/response/${run.id}`)
      await expect(verdict(page)).toContainText(/Being proved.*No look has seen a session for .* decided in \d+ s/s, {
        timeout: 45_000,
      })
      await expect(stages(page).last()).toContainText(/Being proved.*since .*\d\d:\d\d:\d\d.*decided .*\d\d:\d\d:\d\d/s)
      expect.soft(await findingsInBothThemes(page)).toEqual([])
      await open(admin, '/response?outcome=proving')
      await expect(admin.getByRole('table')).toContainText(`#${run.number}`)
      await expect(admin.getByText(/1 target in 1 run being proved/)).toBeVisible()

      await expect(verdict(page)).toContainText(/Contained in \d/, { timeout: 60_000 })
      const [confirmed = '', contained = ''] = await stages(page)
        .locator('time')
        .allTextContents()
        .then((all) => all.slice(-2))
      expect(confirmed <= contained, `${confirmed} then ${contained}`).toBe(true)
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: /CSV/ }).first().click()
      const [header = [], row = []] = await recordsIn(await download)
      const cell = (name: string) => row[header.indexOf(name)] ?? ''
      expect([cell('state'), cell('contained_at')]).toEqual(['contained', cell('proving_since')])
      expect(cell('proved_at') > cell('contained_at')).toBe(true)
    } finally {
      await restoreGuards()
      await undo(page, run)
    }
  })

  test('what AWS lets us read no more is not called contained, and is proved anew once it can be read', async ({
    page,
  }) => {
    test.setTimeout(150_000)
    const run = await request(page, await planOf(page, deactivate, await activeCertificates(page, 1, 48)))
    const target = async () =>
      (await ask<{ items: { state: string }[] }>(page, `/response/runs/${run.id}/targets`)).items[0]
    try {
      await open(page, `/response/${run.id}`)
      await expect(verdict(page)).toContainText(/Contained in \d/, { timeout: 60_000 })
      await failing({ DescribeCertificate: { denied: true } })
      await expect(verdict(page)).toContainText('Containment cannot be shown', { timeout: 60_000 })
      await expect(page.getByRole('region', { name: 'Targets' })).toContainText(
        /could not be read.*DescribeCertificate/,
      )
      expect((await target())?.state).toBe('unproved')
      await failing({})
      await expect(verdict(page)).toContainText(/Contained in \d/, { timeout: 60_000 })
    } finally {
      await failing({})
      await undo(page, run)
    }
  })

  test('many small plans add up, and the plan says how much is left before a second person is needed', async ({
    page,
    visitor,
  }) => {
    const admin = await visitor('admin')
    const restoreGuards = await withGuards(admin, { approvalAbove: 10_000 })
    const [first = '', second = ''] = await activeCertificates(page, 2, 50)
    let run: Run | undefined
    try {
      run = await request(page, await planOf(page, deactivate, [first]))
      await runWhen(page, run.id, 'watching', 'done')
      const { plan } = await planOf(page, deactivate, [second])
      const cut = plan?.guards.alone?.cut ?? 0
      expect(cut).toBeGreaterThan(0)
      await restoreGuards()
      await withGuards(admin, { approvalAbove: cut })
      await open(page, `/credentials/1/${second}`)
      await page.getByRole('button', { name: 'Deactivate…' }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog).toContainText(
        `${cut} were cut off within the hour on one person’s word; with 1 more that makes ${cut + 1}, and more than ${cut} need a second person.`,
        { timeout: 20_000 },
      )
      await expect(dialog.getByRole('button', { name: /^Request approval/ })).toBeVisible()
      expect.soft(await findingsInBothThemes(page)).toEqual([])
      await withGuards(admin, { approvalAbove: cut + 5 })
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Deactivate…' }).click()
      await expect(dialog).toContainText(
        `${cut} cut off within the hour on the same person’s word; 5 more without a second person`,
        {
          timeout: 20_000,
        },
      )
    } finally {
      await restoreGuards()
      if (run) await undo(page, run)
    }
  })
})
