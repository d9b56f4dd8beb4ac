import { path } from '../measure.ts'
import { freshBench, rowsWritten, sync, walBytes } from '../sync.ts'

export default path({
  id: 'P4',
  title: 'Second sync, nothing changed',
  async run({ quick }) {
    const things = quick ? 10_000 : 100_000
    const bench = await freshBench('p4', things)
    const empty = await walBytes(bench.database)
    await sync(bench)
    const filled = { rows: await rowsWritten(bench.database), wal: await walBytes(bench.database) }
    // Once more first: pages that are written for the first time since a checkpoint are logged whole.
    await sync(bench)
    const warm = await walBytes(bench.database)
    await sync(bench)
    const rows = (await rowsWritten(bench.database)) - filled.rows
    const megabytes = ((await walBytes(bench.database)) - warm) / 2 ** 20
    await bench.simulator.stop()
    const shared = {
      id: 'P4',
      better: 'lower' as const,
      floor: (filled.wal - empty) / 2 ** 20,
      floorUnit: 'MB of log for the first sync',
    }
    return [
      {
        ...shared,
        name: 'rows of facts written',
        goal: 0,
        value: rows,
        unit: 'rows',
        detail: `${things} things and certificates`,
      },
      {
        ...shared,
        name: 'write-ahead log per million things',
        goal: 10,
        value: (megabytes * 1_000_000) / things,
        unit: 'MB',
        detail: `${megabytes.toFixed(2)} MB in all; small fleets carry the fixed cost of a pass`,
      },
    ]
  },
})
