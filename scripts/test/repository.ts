import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const limitBytes = 2 ** 20

/** Dependencies that do not name one exact version. */
export function unpinnedDependencies(root: string): string[] {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides']
  return groups
    .flatMap((group) => Object.entries((manifest[group] ?? {}) as Record<string, unknown>))
    .filter(([, version]) => typeof version !== 'string' || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is not pinned: ${JSON.stringify(version)}`)
}

/** Files of the repository that are larger than 1 MiB. */
export function oversizedFiles(root: string): string[] {
  return repositoryFiles(root)
    .map((name) => ({ name, size: fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.size ?? 0 }))
    .filter(({ size }) => size > limitBytes)
    .map(({ name, size }) => `${name} has ${(size / limitBytes).toFixed(1)} MiB`)
}

function repositoryFiles(root: string): string[] {
  // The checkout may be somebody else's when root runs the tests.
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
  try {
    const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return listed.split('\0').filter(Boolean)
  } catch {
    return filesWithoutGit(root)
  }
}

const made = ['.fleetwarden', '.git', '.next', 'generated', 'node_modules', 'test-results']

// A downloaded archive has no git, and perhaps the machine neither.
function filesWithoutGit(root: string): string[] {
  const names = fs.readdirSync(root).filter((name) => !made.includes(name) && !name.endsWith('.tsbuildinfo'))
  return names.flatMap((name) => {
    if (!fs.statSync(path.join(root, name)).isDirectory()) return [name]
    const inside = fs.readdirSync(path.join(root, name), { recursive: true, withFileTypes: true })
    return inside
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
  })
}
