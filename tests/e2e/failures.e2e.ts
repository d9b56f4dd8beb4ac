import { channel } from '#server/platform/events.ts'
import { sql } from '#tests/support/e2e-database.ts'
import { open, rowsOf } from '#tests/support/e2e-pages.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

const outage = { status: 500, json: { title: 'Internal Server Error', detail: 'The database is away.' } }

test.describe('When something fails', { tag: '@first-light' }, () => {
  test('a list that cannot be refreshed keeps its last good rows and offers a retry', async ({ page, trouble }) => {
    trouble.expect(/500/)
    await open(page, '/fleet?type=edge-gateway')
    await expect(rowsOf(page, 'Things')).toHaveCount(90)
    await page.route('**/api/things?*', (route) => route.fulfill(outage))
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
    const alert = page.getByRole('alert').filter({ hasText: 'The inventory could not be read. The database is away.' })
    await expect(alert).toBeVisible()
    await page.unroute('**/api/things?*')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(rowsOf(page, 'Things')).toHaveCount(90)
    await expect(alert).toHaveCount(0)

    await page.route('**/api/things?*', (route) => route.fulfill(outage))
    await newFacts('things')
    await expect(page.getByText('Showing the last good data.')).toBeVisible({ timeout: 20_000 })
    await expect(rowsOf(page, 'Things')).toHaveCount(90)
    await page.unroute('**/api/things?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('Showing the last good data.')).toHaveCount(0)
  })

  test('a server that does not answer is said, and the rest of the page stays', async ({ page, trouble }) => {
    trouble.expect(/ERR_FAILED|Failed to fetch/)
    await open(page, '/')
    await page.route('**/api/policies?*', (route) => route.abort())
    await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Policies' }).click()
    await expect(page.getByRole('heading', { name: 'Policies', level: 1 })).toBeVisible()
    await expect(page.getByRole('searchbox', { name: 'Search policies' })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search policies' }).fill('meter')
    const alert = page.getByRole('alert').filter({ hasText: 'The policies could not be read.' })
    await expect(alert).toBeVisible({ timeout: 20_000 })
    await page.unroute('**/api/policies?*')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(rowsOf(page, 'Policies')).toHaveCount(1)
    await expect(rowsOf(page, 'Policies').getByRole('link')).toHaveText('meter-standard')
  })

  test('without a network the page says so and stays, and goes on when it is back', async ({ page, trouble }) => {
    trouble.expect(/ERR_INTERNET_DISCONNECTED|Failed to fetch|ERR_FAILED/)
    const listening = page.waitForRequest('**/api/events')
    await open(page, '/fleet?type=edge-gateway')
    await listening
    const notice = page.getByRole('alert').filter({ hasText: 'This browser is offline' })
    const policies = page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Policies' })
    await page.context().setOffline(true)
    await expect(notice).toBeVisible()
    await policies.click()
    await expect(notice).toContainText('no other page can be opened')
    await expect(rowsOf(page, 'Things')).toHaveCount(90)
    await page.context().setOffline(false)
    await expect(notice).toHaveCount(0)
    await policies.click()
    await expect(page.getByRole('heading', { name: 'Policies', level: 1 })).toBeVisible()
  })

  test('facts from a feed that has gone quiet say since when, which feed, and where to look', async ({ page }) => {
    const policies = `collector = 'policies'`
    await sql(
      `update collections set last_success_at = last_success_at - interval '3 days', due_at = now() + interval '1 hour' where ${policies}`,
    )
    try {
      await open(page, '/policies')
      const notice = page.getByRole('status').filter({ hasText: 'No news about policies since 3 days ago' })
      await expect(notice).toBeVisible()
      await expect(page.getByRole('banner')).toContainText('stale')
      await notice.getByRole('link', { name: 'See what sync says' }).click()
      const row = rowsOf(page, 'Feeds of Demo production').filter({ hasText: /^Policies/ })
      await expect(row).toContainText('Stale')
      await open(page, '/fleet')
      await expect(page.getByRole('status').filter({ hasText: 'No news about' })).toHaveCount(0)
    } finally {
      await sql(`update collections set last_success_at = now(), due_at = now() where ${policies}`)
    }
  })
})

/** Says what a worker says when a pass has stored something: open pages read it again. */
const newFacts = (collector: string) =>
  sql('select pg_notify($1, $2)', [channel, JSON.stringify({ type: 'facts', account: 1, collector, changed: 1 })])
