import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const endings = ['', '.ts', '.tsx', '.js', '/index.ts']
const skipped = new Set(['node_modules', 'generated', '.git', '.next', '.fleetwarden'])

/**
 * One import: the file it stands in, what it names, and the file it leads to (null for a package). `later`: loaded when it
 * is called for.
 */
export type Import = { from: string; specifier: string; to: string | null; typeOnly: boolean; later: boolean }

/** Every TypeScript file of the repository, as paths from its root. */
export function sourceFiles(): string[] {
  const found: string[] = []
  const walk = (folder: string) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = path.posix.join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name) && !entry.name.startsWith('.next')) walk(file)
      } else if (/\.tsx?$/.test(entry.name)) found.push(file)
    }
  }
  walk('')
  return found.sort()
}

const statement =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

/** The imports of a file, read from its text. */
export function importsOf(file: string): Import[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  return [...text.matchAll(statement)].map((match) => {
    const specifier = match[2] ?? match[3] ?? ''
    return {
      from: file,
      specifier,
      to: resolve(file, specifier),
      typeOnly: Boolean(match[1]),
      later: match[3] !== undefined,
    }
  })
}

function resolve(from: string, specifier: string): string | null {
  const target = specifier.startsWith('#')
    ? specifier.slice(1)
    : specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(from), specifier)
      : null
  if (target === null) return null
  const ending = endings.find((ending) =>
    fs.statSync(path.join(root, target + ending), { throwIfNoEntry: false })?.isFile(),
  )
  return target + (ending ?? '')
}

/** Everything a set of files loads when it runs, with one chain of imports that leads to each. */
export function loadedBy(files: string[]): Map<string, string[]> {
  const chains = new Map<string, string[]>(files.map((file) => [file, [file]]))
  const queue = [...files]
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const chain = chains.get(file) ?? []
    if (!/\.tsx?$/.test(file) || !fs.existsSync(path.join(root, file))) continue
    for (const { specifier, to, typeOnly } of importsOf(file)) {
      const next = to ?? specifier
      if (typeOnly || chains.has(next)) continue
      chains.set(next, [...chain, next])
      if (to) queue.push(to)
    }
  }
  return chains
}

/** The ways by which files load themselves again before they are loaded, one for each. */
export function circlesOf(files: string[]): string[] {
  const loads = new Map(
    files.map((file) => [
      file,
      importsOf(file).flatMap(({ to, typeOnly, later }) => (to && !typeOnly && !later ? [to] : [])),
    ]),
  )
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, way: string[]) => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (done.has(file) || way.includes(file)) return
    for (const next of loads.get(file) ?? []) visit(next, [...way, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return circles
}
