import { DeletePolicyCommand, DeleteThingGroupCommand, DetachPolicyCommand } from '@aws-sdk/client-iot'
import type { Page } from '@playwright/test'
import type { Run } from '#contract/response.ts'
import { iot } from '#tests/support/e2e-aws.ts'
import { findingsInBothThemes } from '#tests/support/e2e-axe.ts'
import { recordsIn } from '#tests/support/e2e-csv.ts'
import { sql } from '#tests/support/e2e-database.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import {
  activeCertificates,
  failing,
  planOf,
  request,
  runWhen,
  send,
  settleSoon,
  undo,
  withGuards,
} from '#tests/support/e2e-runs.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

const deactivate = 'deactivate-certificate'
const pageOf = ({ id }: Pick<Run, 'id'>) => `/response/${id}`
const waitingPanel = (page: Page) => page.getByRole('region', { name: 'Waits for a second person' })
const badge = (page: Page) => page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) })

test.beforeAll(settleSoon)

test.describe('Runs and their approval', { tag: '@response' }, () => {
  test.use({ role: 'responder' })

  test('a second person approves, never the one who asked, and the page follows to the proof', async ({
    page,
    visitor,
    trouble,
  }) => {
    const admin = await visitor('admin')
    const approver = await visitor('approver', /403/)
    const restoreGuards = await withGuards(admin, { approvalAbove: 0 })
    const certificates = await activeCertificates(page, 1, 0)
    const run = await request(page, await planOf(page, deactivate, certificates))
    try {
      expect(run.state).toBe('awaiting-approval')
      await open(page, pageOf(run))
      await expect(waitingPanel(page)).toContainText(/Expires in/)
      await expect(page.getByRole('button', { name: 'Approve…' })).toHaveAccessibleDescription(/approver role/)
      trouble.expect(/403/)
      const decision = { decision: 'approve', digest: run.digest }
      await send(page, `/response/runs/${run.id}/decision`, decision, { status: 403 })

      await open(approver, '/response')
      const waiting = approver.getByRole('region', { name: 'Waiting for my approval' }).getByRole('listitem')
      const mine = waiting.filter({ hasText: 'A journey of the browser tests' }).first()
      await expect(mine).toContainText('Demo responder')
      await expect(mine).toContainText(/expires in/)
      await open(approver, pageOf(run))
      await expect(waitingPanel(approver)).toContainText(/Recomputed just now: the plan is the same/)
      await approver.getByRole('button', { name: 'Approve…' }).click()
      const dialog = approver.getByRole('dialog')
      await dialog.getByLabel(/^Note/).fill('Seen, go ahead')
      await dialog.getByRole('button', { name: 'Approve', exact: true }).click()
      await expect(dialog).toBeHidden()

      // The one who asked sees it happen without a reload.
      await expect(page.getByRole('region', { name: 'Are they out?' })).toContainText(/Contained in \d/, {
        timeout: 45_000,
      })
      const stages = page.getByRole('list', { name: 'Stages' }).getByRole('listitem')
      await expect(stages.filter({ hasText: 'Approved' })).toContainText('Demo approver')
      await expect(stages.filter({ hasText: 'Approved' })).toContainText('Seen, go ahead')
      await expect(stages.filter({ hasText: 'Contained' })).toContainText(/\d\d:\d\d:\d\d/)
    } finally {
      await restoreGuards()
    }
    await undo(page, run)
    await expect(page.getByText(/undone by/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Undo…' })).toHaveAccessibleDescription(/undid it/)
  })

  test('who asked cannot approve, whatever their role, but can cancel', async ({ visitor }) => {
    const admin = await visitor('admin')
    const approver = await visitor('approver', /403/)
    const restoreGuards = await withGuards(admin, { approvalAbove: 0 })
    try {
      const certificates = await activeCertificates(approver, 1, 1)
      const run = await request(approver, await planOf(approver, deactivate, certificates))
      await open(approver, pageOf(run))
      await expect(approver.getByRole('button', { name: 'Approve…' })).toHaveAccessibleDescription(
        /You asked for it yourself/,
      )
      await expect(approver.getByRole('button', { name: 'Reject…' })).toHaveAccessibleDescription(
        /You asked for it yourself/,
      )
      const decision = { decision: 'approve', digest: run.digest }
      await send(approver, `/response/runs/${run.id}/decision`, decision, { status: 403 })
      await approver.getByRole('button', { name: 'Cancel…' }).click()
      const dialog = approver.getByRole('dialog')
      await expect(dialog.getByRole('button', { name: 'Cancel what has not started' })).toHaveAccessibleDescription(
        /Say why/,
      )
      await dialog.getByLabel('Why').fill('Asked for by mistake')
      await dialog.getByRole('button', { name: 'Cancel what has not started' }).click()
      await expect(badge(approver)).toContainText('Cancelled')
      await expect(approver.getByRole('region', { name: 'Why it ended' })).toContainText('Nothing was changed')
    } finally {
      await restoreGuards()
    }
  })

  test('a rejection says why, and nothing is changed', async ({ page, visitor }) => {
    const admin = await visitor('admin')
    const approver = await visitor('approver')
    const restoreGuards = await withGuards(admin, { approvalAbove: 0 })
    try {
      const run = await request(page, await planOf(page, deactivate, await activeCertificates(page, 1, 2)))
      await open(page, pageOf(run))
      await open(approver, pageOf(run))
      await approver.getByRole('button', { name: 'Reject…' }).click()
      const dialog = approver.getByRole('dialog')
      await expect(dialog.getByRole('button', { name: 'Reject', exact: true })).toHaveAccessibleDescription(/Say why/)
      await dialog.getByLabel('Why not').fill('Wrong certificate')
      await dialog.getByRole('button', { name: 'Reject', exact: true }).click()
      for (const each of [approver, page]) {
        const why = each.getByRole('region', { name: 'Why it ended' })
        await expect(why).toContainText('Demo approver rejected it. Nothing was changed.')
        await expect(why).toContainText('Wrong certificate')
      }
    } finally {
      await restoreGuards()
    }
  })

  test('a request that nobody decides on expires', async ({ page, visitor }) => {
    const admin = await visitor('admin')
    const restoreGuards = await withGuards(admin, { approvalAbove: 0 })
    try {
      const run = await request(page, await planOf(page, deactivate, await activeCertificates(page, 1, 3)))
      await open(page, pageOf(run))
      await expect(waitingPanel(page)).toContainText(/Expires in 3 h/)
      await sql(
        "update response_runs set approval_expires_at = now() - interval '1 second', wake_at = now() where id = $1",
        [run.id],
      )
      await runWhen(page, run.id, 'expired')
      await expect(page.getByRole('region', { name: 'Why it ended' })).toContainText('nobody decided in time')
    } finally {
      await restoreGuards()
    }
  })

  test('what failed is shown with one key, retried alone, and all of it can be taken away as CSV', async ({ page }) => {
    test.setTimeout(120_000)
    const certificates = await activeCertificates(page, 3, 4)
    const [unlucky = ''] = certificates
    const runs: Run[] = []
    try {
      await failing({ UpdateCertificate: { errorRate: 1, naming: unlucky } })
      const run = await request(page, await planOf(page, deactivate, certificates))
      runs.push(run)
      await open(page, pageOf(run))
      await expect
        .poll(async () => (await runWhen(page, run.id, 'watching', 'done')).counts.failed, { timeout: 60_000 })
        .toBe(1)
      await expect(rowsOf(page, 'Targets')).toHaveCount(3)
      await expect(page.getByRole('button', { name: /^Failed only \(1\)/ })).toBeVisible()
      await page.keyboard.press('f')
      await expect(page).toHaveURL(/state=failed/)
      await expect(rowsOf(page, 'Targets')).toHaveCount(1)
      await page.reload()
      await expect(rowsOf(page, 'Targets')).toHaveCount(1)
      await rowsOf(page, 'Targets').first().getByRole('link').click()
      const drawer = page.getByRole('dialog')
      await expect(drawer.getByRole('region', { name: 'Calls' })).toContainText('UpdateCertificate')
      await expect(drawer.getByRole('region', { name: 'Calls' })).toContainText(/ACTIVE.*INACTIVE/)
      await page.keyboard.press('Escape')

      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Export CSV' }).click()
      const [header, ...records] = await recordsIn(await download)
      expect(header?.join()).toMatch(/state/i)
      expect(records.filter((record) => record.includes(unlucky)).join()).toContain('failed')
      for (const name of certificates) expect(records.some((record) => record.includes(name))).toBe(true)

      await failing({})
      await page.getByRole('button', { name: /^Retry 1 failed/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Kind of reason').selectOption('exercise')
      await dialog.getByLabel('Why').fill('AWS answers again')
      await dialog.getByRole('button', { name: /^Deactivate/ }).click()
      await dialog.getByRole('link', { name: /^Open run/ }).click()
      await expect(page.getByText(/retries run/)).toBeVisible()
      const retry = new URL(page.url()).pathname.split('/').at(-1) ?? ''
      runs.push(await runWhen(page, retry, 'watching', 'done'))
      expect(runs.at(-1)?.targets).toBe(1)
      await expect(badge(page)).toContainText('Contained', { timeout: 45_000 })
    } finally {
      await failing({})
      for (const run of runs) await undo(page, run)
    }
  })

  test('a plan that was left asks to be asked for on its own page', async ({ page }) => {
    const run = await planOf(page, deactivate, await activeCertificates(page, 1, 7))
    await open(page, pageOf(run))
    await expect(page.getByRole('region', { name: 'The plan', exact: true })).toContainText('UpdateCertificate')
    await page.getByRole('button', { name: 'Ask for it…' }).click()
    await expect(page.getByRole('dialog').getByLabel('Kind of reason')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Cancel…' }).click()
    await page.getByRole('dialog').getByLabel('Why').fill('Only looked')
    await page.getByRole('button', { name: 'Cancel what has not started' }).click()
    await expect(badge(page)).toContainText('Cancelled')
  })

  test('what opens over the pages is accessible in both themes', async ({ page }) => {
    const run = await planOf(page, deactivate, await activeCertificates(page, 1, 12))
    const check = async (what: string) => expect.soft(await findingsInBothThemes(page), what).toEqual([])
    await open(page, `/response?open=${run.id}`)
    await expect(page.getByRole('dialog').getByRole('region', { name: 'Stages' })).toBeVisible()
    await check("a run's drawer")
    await open(page, `${pageOf(run)}?open=1`)
    await expect(page.getByRole('dialog').getByRole('region', { name: 'Calls' })).toBeVisible()
    await check("a target's drawer")
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Cancel…' }).click()
    await expect(page.getByRole('dialog').getByLabel('Why')).toBeVisible()
    await check('the cancel dialog')
    await send(page, `/response/runs/${run.id}/cancel`, { reason: 'Only looked' })
  })

  test('the list keeps its filters and its drawer in the address', async ({ page }) => {
    const run = await planOf(page, deactivate, await activeCertificates(page, 1, 8))
    await open(page, '/')
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await expect(page.getByRole('heading', { name: 'Response', level: 1 })).toBeVisible()
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByRole('option', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Planned', exact: true }).click()
    await expect(page).toHaveURL(/state=planned/)
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByRole('option', { name: 'Asked by' }).click()
    await page.getByRole('option', { name: 'Me', exact: true }).click()
    await expect(page).toHaveURL(/by=/)
    const row = rowsOf(page, 'Runs').filter({ hasText: `#${run.number}` })
    await row.getByRole('link').click()
    await expect(page.getByRole('dialog')).toContainText(`Run #${run.number}`)
    await page.reload()
    await expect(page.getByRole('dialog')).toContainText(`Run #${run.number}`)
    await expect(page.getByRole('button', { name: 'Remove filter State: Planned' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Remove filter Asked by: Me' })).toBeVisible()
    await page.getByRole('dialog').getByRole('link', { name: 'Open full page' }).first().click()
    await expect(page).toHaveURL(new RegExp(run.id))
    await send(page, `/response/runs/${run.id}/cancel`, { reason: 'Only looked' })
  })
})

test.describe('Response settings', { tag: '@response' }, () => {
  test.use({ role: 'admin' })

  test('an admin changes a guard with its consequence before their eyes; a responder sees it and cannot', async ({
    page,
    visitor,
  }) => {
    const responder = await visitor('responder', /403/)
    await open(responder, '/settings/response')
    await expect(responder.getByRole('button', { name: 'Save guards' })).toHaveAccessibleDescription(
      /admin role; yours is responder/,
    )
    await expect(responder.getByRole('button', { name: 'Make read-only…' })).toHaveAccessibleDescription(/admin role/)
    await send(responder, '/response/guards', {}, { method: 'PUT', status: 403 })

    await open(page, '/settings/response')
    const field = page.getByLabel('A second person above (targets)')
    const before = await field.inputValue()
    await field.fill('0')
    await expect(page.getByText('Every run waits for an approver who did not ask for it.')).toBeVisible()
    await field.fill('-1')
    await expect(field).toHaveAccessibleDescription(/At least 0/)
    await field.fill('25')
    await page.getByRole('button', { name: 'Save guards' }).click()
    await expect(page.getByText('Guards changed')).toBeVisible()
    await page.reload()
    await expect(field).toHaveValue('25')
    await field.fill(before)
    await page.getByRole('button', { name: 'Save guards' }).click()
    await expect(page.getByRole('button', { name: 'Save guards' })).toHaveAccessibleDescription(
      'Nothing has been changed',
    )
  })

  test('what is never touched is added with its reason, counted, and left out of plans', async ({ page, visitor }) => {
    const responder = await visitor('responder')
    const [certificateId = ''] = await activeCertificates(responder, 1, 9)
    const detail = await (await page.request.get(`/api/accounts/1/certificates/${certificateId}`)).json()
    const thing: string = detail.things[0]
    await open(page, '/settings/response')
    await page.getByRole('button', { name: 'Add rule…' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Never touch' })
    await dialog.getByLabel('Thing name').fill(thing)
    await dialog.getByLabel('Why').fill('It keeps somebody alive')
    await dialog.getByRole('button', { name: 'Add rule' }).click()
    const row = rowsOf(page, 'Never touched').filter({ hasText: thing })
    await expect(row).toContainText('It keeps somebody alive')
    await expect(row).toContainText(/1 thing/)
    const selection = { scope: 'named', names: [certificateId] }
    const plan = { account: 1, action: deactivate, selection }
    const { id } = await send<Run>(responder, '/response/runs', plan, { status: 201 })
    const run = await runWhen(responder, id, 'planned')
    expect(run.plan?.changes).toBe(0)
    await open(responder, pageOf(run))
    await expect(responder.getByRole('region', { name: 'The plan', exact: true })).toContainText(/never touched/i)
    await row.getByRole('button', { name: /^Remove/ }).click()
    await expect(row).toHaveCount(0)
    await send(responder, `/response/runs/${id}/cancel`, { reason: 'Only looked' })
  })

  test('the read-only switch stops requests until it is lifted', async ({ page, visitor }) => {
    const responder = await visitor('responder', /409/)
    const run = await planOf(responder, deactivate, await activeCertificates(responder, 1, 10))
    await open(page, '/settings/response')
    try {
      await page.getByRole('button', { name: 'Make read-only…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Make read-only' }).click()
      await expect(page.getByText('Read-only: no action is possible')).toBeVisible()
      await open(responder, pageOf(run))
      await expect(responder.getByText('Everything is read-only.')).toBeVisible()
      await expect(responder.getByRole('button', { name: 'Ask for it…' })).toHaveAccessibleDescription(/read-only/)
      const asked = { digest: run.digest, reason: 'A journey of the browser tests', category: 'exercise' }
      await send(responder, `/response/runs/${run.id}/request`, asked, { status: 409 })
      await open(responder, '/response')
      await expect(responder.getByText('Everything is read-only.')).toBeVisible()
    } finally {
      await page.getByRole('button', { name: 'Allow actions again…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Allow actions' }).click()
      await expect(page.getByText('Actions are possible', { exact: true })).toBeVisible()
    }
    await open(responder, pageOf(run))
    await expect(responder.getByText('Everything is read-only.')).toHaveCount(0)
    await send(responder, `/response/runs/${run.id}/cancel`, { reason: 'Only looked' })
  })

  test('the quarantine is created from the settings by a run like any other, and reads ready when AWS says so', async ({
    page,
  }) => {
    await open(page, '/settings/response')
    const panel = page.getByRole('region', { name: 'Quarantine in Demo production' })
    try {
      await panel.getByRole('button', { name: 'Create them…' }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog).toContainText('CreateThingGroup')
      await expect(dialog).toContainText('"Effect":"Deny"')
      await dialog.getByLabel('Kind of reason').selectOption('exercise')
      await dialog.getByLabel('Why').fill('A journey of the browser tests')
      await dialog.getByRole('button', { name: 'Create quarantine group and policy' }).click()
      await expect(dialog).toContainText('Done', { timeout: 30_000 })
      await page.keyboard.press('Escape')
      await expect(panel).toContainText('Ready')
      await expect(panel.getByRole('button', { name: 'Create them…' })).toHaveCount(0)
    } finally {
      await removeQuarantine()
    }
  })

  test('how actions reach an account is changed, and the external ID is never shown again', async ({ page }) => {
    await open(page, '/settings/response')
    const panel = page.getByRole('region', { name: 'Demo second account', exact: true })
    await panel.getByRole('button', { name: 'Change…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('External ID')).toHaveValue('')
    const before = await dialog.getByLabel('Stop topic').inputValue()
    await dialog.getByLabel('Stop topic').fill('plant/stop/{thing}')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(panel).toContainText('plant/stop/{thing}')
    await panel.getByRole('button', { name: 'Change…' }).click()
    await dialog.getByLabel('Stop topic').fill(before)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(panel).toContainText(before)
    await expect(panel).toContainText('with external ID')
  })
})

/** Nothing takes a quarantine away again but somebody at AWS. */
async function removeQuarantine() {
  const [thingGroupName, policyName] = ['fleetwarden-quarantine', 'FleetwardenQuarantine']
  const target = `arn:aws:iot:eu-west-1:123456789012:thinggroup/${thingGroupName}`
  await iot.send(new DetachPolicyCommand({ policyName, target }))
  await iot.send(new DeleteThingGroupCommand({ thingGroupName }))
  await iot.send(new DeletePolicyCommand({ policyName }))
  await sql("update responders set quarantine = 'no-group' where account_id = 1")
}
