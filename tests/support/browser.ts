import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium } from '@playwright/test'

/** Flags that keep Chromium quiet, working as root, and away from the network. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A Chromium that starts: its path and where it came from. */
export type Browser = { path: string; from: string }

/**
 * Finds a Chromium for the browser tests: CHROME_PATH, the system's, Playwright's own (installed when it can be),
 * else the one from npm. Throws when there is none.
 */
export async function findBrowser(): Promise<Browser> {
  const { CHROME_PATH } = process.env
  if (CHROME_PATH) {
    if (starts(CHROME_PATH)) return { path: CHROME_PATH, from: 'CHROME_PATH' }
    throw new Error(`CHROME_PATH=${CHROME_PATH} does not start`)
  }
  const system = systemCandidates().find(starts)
  if (system) return { path: system, from: 'the system' }
  if (!playwrightHasIt()) installPlaywrightChromium()
  if (playwrightHasIt()) return { path: chromium.executablePath(), from: 'Playwright' }
  const unpacked = await unpackFromNpm()
  if (unpacked) return { path: unpacked, from: '@sparticuz/chromium' }
  throw new Error('No Chromium found. Install one (apt install chromium), or name it with CHROME_PATH.')
}

function systemCandidates(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  const applications = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [...candidates, ...applications].filter((file) => fs.existsSync(file))
}

// Some distributions put a stub of that name in the way which only says where to get the real one.
function starts(file: string): boolean {
  return spawnSync(file, ['--version', '--no-sandbox'], { timeout: 30_000, stdio: 'ignore' }).status === 0
}

function playwrightHasIt(): boolean {
  return fs.existsSync(chromium.executablePath())
}

const installLimitMs = 180_000

function installPlaywrightChromium() {
  const require = createRequire(import.meta.url)
  const cli = path.join(path.dirname(require.resolve('@playwright/test/package.json')), 'cli.js')
  try {
    execFileSync(process.execPath, [cli, 'install', 'chromium'], { timeout: installLimitMs, stdio: 'ignore' })
  } catch {
    // Offline, or a platform it does not know: the next source is tried.
  }
}

// Built for Linux on x86-64 only.
async function unpackFromNpm(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const { default: packed } = await import('@sparticuz/chromium')
  const file = await packed.executablePath()
  return starts(file) ? file : undefined
}
