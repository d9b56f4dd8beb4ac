import type pg from 'pg'
import { median, path, timed } from '../measure.ts'
import { freshBench, sync, walBytes } from '../sync.ts'

export default path({
  id: 'P5',
  title: 'One thing in a hundred changed, against upserting every row',
  async run({ quick }) {
    const things = quick ? 10_000 : 100_000
    const bench = await freshBench('p5', things)
    const only = ['things', 'certificates']
    await sync(bench)
    const idle: number[] = []
    const busy: number[] = []
    const wal: number[] = []
    // What is asked for is the difference of two long times: the middle one of several.
    for (let round = 0; round < 3; round++) {
      await sync(bench, {}, only)
      idle.push(await passesMs(bench.database.pool, only))
      await bench.simulator.churn({ attributes: 0.01, statuses: 0.01 })
      const before = await walBytes(bench.database)
      await sync(bench, {}, only)
      busy.push(await passesMs(bench.database.pool, only))
      wal.push((await walBytes(bench.database)) - before)
    }
    const from = await walBytes(bench.database)
    const { ms } = await timed(() => upsertEverything(bench.database.pool))
    const floorWal = (await walBytes(bench.database)) - from
    await bench.simulator.stop()
    const shared = { id: 'P5', better: 'lower' as const, unit: 'ratio' }
    const extra = Math.max(0, median(busy) - median(idle))
    return [
      {
        ...shared,
        name: 'write-ahead log',
        goal: 0.1,
        value: median(wal) / floorWal,
        floor: floorWal / 2 ** 20,
        floorUnit: 'MB',
        detail: `${things} things and certificates, 1% of each changed`,
      },
      {
        ...shared,
        name: 'time beyond a sync that found nothing',
        goal: 0.25,
        value: extra / ms,
        floor: ms / 1000,
        floorUnit: 's',
        detail: 'the floor is the upserts alone, without asking AWS',
      },
    ]
  },
})

/** How long the last passes took together, in ms, without the start of the process: they run beside each other. */
async function passesMs(pool: pg.Pool, collectors: string[]): Promise<number> {
  const { rows } = await pool.query<{ ms: number }>(
    `select 1000 * extract(epoch from max(last_finished_at) - min(pass_started_at))::float8 as ms from collections
     where collector = any($1)`,
    [collectors],
  )
  return rows[0]?.ms ?? Number.NaN
}

/** What a sync without comparing does: every row again, a thousand at a time. */
async function upsertEverything(pool: pg.Pool): Promise<void> {
  for (const table of ['things', 'certificates']) {
    const set =
      table === 'things' ? 'attributes = s.attributes, changed_at = now()' : 'status = s.status, changed_at = now()'
    for (let at = 0; ; ) {
      const { rows } = await pool.query<{ last: number | null }>(
        `with s as (select * from ${table} where id > $1 order by id limit 1000),
           u as (update ${table} t set ${set} from s where t.id = s.id)
         select max(id) as last from s`,
        [at],
      )
      if (rows[0]?.last == null) break
      at = Number(rows[0].last)
    }
  }
}
