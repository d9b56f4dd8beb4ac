import fs from 'node:fs'
import path from 'node:path'
import { writeAtomically } from '../files.ts'

/** One folder whose files each hold one thing; the file name is its id, the default export the thing. */
export type Registry = { folder: string; name: string; idType: string }

/** Add a line here and the folder's ids become a type. */
export const registries: Registry[] = [
  { folder: 'server/sync/collectors', name: 'collectors', idType: 'CollectorId' },
  { folder: 'server/findings/checks', name: 'checks', idType: 'CheckId' },
  { folder: 'server/reports/controls', name: 'controls', idType: 'ControlId' },
  { folder: 'server/reports/frameworks', name: 'frameworks', idType: 'FrameworkId' },
  { folder: 'server/reports/figures', name: 'figures', idType: 'FigureId' },
  { folder: 'server/response/actions', name: 'actions', idType: 'PlannedActionId' },
]

/** Writes `generated/NAME.ts` when it differs. Returns whether it did. */
export function writeRegistry(root: string, registry: Registry): boolean {
  const target = path.join(root, 'generated', `${registry.name}.ts`)
  const source = registrySource(registry, idsIn(path.join(root, registry.folder)))
  if (fs.existsSync(target) && fs.readFileSync(target, 'utf8') === source) return false
  writeAtomically(target, source)
  return true
}

/** The TypeScript of one registry. */
export function registrySource({ folder, name, idType }: Registry, ids: string[]): string {
  const imports = ids.map((id) => `import ${identifier(id)} from '#${folder}/${id}.ts'`)
  const entries = ids.map((id) => `  '${id}': ${identifier(id)},`)
  return [
    ...imports,
    '',
    `/** Every file of ${folder}, by its name. */`,
    `export const ${name} = {`,
    ...entries,
    '} as const',
    '',
    `export type ${idType} = keyof typeof ${name}`,
    '',
  ].join('\n')
}

function idsIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return []
  const files = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .filter(({ name }) => /^[a-z0-9-]+\.ts$/.test(name))
    .map(({ name }) => name.slice(0, -'.ts'.length))
    .sort()
}

// Ids may spell JavaScript keywords ("new", "delete"), so every import carries a prefix.
function identifier(id: string): string {
  return `the${id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`
}
