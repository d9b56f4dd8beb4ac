import { median, path } from '../measure.ts'
import { freshBench, pagingLoop, sync } from '../sync.ts'

export default path({
  id: 'P2',
  title: 'First sync of a fleet, no quota, against a bare SDK paging loop for the same records',
  async run({ quick }) {
    const things = quick ? 4_000 : 100_000
    const rounds = quick ? 2 : 1
    const ours = { ms: [] as number[], cpu: [] as number[] }
    const floor = { ms: [] as number[], cpu: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      const bench = await freshBench(`p2_${round}`, things)
      const loop = await pagingLoop(bench)
      const synced = await sync(bench)
      ours.ms.push(synced.ms)
      ours.cpu.push(synced.cpuMs)
      floor.ms.push(loop.ms)
      floor.cpu.push(loop.cpuMs)
      await bench.simulator.stop()
    }
    const detail = `${things} things, certificates and attachments; everything kept, with history and counts`
    const shared = { id: 'P2', better: 'lower' as const, unit: 'ratio', detail, floorUnit: 's' }
    return [
      {
        ...shared,
        name: 'wall time',
        goal: 2.2,
        value: median(ours.ms) / median(floor.ms),
        floor: median(floor.ms) / 1000,
      },
      {
        ...shared,
        name: 'CPU time',
        goal: 1.7,
        value: median(ours.cpu) / median(floor.cpu),
        floor: median(floor.cpu) / 1000,
      },
    ]
  },
})
