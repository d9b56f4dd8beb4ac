import { path } from '../measure.ts'
import { freshBench, sync } from '../sync.ts'

export default path({
  id: 'P1',
  title: 'Full sync under real quotas, scaled so that it ends',
  async run({ quick }) {
    const things = quick ? 600 : 6_000
    const scale = quick ? 4 : 10
    const bench = await freshBench('p1', things, scale)
    const collectors = ['things', 'certificates', 'certificate-details']
    await sync(bench, { FLEETWARDEN_QUOTA_SCALE: String(scale), FLEETWARDEN_QUOTA_SHARE: '1' }, collectors)
    const calls = await bench.simulator.calls()
    const { rows } = await bench.database.pool.query<{ ms: number }>(
      `select 1000 * extract(epoch from finished_at - started_at)::float8 as ms from collection_runs
       where collector = 'certificate-details' order by id desc limit 1`,
    )
    const ms = rows[0]?.ms ?? Number.NaN
    const described = calls.DescribeCertificate?.calls ?? 0
    const floor = (described / (10 * scale)) * 1000
    const throttled = Object.values(calls).reduce((sum, one) => sum + one.throttled, 0)
    await bench.simulator.stop()
    const detail = `${described} DescribeCertificate at ${10 * scale}/s, from the pass's start to its end`
    const shared = { id: 'P1', better: 'lower' as const, floor: floor / 1000, floorUnit: 's (calls ÷ quota)' }
    return [
      {
        ...shared,
        name: 'duration of the pass against calls ÷ quota',
        goal: 1.05,
        value: ms / floor,
        unit: 'ratio',
        detail,
      },
      {
        ...shared,
        name: 'throttled calls',
        goal: 0,
        value: throttled,
        unit: 'calls',
        detail: 'counted by the endpoint',
      },
    ]
  },
})
