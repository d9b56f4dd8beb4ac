import type { SoftwareInventory } from '#contract/deployments.ts'

export type MatrixCell = { things: number; intended: boolean; behind: number }
export type MatrixRow = {
  key: string
  account: number
  of: string
  cells: readonly (MatrixCell | null)[]
  /** Things of it whose version is not shown, in columns that were folded. */
  older: number
  /** How many of those run less than is meant for them. */
  olderBehind: number
  /** Things of it that report nothing at all. */
  unknown: number
}
export type Matrix = {
  package: string
  versions: readonly string[]
  folded: number
  /** Things of it that run less than is meant for them. */
  behind: number
  rows: readonly MatrixRow[]
}

const mostVersions = 6

/**
 * One matrix for each package: types or groups down, versions across, the newest first. First come packages that
 * most things are behind with.
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
      const folded = cells.filter(({ version }) => !shown.includes(version))
      return {
        key,
        account: first?.account ?? 0,
        of: first?.of ?? '',
        cells: shown.map((version) => {
          const cell = cells.find((one) => one.version === version)
          return cell ? { things: cell.things, intended: cell.intended, behind: cell.behind } : null
        }),
        older: sumOf(folded, ({ things }) => things),
        olderBehind: sumOf(folded, ({ behind }) => behind),
        unknown: unknownOf.get(key) ?? 0,
      }
    })
    return {
      package: name,
      versions: shown,
      folded: all.length - shown.length,
      behind: sumOf(own, ({ behind }) => behind),
      rows: rows.sort((a, b) => a.of.localeCompare(b.of) || a.account - b.account),
    }
  })
  return matrices.sort((a, b) => b.behind - a.behind)
}

/** Orders versions by their numbers, so that 10 comes after 9; what has no numbers by its letters. */
export function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true })
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b)))
}
