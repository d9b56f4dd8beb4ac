import type { SoftwareInventory } from '#contract/deployments.ts'

export type MatrixCell = { things: number; intended: boolean }
export type MatrixRow = {
  key: string
  account: number
  of: string
  cells: readonly (MatrixCell | null)[]
  /** Things of it whose version is not shown, in columns that were folded. */
  older: number
  /** Things of it that report nothing at all. */
  unknown: number
  /** What is meant to run there, though perhaps nobody runs it yet. */
  intended: readonly string[]
}
export type Matrix = { package: string; versions: readonly string[]; folded: number; rows: readonly MatrixRow[] }

const mostVersions = 6

/**
 * One matrix for each package: types or groups down, versions across, the newest first. First come packages of which
 * most things run another version than is meant.
 */
export function matricesOf({ versions, unknown }: Pick<SoftwareInventory, 'versions' | 'unknown'>): Matrix[] {
  const unknownOf = new Map(unknown.map(({ account, of, things }) => [`${account}/${of}`, things]))
  const matrices = [...groupBy(versions, (one) => one.package)].map(([name, own]): Matrix => {
    const all = [...new Set(own.map(({ version }) => version))].sort(newestFirst)
    const meant = new Set(own.flatMap(({ version, intended }) => (intended ? [version] : [])))
    // What is meant is always seen, however old.
    const shown = all.filter((version, at) => at < mostVersions || meant.has(version))
    const rows = [...groupBy(own, ({ account, of }) => `${account}/${of}`)].map(([key, cells]): MatrixRow => {
      const [first] = cells
      return {
        key,
        account: first?.account ?? 0,
        of: first?.of ?? '',
        cells: shown.map((version) => {
          const cell = cells.find((one) => one.version === version)
          return cell ? { things: cell.things, intended: cell.intended } : null
        }),
        older: cells.reduce((sum, { version, things }) => sum + (shown.includes(version) ? 0 : things), 0),
        unknown: unknownOf.get(key) ?? 0,
        intended: cells.flatMap(({ version, intended }) => (intended ? [version] : [])),
      }
    })
    return {
      package: name,
      versions: shown,
      folded: all.length - shown.length,
      rows: rows.sort((a, b) => a.of.localeCompare(b.of) || a.account - b.account),
    }
  })
  return matrices.sort((a, b) => astray(b) - astray(a))
}

/** Things that run another version than the one that is meant where they are. */
function astray({ rows }: Matrix): number {
  const meant = rows.filter(({ intended }) => intended.length > 0)
  return meant.reduce(
    (sum, { cells, older }) =>
      cells.reduce((more, cell) => more + (cell && !cell.intended ? cell.things : 0), sum + older),
    0,
  )
}

/** Orders versions by their numbers, so that 10 comes after 9; what has no numbers by its letters. */
export function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true })
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b)))
}
