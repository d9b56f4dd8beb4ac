import type { ThingFilters } from '#contract/things.ts'
import { listThings } from '#server/fleet/queries/list-things.ts'
import { encodeCursor } from '#server/platform/keyset.ts'
import { inventorySql } from '../floors/inventory-sql.ts'
import { path } from '../measure.ts'
import { latenciesOfBoth, p95, spreadOverNames, viewing } from '../reads.ts'
import { filledDatabase } from '../world.ts'

const filters: Record<keyof typeof inventorySql, ThingFilters> = {
  none: {},
  type: { type: 'pump' },
  health: { health: 'none' },
  presence: { presence: 'connected' },
  group: { group: 'site-7' },
  attribute: { attribute: 'site=site-7' },
}

export default path({
  id: 'P8',
  title: 'A page of the inventory at any depth, by any one filter, against the same in bare SQL',
  async run(size) {
    const { database } = await filledDatabase(size)
    const context = viewing(database)
    const places = await spreadOverNames(database, size.quick ? 30 : 100)
    const ours: number[] = []
    const floors: number[] = []
    const each: string[] = []
    for (const [name, filter] of Object.entries(filters)) {
      const sql = inventorySql[name as keyof typeof inventorySql]
      const { ours: mine, floor: bare } = await latenciesOfBoth(
        places,
        (place) => listThings(context, { ...filter, cursor: encodeCursor([0, place.name, place.id]) }),
        (place) => database.pool.query(sql, [place.name]),
      )
      ours.push(...mine)
      floors.push(...bare)
      each.push(`${name} ${p95(mine).toFixed(1)}/${p95(bare).toFixed(1)}`)
    }
    const detail = `p95 ms ours/bare over ${size.things} things: ${each.join(', ')}`
    const shared = { id: 'P8', better: 'lower' as const, floor: p95(floors), floorUnit: 'ms', detail }
    return [
      { ...shared, name: 'p95 against bare SQL', goal: 2, value: p95(ours) / p95(floors), unit: 'ratio' },
      { ...shared, name: 'p95', goal: 10, value: p95(ours), unit: 'ms' },
    ]
  },
})
