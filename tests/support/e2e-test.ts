import fs from 'node:fs'
import path from 'node:path'
import { type BrowserContext, test as base, expect, type Page, request } from '@playwright/test'
import type { Role } from '#contract/roles.ts'
import type { Feed } from '#contract/sync.ts'
import { forgetAttempts } from './e2e-database.ts'
import { demoEmail, demoPassword, product } from './e2e-environment.ts'
import { listenForTrouble, type Trouble } from './e2e-trouble.ts'

export { expect }

type Options = { role: Role | null }
type Fixtures = {
  trouble: Trouble
  /** Another browser, of somebody else or a stranger (null); its troubles count too, except those expected. */
  visitor: (role: Role | null, ...expected: RegExp[]) => Promise<Page>
}

/**
 * A journey: the browser is signed in as `role` (a viewer unless `test.use({ role })`; null is a stranger), the demo
 * fleet has been read, and whatever the pages complain about fails it.
 */
export const test = base.extend<Options & Fixtures, { fleetRead: undefined }>({
  role: ['viewer', { option: true }],
  fleetRead: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      await wholeFleetRead()
      await use(undefined)
    },
    { scope: 'worker', auto: true, timeout: 180_000 },
  ],
  storageState: async ({ role }, use) => use(role ? await signedIn(role) : nobody),
  trouble: [
    async ({ context }, use) => {
      const trouble = await listenForTrouble(context)
      await use(trouble)
      expect(trouble.seen, 'what the pages complained about').toEqual([])
    },
    { auto: true },
  ],
  visitor: async ({ browser }, use) => {
    const opened: { context: BrowserContext; trouble: Trouble }[] = []
    await use(async (role, ...expected) => {
      // What else this journey's own browser uses, such as its width, new contexts take over by themselves.
      const context = await browser.newContext({ storageState: role ? await signedIn(role) : nobody })
      const trouble = await listenForTrouble(context)
      for (const pattern of expected) trouble.expect(pattern)
      opened.push({ context, trouble })
      return context.newPage()
    })
    for (const { context, trouble } of opened) {
      await context.close()
      expect(trouble.seen, 'what the other browser’s pages complained about').toEqual([])
    }
  },
})

const nobody = { cookies: [], origins: [] }

/** Signs in once per role and run; the state is kept beside the results. */
async function signedIn(role: Role): Promise<string> {
  const file = path.join('test-results', 'signed-in', `${new URL(product.url).port}-${role}.json`)
  if (fs.existsSync(file)) return file
  await forgetAttempts()
  const session = await request.newContext({ baseURL: product.url, extraHTTPHeaders: { origin: product.url } })
  const answer = await session.post('/api/auth/sign-in/email', {
    data: { email: demoEmail(role), password: demoPassword },
  })
  expect(answer.status(), `signing in as ${role}`).toBe(200)
  // Renamed when it is whole: two workers may sign in at once.
  const part = `${file}.${process.pid}`
  await session.storageState({ path: part })
  fs.renameSync(part, file)
  await session.dispose()
  return file
}

/** Asks the API the way the signed-in page would. */
export async function ask<Answer>(page: Page, address: string): Promise<Answer> {
  const answer = await page.request.get(`/api${address}`)
  expect(answer.status(), `GET /api${address}`).toBe(200)
  return (await answer.json()) as Answer
}

async function wholeFleetRead() {
  const session = await request.newContext({ baseURL: product.url, storageState: await signedIn('viewer') })
  try {
    await expect
      .poll(
        async () => {
          const feeds = (await (await session.get('/api/sync/feeds')).json()) as Feed[]
          const unread = feeds.filter(({ lastSuccessAt, state }) => !lastSuccessAt && state !== 'unavailable')
          return unread.map(({ account, title }) => `${account} ${title}`)
        },
        { message: 'every feed is read once', timeout: 170_000, intervals: [1000] },
      )
      .toEqual([])
  } finally {
    await session.dispose()
  }
}
