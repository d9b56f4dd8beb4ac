import { defineConfig } from '@playwright/test'
import { browserFlags } from '#tests/support/browser.ts'

const { E2E_BASE_URL, E2E_BROWSER } = process.env

// `npm run e2e` starts the product these name; without it the tests say so themselves, so that tools may load this file.
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/browser',
  testMatch: '**/*.e2e.ts',
  // All journeys share one product; one at a time, so that none sees what another is changing.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A journey may stumble over a machine that is busy with others; scripts/test/results.ts allows for few of them.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: process.env.E2E_RESULTS ?? 'test-results/results.json' }]],
  use: {
    ...(E2E_BASE_URL ? { baseURL: E2E_BASE_URL } : {}),
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // To write down every step costs every journey time: only the second try of a failed one is.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: { ...(E2E_BROWSER ? { executablePath: E2E_BROWSER } : {}), args: browserFlags },
  },
})
