import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

// Pure functions: one process for all their files saves loading the same modules for each.
const pure = 'tests/components/**'

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
      // A process for each file: pg pools, signal handlers and module state stay apart.
      project('apart', { include: ['tests/**/*.test.{ts,tsx}'], exclude: [pure] }),
      project('pure', { include: [`${pure}/*.test.{ts,tsx}`], isolate: false }),
    ],
  },
})
