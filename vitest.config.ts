import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/support/global-setup.ts'],
    // Processes, not threads: pg pools, signal handlers and module state stay apart from file to file.
    pool: 'forks',
    maxWorkers: 2,
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
  },
})
