import { path } from '../measure.ts'
import { freshBench, sync } from '../sync.ts'

export default path({
  id: 'P6',
  title: "The worker's memory as the fleet grows",
  async run({ quick }) {
    const [small, large] = quick ? [1_000, 20_000] : [10_000, 1_000_000]
    const only = ['things', 'certificates', ...(quick ? ['certificate-details'] : [])]
    const peaks: number[] = []
    for (const [place, things] of [small, large].entries()) {
      const bench = await freshBench(`p6_${place}`, things)
      const { peakMb } = await sync(bench, {}, only)
      peaks.push(peakMb)
      await bench.simulator.stop()
    }
    const [few = 0, many = 0] = peaks
    const shared = { id: 'P6', better: 'lower' as const, floor: few, floorUnit: `MB at ${small} things` }
    const detail = `peak resident memory of a whole sync process: ${many.toFixed(0)} MB at ${large} things`
    return [
      { ...shared, name: 'growth', goal: 1.6, value: many / few, unit: 'ratio', detail },
      { ...shared, name: 'peak', goal: 200, value: many, unit: 'MB', detail },
    ]
  },
})
