import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Writes through a neighbour and a rename, so that no reader ever sees half a file. */
export function writeAtomically(file: string, content: string, mode = 0o644) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const half = `${file}.${process.pid}`
  fs.writeFileSync(half, content, { mode })
  fs.renameSync(half, file)
}

/** One digest over the names and contents of files and folders under `base`; absent ones count as absent. */
export function digestOf(base: string, names: string[]): string {
  const hash = createHash('sha256')
  for (const file of names.flatMap((name) => filesIn(path.join(base, name))).sort()) {
    hash.update(path.relative(base, file)).update('\0').update(fs.readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesIn(target: string): string[] {
  const stat = fs.statSync(target, { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [target]
  return fs.readdirSync(target).flatMap((name) => filesIn(path.join(target, name)))
}
