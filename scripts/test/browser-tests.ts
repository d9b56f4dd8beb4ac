import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { startThrowawayDatabase } from '#server/platform/embedded-postgres/throwaway.ts'
import { freePort } from '#server/platform/ports.ts'
import { findBrowser } from '#tests/support/browser.ts'
import { root } from '../files.ts'
import { createParts, type Parts } from '../start/parts.ts'
import { startProduct } from '../start/product.ts'
import { createProgress } from '../start/progress.ts'
import { readSettings } from '../start/settings.ts'
import { stopOnSignals } from '../start/signals.ts'

/**
 * Starts the whole product on random ports with a database of its own, runs Playwright against it with `args`, and
 * stops it again. Results go to `resultsFile` as Playwright's JSON. Returns Playwright's exit code.
 */
export async function runBrowserTests(args: string[], resultsFile: string): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-e2e-'))
  const parts = createParts()
  const progress = createProgress()
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
  // Tests that were interrupted have not passed.
  stopOnSignals(parts, 130)
  try {
    const browser = await findBrowser()
    progress.note(`Browser: ${browser.path} (from ${browser.from})`)
    const settings = { ...readSettings({}), folder, port: await freePort() }
    const product = await startProduct({
      settings,
      parts,
      progress,
      dev: false,
      openDatabase: async () => ({ ...(await startThrowawayDatabase()), said: 'Started a throw-away database' }),
    })
    const finished = playwright(parts, args, {
      E2E_BASE_URL: product.url,
      E2E_BROWSER: browser.path,
      E2E_DATABASE_URL: product.databaseUrl,
      E2E_RESULTS: resultsFile,
      E2E_SIMULATOR: JSON.stringify(product.simulator ?? {}),
      // The journeys' own SDK client; see the worker's environment.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    })
    const code = await Promise.race([finished, product.failed])
    if (code === 0) return 0
    if (parts.stopping) return 130
    // What the parts said meanwhile is often the reason.
    fs.cpSync(path.join(folder, 'logs'), path.join(root, 'test-results', 'logs'), { recursive: true })
    if (typeof code === 'number') return code
    console.error(`\n  ${code}\n`)
    return 1
  } finally {
    await parts.stop()
  }
}

function playwright(parts: Parts, args: string[], variables: Record<string, string>): Promise<number> {
  const require = createRequire(import.meta.url)
  const cli = path.join(path.dirname(require.resolve('@playwright/test/package.json')), 'cli.js')
  const env = { ...process.env, ...variables }
  const child = spawn(process.execPath, [cli, 'test', ...args], { cwd: root, stdio: 'inherit', env })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM')
    await ended
  }
  parts.add({ name: 'browser tests', stop, kill: () => void child.kill('SIGKILL') })
  return ended
}
