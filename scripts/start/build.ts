import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { digestOf, root, writeAtomically } from '../files.ts'
import { withLock } from '../lock.ts'
import { type Child, runChild } from './children.ts'

/** What `next build` reads. Anything else may change without a new build. */
const sources = [
  'app',
  'components',
  'contract',
  'generated',
  'server',
  'public',
  'instrumentation.ts',
  'middleware.ts',
  'proxy.ts',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
]

/** Builds the web app when its sources differ from the last build. Returns whether it had to. */
export async function build(log: string, register: (child: Child) => () => void): Promise<boolean> {
  // Two builds in one folder spoil each other, and tests may build while a start does.
  return withLock(path.join(root, '.fleetwarden', 'build.lock'), async () => {
    const output = path.join(root, process.env.FLEETWARDEN_DIST_DIR ?? '.next')
    const stamp = path.join(output, 'fleetwarden.digest')
    const digest = digestOf(root, sources)
    const known = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : undefined
    if (known === digest && fs.existsSync(path.join(output, 'BUILD_ID'))) return false
    fs.rmSync(stamp, { force: true })
    await runChild(
      {
        name: 'next build',
        args: [nextCli(), 'build'],
        env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        log,
      },
      register,
    )
    writeAtomically(stamp, digest)
    return true
  })
}

/** The file that is the `next` command. */
export function nextCli(): string {
  return createRequire(import.meta.url).resolve('next/dist/bin/next')
}
