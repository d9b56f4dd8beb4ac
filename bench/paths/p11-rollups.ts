import { certificateTimeline } from '#server/credentials/queries/certificate-timeline.ts'
import { thingFacets } from '#server/fleet/queries/thing-facets.ts'
import { inTurn, median, path, timed } from '../measure.ts'
import { latencies, p95, viewing } from '../reads.ts'
import { filledDatabase } from '../world.ts'

export default path({
  id: 'P11',
  title: 'Facets and the expiry histogram on load, and what keeping their counts costs',
  async run(size) {
    const { database } = await filledDatabase(size)
    const context = viewing(database)
    const rounds = Array.from({ length: size.quick ? 40 : 150 }, (_, round) => round)
    const facets = await latencies(rounds, () => thingFacets(context, {}))
    const timeline = await latencies(rounds, () => certificateTimeline(context, {}))
    const counted = await timed(() =>
      database.pool.query(
        'select type_name, credential_health, count(*) from things where gone_at is null group by 1, 2',
      ),
    )
    const rows = Math.min(size.things / 4, 50_000)
    const change = (trigger: 'enable' | 'disable') => async (round: number) => {
      await database.pool.query(`alter table certificates ${trigger} trigger user`)
      await database.pool.query('update certificates set status = $2 where id <= $1', [
        rows,
        round % 2 ? 'INACTIVE' : 'ACTIVE',
      ])
    }
    const upkeep = await inTurn(size.quick ? 3 : 5, change('enable'), change('disable'))
    await database.pool.query('alter table certificates enable trigger user')
    const shared = { id: 'P11', better: 'lower' as const }
    const exact = { floor: counted.ms, floorUnit: 'ms to count it afresh', detail: `${size.things} things` }
    return [
      { ...shared, ...exact, name: 'facets p95', goal: 2, value: p95(facets), unit: 'ms' },
      { ...shared, ...exact, name: 'expiry histogram p95', goal: 2, value: p95(timeline), unit: 'ms' },
      {
        ...shared,
        name: 'update with counts kept, against without',
        goal: 1.35,
        value: median(upkeep.ours) / median(upkeep.floor),
        unit: 'ratio',
        floor: median(upkeep.floor),
        floorUnit: 'ms',
        detail: `status of ${rows} certificates`,
      },
    ]
  },
})
