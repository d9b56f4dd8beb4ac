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

/** Files git keeps, or would keep, that are larger than 1 MiB. */
export function oversizedFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed
    .split('\0')
    .filter(Boolean)
    .map((name) => ({ name, size: fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.size ?? 0 }))
    .filter(({ size }) => size > limitBytes)
    .map(({ name, size }) => `${name} has ${(size / limitBytes).toFixed(1)} MiB`)
}
