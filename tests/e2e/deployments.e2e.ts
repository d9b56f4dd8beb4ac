import type { Page } from '@playwright/test'
import type { Deployment, DeploymentSummary, Unupdatable } from '#contract/deployments.ts'
import type { Run } from '#contract/response.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { runWhen } from '#tests/support/e2e-runs.ts'
import { syncFeeds } from '#tests/support/e2e-sync.ts'
import { ask, expect, test } from '#tests/support/e2e-test.ts'

// Of the demo: a security update that ten devices fail, twenty refuse and hundreds wait for; one that AWS calls over.
const update = 'security-agent-2-4-1'
const over = 'meter-firmware-4-2-1'
const unsigned = 'Signature of image does not match'

/** A deployment of the demo once it was judged, and its devices were asked what they said. */
async function judged(page: Page, name: string, ready: (one: Deployment) => boolean): Promise<Deployment> {
  const read = async () => {
    const { items } = await ask<{ items: DeploymentSummary[] }>(page, `/deployments?account=1&search=${name}`)
    const found = items.find((one) => one.name === name)
    return found && ask<Deployment>(page, `/deployments/${found.id}`)
  }
  let last: Deployment | undefined
  await expect
    .poll(
      async () => {
        last = await read()
        return last !== undefined && last.health !== 'unknown' && ready(last)
      },
      { message: `${name} is judged`, timeout: 60_000 },
    )
    .toBe(true)
  if (!last) throw new Error(`${name} is not there`)
  return last
}

test.describe('Deployments', { tag: '@deployments' }, () => {
  test.use({ role: 'responder' })

  test('a rollout that stalls is seen with its causes; its failures are explained and retried', async ({ page }) => {
    const { id, messages } = await judged(
      page,
      update,
      ({ stalls, messages }) => stalls.length > 1 && messages.some(({ status }) => status === 'FAILED'),
    )
    await open(page, `/deployments?search=${update}&health=stalled`)
    const row = rowsOf(page, 'Deployments').filter({ hasText: update })
    await row.getByRole('link').click()
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByText(/succeeded, .* of them stalled\./)).toBeVisible()
    await drawer.getByRole('link', { name: 'Open full page' }).last().click()
    await expect(page).toHaveURL(`/deployments/${id}`)
    await page
      .getByRole('region', { name: 'Devices that do not get on' })
      .getByRole('link', { name: /^Agent silent: / })
      .click()
    await expect(page).toHaveURL(/stall=agent-silent/)
    await expect(rowsOf(page, 'Devices').first()).toContainText(/Queued.*Agent silent/)
    const said = messages.find(({ message, status }) => message === unsigned && status === 'FAILED')
    await page
      .getByRole('region', { name: 'What failed devices said' })
      .getByRole('listitem')
      .filter({ hasText: 'Failed, for example' })
      .getByRole('link', { name: unsigned })
      .click()
    await expect(page).toHaveURL(/status=FAILED&message=Signature/)
    await expect(rowsOf(page, 'Devices')).toHaveCount(said?.count ?? -1)
    await expect(rowsOf(page, 'Devices').first()).toContainText(unsigned)

    await page.getByRole('button', { name: /^Retry \d+ failed…$/ }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('get the same document again, as a new job.')).toBeVisible()
    await dialog.getByLabel('Kind of reason').selectOption('malfunction')
    await dialog.getByLabel('Why', { exact: true }).fill('The image is signed anew')
    await dialog.getByLabel('Type or paste this to confirm').fill(`job/${update}`)
    await dialog.getByRole('button', { name: /^Retry failed devices of/ }).click()
    await expect(dialog.getByRole('link', { name: /^Open run/ })).toBeVisible()
    const [run] = (await ask<{ items: Run[] }>(page, '/response/runs?action=retry-failed-job&limit=1')).items
    await runWhen(page, run?.id ?? '', 'done')
    await syncFeeds(page, 'jobs', async () => {
      const { items } = await ask<{ items: DeploymentSummary[] }>(page, `/deployments?account=1&search=${update}`)
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
    await expect(row).toContainText('No plan')
    await row.getByRole('button', { name: 'Plan…' }).click()
    const planning = page.getByRole('dialog', { name: `Plan for ${thing}` })
    await planning.getByLabel('What is planned').fill('Replace it by a gateway of the new kind')
    await planning.getByLabel('Due').fill('2020-01-31')
    await planning.getByLabel('Why').fill('Agreed with the site')
    await planning.getByRole('button', { name: 'Keep plan' }).click()
    await expect(planning).toBeHidden()
    await expect(row).toContainText('Overdue')
    expect(await register()).toMatchObject({ state: 'overdue', due: '2020-01-31', why: 'declared' })
    await row.getByRole('link').click()
    await expect(page.getByRole('region', { name: 'Software and deployments' })).toContainText(
      'Cannot be updated: overdue',
    )
  })
})
