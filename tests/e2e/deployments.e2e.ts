import type { Page } from '@playwright/test'
import type { Deployment, DeploymentSummary, Unupdatable } from '#contract/deployments.ts'
import type { Run } from '#contract/response.ts'
import type { Thing } from '#contract/things.ts'
import { sql } from '#tests/support/e2e-database.ts'
import { product } from '#tests/support/e2e-environment.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { runWhen } from '#tests/support/e2e-runs.ts'
import { syncFeeds } from '#tests/support/e2e-sync.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

// Of the demo: twelve of a hundred devices failed, and AWS calls it COMPLETED.
const over = 'meter-firmware-4-2-1'
const noSpace = 'Not enough space: 1.2 MB more needed'

/**
 * A rollout of five hours ago: two devices failed, one began and hangs, the others have it. Returns its job ID. Each
 * `turn` has devices of its own: one that hangs takes up nothing else.
 */
async function rollOut(page: Page, turn: number): Promise<string> {
  const { items } = await ask<{ items: Thing[] }>(
    page,
    '/things?account=1&type=pump-controller&presence=connected&limit=60',
  )
  const things = items.slice(10 + 8 * turn, 18 + 8 * turn).map(({ name }) => name)
  const [first, second, third] = things
  const id = `drive-journey-${Date.now()}`
  const response = await fetch(`http://127.0.0.1:${product.simulator.port}/_simulator/rollouts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ id, things, description: 'Drive firmware 7.1.0', messages: [noSpace], agoMinutes: 300, anyway: true },
      fates: { [first ?? '']: 'FAILED', [second ?? '']: 'FAILED', [third ?? '']: 'stall' },
    }),
  })
  expect(response.status, await response.text()).toBeLessThan(300)
  return id
}

/** Has its feeds read one after the other, until all is known that its page explains. */
async function read(page: Page, name: string): Promise<Deployment> {
  await syncFeeds(page, 'jobs', async () => (await find(page, name)) !== undefined)
  await syncFeeds(page, 'job-executions', async () => {
    const { items } = await ask<{ items: unknown[] }>(page, `/deployments/${(await find(page, name))?.id}/executions`)
    return items.length === 8
  })
  await syncFeeds(page, 'job-messages', async () => ((await find(page, name))?.messages.length ?? 0) > 0)
  return judged(page, name, ({ stalls }) => stalls.some(({ cause }) => cause === 'no-timer'))
}

async function find(page: Page, name: string): Promise<Deployment | undefined> {
  const { items } = await ask<{ items: DeploymentSummary[] }>(page, `/deployments?account=1&search=${name}`)
  const found = items.find((one) => one.name === name)
  return found && ask<Deployment>(page, `/deployments/${found.id}`)
}

/** A deployment once it was judged, and is as it should be. */
async function judged(page: Page, name: string, ready: (one: Deployment) => boolean): Promise<Deployment> {
  await expect
    .poll(
      async () => {
        const one = await find(page, name)
        return one !== undefined && one.health !== 'unknown' && ready(one)
      },
      { message: `${name} is judged`, timeout: 60_000 },
    )
    .toBe(true)
  const one = await find(page, name)
  if (!one) throw new Error(`${name} is not there`)
  return one
}

test.describe('Deployments', { tag: '@deployments' }, () => {
  test.use({ role: 'responder' })

  test('a rollout that stalls is seen with its causes; its failures are explained and retried', async ({ page }, {
    retry,
    repeatEachIndex,
  }) => {
    const job = await rollOut(page, retry + repeatEachIndex)
    const { id } = await read(page, job)
    await open(page, `/deployments?search=${job}`)
    await rowsOf(page, 'Deployments').filter({ hasText: job }).getByRole('link').click()
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByText('5 of 8 devices (63%) succeeded, 2 failed; 1 still to come')).toBeVisible()
    await drawer.getByRole('link', { name: 'Open full page' }).last().click()
    await expect(page).toHaveURL(`/deployments/${id}`)
    await page
      .getByRole('region', { name: 'Devices that are held up' })
      .getByRole('link', { name: 'In progress, no timer: 1 device' })
      .click()
    await expect(page).toHaveURL(/stall=no-timer/)
    await expect(rowsOf(page, 'Devices')).toHaveCount(1)
    await expect(rowsOf(page, 'Devices')).toContainText(/In progress.*In progress, no timer/)
    await page.getByRole('region', { name: 'What failed devices said' }).getByRole('link', { name: noSpace }).click()
    await expect(page).toHaveURL(/status=FAILED&message=Not/)
    await expect(rowsOf(page, 'Devices')).toHaveCount(2)
    await expect(rowsOf(page, 'Devices').first()).toContainText(noSpace)

    await page.getByRole('button', { name: 'Retry 2 failed…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('get the same document again, as a new job.')).toBeVisible()
    await dialog.getByLabel('Kind of reason').selectOption('malfunction')
    await dialog.getByLabel('Why', { exact: true }).fill('There is room for it now')
    await dialog.getByRole('button', { name: /^Retry failed devices of/ }).click()
    await expect(dialog.getByRole('link', { name: /^Open run/ })).toBeVisible()
    const [run] = (await ask<{ items: Run[] }>(page, '/response/runs?action=retry-failed-job&limit=1')).items
    await runWhen(page, run?.id ?? '', 'done')
    await syncFeeds(page, 'jobs', async () => {
      const { items } = await ask<{ items: DeploymentSummary[] }>(page, `/deployments?account=1&search=${job}`)
      return items.length > 1
    })
    await expect(async () => {
      await page.reload()
      await expect(page.getByRole('region', { name: 'What people did about it' })).toContainText(`Run ${run?.number}`)
    }).toPass({ timeout: 15_000 })
  })

  test('that AWS calls it COMPLETED is not taken for success', async ({ page }) => {
    const { id } = await judged(page, over, ({ health }) => health === 'partly')
    await open(page, `/deployments/${id}`)
    await expect(page.getByText(/12 failed\. AWS calls it COMPLETED, which says only/)).toBeVisible()
  })

  test('a thing that cannot be updated gets a plan, and is overdue when its day has passed', async ({ page }) => {
    const thing = 'gw-ham-90004'
    await sql('delete from unupdatable_things where account_id = 1 and thing = $1', [thing])
    const register = () =>
      ask<{ items: Unupdatable[] }>(page, `/software/unupdatable?account=1&thing=${thing}`).then(
        ({ items }) => items[0],
      )
    await open(page, '/deployments/software/cannot-update')
    await page.getByRole('button', { name: 'Declare a thing…' }).click()
    const declaring = page.getByRole('dialog', { name: 'Declare a thing that cannot be updated' })
    const account = declaring.getByLabel('Account')
    if (await account.isVisible()) await account.selectOption('1')
    await declaring.getByLabel('Thing', { exact: true }).fill(thing)
    await declaring.getByLabel('Why').fill('Its flash is too small for the new image')
    await declaring.getByRole('button', { name: 'Declare' }).click()
    await expect(declaring).toBeHidden()
    await open(page, `/deployments/software/cannot-update?thing=${thing}`)
    const row = rowsOf(page, 'Cannot be updated').filter({ hasText: thing })
    await expect(row).toContainText('Open')
    await row.getByRole('button', { name: 'Plan…' }).click()
    const planning = page.getByRole('dialog', { name: `Plan for ${thing}` })
    await planning.getByLabel('What is planned').fill('Replace it by a gateway of the new kind')
    await planning.getByLabel('Owner', { exact: true }).selectOption({ index: 1 })
    await planning.getByLabel('Due').fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10))
    await planning.getByLabel('Why').fill('Agreed with the site')
    await planning.getByRole('button', { name: 'Keep plan' }).click()
    await expect(planning).toBeHidden()
    await expect(row).toContainText('Planned')
    await sql("update unupdatable_things set due = '2020-01-31' where account_id = 1 and thing = $1", [thing])
    await page.reload()
    await expect(row).toContainText('Overdue')
    expect(await register()).toMatchObject({ state: 'overdue', due: '2020-01-31', why: 'declared' })
    await row.getByRole('link').click()
    await expect(page.getByRole('region', { name: 'Software and deployments' })).toContainText(
      'Cannot be updated: overdue',
    )
  })
})
