import type { Page } from '@playwright/test'
import type { ActivityEntry, TrailState } from '#contract/activity.ts'
import { sql } from '../support/e2e-database.ts'
import { open } from '../support/e2e-pages.ts'
import { ask, expect, test } from '../support/e2e-test.ts'

test.use({ role: 'admin' })

const newest = async (page: Page, query: string) => {
  const { items } = await ask<{ items: ActivityEntry[] }>(page, `/activity?limit=1&${query}`)
  if (!items[0]) throw new Error(`The trail has nothing for ${query}`)
  return items[0]
}

/** Has the worker verify what is new, without waiting for its minute. */
const verifyNow = () => sql("select graphile_worker.add_job('check-trail')")

const makeToken = async (page: Page, name: string) => {
  const data = { name, role: 'viewer', expiresInDays: 1 }
  const headers = { 'sec-fetch-site': 'same-origin' }
  expect((await page.request.post('/api/me/tokens', { data, headers })).status()).toBe(201)
}

test('the trail is filtered, read entry by entry and taken along @response', async ({ page }) => {
  const name = `robot-${Date.now()}`
  await makeToken(page, name)
  const entry = await newest(page, `object=${name}`)

  await open(page, '/activity')
  await page.getByRole('button', { name: 'Add filter' }).click()
  await page.getByRole('option', { name: 'About' }).click()
  await page.getByLabel('About').fill(name)
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(new RegExp(`object=${name}`))
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2)

  await page.getByRole('link', { name: 'Created an API token' }).click()
  await expect(page).toHaveURL(new RegExp(`open=${entry.id}`))
  const drawer = page.getByRole('dialog', { name: 'Created an API token' })
  await expect(drawer).toContainText('Demo admin, admin')
  await expect(drawer.getByRole('region', { name: 'Seal' })).toContainText('Position')
  await expect(drawer.getByRole('region', { name: 'After' })).toContainText('"role": "viewer"')
  await page.reload()
  await expect(drawer, 'the address is that of the entry').toContainText(entry.object?.id ?? 'its id')
  await page.keyboard.press('Escape')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export JSON Lines' }).click()
  expect((await download).suggestedFilename()).toMatch(/^activity-.*\.jsonl$/)
  const taken = await (await page.request.get(`/api/exports/activity.jsonl?object=${name}`)).text()
  expect(JSON.parse(taken)).toMatchObject({ id: entry.id, hash: expect.stringMatching(/^[\da-f]{64}$/) })
  expect(await newest(page, 'action=export.ended')).toMatchObject({ detail: { complete: true, rows: 1 } })
})

test('web and worker cannot change the trail, and a change by others shows in red @response', async ({ page }) => {
  await open(page, '/activity')
  const state = await ask<TrailState>(page, '/activity-state')
  expect(state.role).toEqual({ name: 'fleetwarden_app', mayChange: [] })
  await expect
    .poll(async () => {
      await verifyNow()
      await page.reload()
      return page.getByText(/Verified up to entry/).count()
    })
    .toBe(1)

  await makeToken(page, `touched-${Date.now()}`)
  const { id, subject } = await newest(page, 'action=token.created')
  const change = (to: string) =>
    sql(`set session_replication_role = 'replica'; update activity set reason = ${to} where id = ${Number(id)}`)
  await change("'Nobody said so'")
  try {
    await verifyNow()
    await expect.poll(async () => (await ask<TrailState>(page, '/activity-state')).recent?.problems.length).toBe(1)
    await page.reload()
    await expect(page.getByText('Tampered with', { exact: true })).toBeVisible()
    const found = page.getByRole('alert', { name: 'Tampering' })
    await expect(found).toContainText(`Entry ${id} at position`)
    await found.getByRole('link').first().click()
    await expect(page.getByRole('dialog')).toContainText(subject ?? 'the token')
    await expect(page.getByRole('dialog')).toContainText('This entry was changed after it was sealed')
    await open(page, '/activity')
    await page.getByRole('button', { name: 'Verify now' }).click()
    await expect(page.getByRole('log').getByText('The trail has been tampered with')).toBeVisible()
    await open(page, '/')
    await expect(page.getByRole('link', { name: 'The trail of activity has been tampered with' })).toBeVisible()
  } finally {
    await change('null')
  }
  await verifyNow()
  await open(page, '/activity')
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByRole('log').getByText('The whole trail is intact')).toBeVisible()
  await expect.poll(async () => (await ask<TrailState>(page, '/activity-state')).recent?.problems).toEqual([])
})

test('what somebody was not allowed to do is kept @response', async ({ page, visitor }) => {
  const viewer = await visitor('viewer')
  await open(viewer, '/')
  const refused = await viewer.request.post('/api/people', { data: {}, headers: { 'sec-fetch-site': 'same-origin' } })
  expect(refused.status()).toBe(403)
  await open(page, '/activity?result=refused')
  const row = page.getByRole('row').filter({ hasText: 'POST /people' }).first()
  await expect(row).toContainText('Demo viewer')
  await expect(row).toContainText('This needs the role admin; yours is viewer.')
})
