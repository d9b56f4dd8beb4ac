import { listThings } from '#server/fleet/queries/list-things.ts'
import { encodeCursor } from '#server/platform/keyset.ts'
import { median, path } from '../measure.ts'
import { latencies, spreadOverNames, viewing } from '../reads.ts'
import { filledDatabase } from '../world.ts'

export default path({
  id: 'P9',
  title: 'The middle of the inventory against its first page',
  async run(size) {
    const { database } = await filledDatabase(size)
    const context = viewing(database)
    const rounds = Array.from({ length: size.quick ? 50 : 200 }, (_, round) => round)
    const places = await spreadOverNames(database, 100)
    const middle = places[Math.floor(places.length / 2)]
    if (!middle) throw new Error('The fleet is empty')
    const cursor = encodeCursor([0, middle.name, middle.id])
    const deep = await latencies(rounds, () => listThings(context, { cursor }))
    const first = await latencies(rounds, () => listThings(context, {}))
    const detail = `${size.things / 2} things deep`
    const value = median(deep) / median(first)
    return [
      {
        id: 'P9',
        name: 'p50 deep against first',
        goal: 1.5,
        value,
        better: 'lower',
        unit: 'ratio',
        floor: median(first),
        floorUnit: 'ms',
        detail,
      },
    ]
  },
})
