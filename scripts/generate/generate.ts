import { execFile } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { digestOf, root, writeAtomically } from '../files.ts'
import { withLock } from '../lock.ts'
import { writeContract } from './contract.ts'
import { registries, writeRegistry } from './registries.ts'

/** Brings `generated/` up to date: the Prisma client, the registries and the browser's contract. Returns the names of what it wrote. */
export async function generate(): Promise<string[]> {
  return withLock(path.join(root, '.fleetwarden', 'generate.lock'), async () => {
    const written = registries.filter((registry) => writeRegistry(root, registry)).map(({ name }) => name)
    if (writeContract(root)) written.push('contract')
    if (await generateClient()) written.push('the Prisma client')
    return written
  })
}

async function generateClient(): Promise<boolean> {
  const stamp = path.join(root, 'generated', 'prisma.digest')
  const digest = digestOf(root, ['prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  const fresh = fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === digest
  if (fresh && fs.existsSync(path.join(root, 'generated', 'prisma', 'client.ts'))) return false
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
  const env = {
    ...process.env,
    // Generating needs no schema engine; naming any file keeps Prisma from downloading one.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  }
  try {
    await promisify(execFile)(process.execPath, [cli, 'generate'], { cwd: root, env })
  } catch (error) {
    const { stderr, stdout } = error as { stderr: string; stdout: string }
    throw new Error(`prisma generate failed:\n${(stderr || stdout).trim()}`)
  }
  writeAtomically(stamp, digest)
  return true
}
