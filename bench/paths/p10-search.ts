import { listThings } from '#server/fleet/queries/list-things.ts'
import { path } from '../measure.ts'
import { latencies, p95, spreadOverNames, viewing } from '../reads.ts'
import { filledDatabase } from '../world.ts'

export default path({
  id: 'P10',
  title: 'Search by part of a name, three characters and more',
  async run(size) {
    const { database } = await filledDatabase(size)
    const context = viewing(database)
    const names = (await spreadOverNames(database, size.quick ? 40 : 150)).map(({ name }) => name)
    const terms = names.map((name, place) => name.slice(place % 12, (place % 12) + 3 + (place % 6)).replace(/-$/, 'x'))
    const ours = await latencies(terms, (search) => listThings(context, { search }))
    const bare = await latencies(terms, (search) =>
      database.pool.query(
        `select id, name from (select id, name from things where account_id = 1 and name ilike $1 offset 0) t order by name limit 101`,
        [`%${search}%`],
      ),
    )
    const detail = `${terms.length} terms such as ${terms.slice(0, 3).join(', ')}; the floor asks the trigram index alone`
    return [
      {
        id: 'P10',
        name: 'p95',
        goal: 30,
        value: p95(ours),
        better: 'lower',
        unit: 'ms',
        floor: p95(bare),
        floorUnit: 'ms',
        detail,
      },
    ]
  },
})
