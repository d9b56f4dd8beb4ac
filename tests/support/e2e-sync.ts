import type { Page } from '@playwright/test'
import { expect } from './e2e-test.ts'

/** Asks for a feed as the Sync page's button does, and waits until what it should bring is there. */
export async function syncFeeds(page: Page, collector: string, arrived: () => Promise<boolean>) {
  const answer = await page.request.post('/api/sync/requests', {
    data: { account: 1, collector },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  expect(answer.status()).toBe(202)
  await expect.poll(arrived, { message: `${collector} brought what changed`, timeout: 45_000 }).toBe(true)
}
