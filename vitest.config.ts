import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/**
 * They leave nothing behind in their process (pure functions, and handlers over a database of the file's own), so that
 * its next file need not load the product again.
 */
const sharing = ['tests/api', 'tests/components']

const project = (name: string, own: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration => ({
  test: {
    name,
    pool: 'forks',
    // Some read thousands of records through a database, on whatever machine: slow is not wrong.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    env: {
      LOG_LEVEL: 'silent',
      TZ: 'UTC',
      NODE_ENV: 'test',
      // The SDK announces that its releases of 2027 leave Node 20; the pinned one supports it.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    ...own,
  },
})

export default defineConfig({
  test: {
    globalSetup: ['tests/support/global-setup.ts'],
    // Many wait more than they work: three keep two cores busy.
    maxWorkers: 3,
    projects: [
      // A process for each of their files: pg pools, signal handlers and module state stay apart.
      project('apart', { include: ['tests/**/*.test.{ts,tsx}'], exclude: sharing.map((folder) => `${folder}/**`) }),
      project('sharing', { include: sharing.map((folder) => `${folder}/**/*.test.{ts,tsx}`), isolate: false }),
    ],
  },
})
