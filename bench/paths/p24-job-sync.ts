import { z } from 'zod'
import { median, path } from '../measure.ts'
import { type Bench, freshBench, pagingLoop, rowsWritten, sync, watchingDatabase } from '../sync.ts'

const collectors = ['jobs', 'job-executions']

export default path({
  id: 'P24',
  title: 'Sync of a job and all its executions, against a bare SDK loop of the same calls',
  async run({ quick }) {
    const things = quick ? 10_000 : 100_000
    const bench = await freshBench('p24', things)
    await rollOut(bench, things)
    const took = { ours: [] as number[], floor: [] as number[], peakMb: [] as number[] }
    // A second or two each: the middle one of several, in turn.
    for (let round = 0; round < 3; round++) {
      // Seconds of work, not of starting a process: the worker runs for months.
      took.floor.push(z.object({ ms: z.number() }).parse(JSON.parse((await pagingLoop(bench, 'jobs')).output)).ms)
      if (round > 0) Object.assign(bench, await watchingDatabase(`p24_${round}`))
      took.peakMb.push((await sync(bench, {}, collectors)).peakMb)
      took.ours.push(await passesTook(bench))
    }
    const [passesMs, loopMs, peakMb] = [median(took.ours), median(took.floor), median(took.peakMb)]
    const { rows: kept } = await bench.database.pool.query<{ n: number }>(
      'select count(*)::int as n from deployment_executions',
    )
    if (kept[0]?.n !== things) throw new Error(`${kept[0]?.n} executions were kept of ${things}`)
    const filled = await rowsWritten(bench.database)
    const before = await callsOf(bench)
    await sync(bench, {}, collectors)
    const rows = (await rowsWritten(bench.database)) - filled
    const calls = (await callsOf(bench)) - before
    await bench.simulator.stop()
    const shared = { id: 'P24', better: 'lower' as const, detail: `one job of ${things} devices` }
    const floor = { floor: loopMs / 1000, floorUnit: 's' }
    return [
      { ...shared, ...floor, name: 'first sync, wall time', goal: 2.2, value: passesMs / loopMs, unit: 'ratio' },
      { ...shared, ...floor, name: 'first sync, memory', goal: 200, value: peakMb, unit: 'MB' },
      // The job itself still runs: that its counts were asked for is a fact of its own.
      { ...shared, ...floor, name: 'second sync, nothing changed, rows', goal: 1, value: rows, unit: 'rows' },
      { ...shared, ...floor, name: 'second sync, nothing changed, calls', goal: 2, value: calls, unit: 'calls' },
    ]
  },
})

/** A job for the whole fleet that has come to rest: most devices did it, some failed, and some never took it. */
async function rollOut({ simulator }: Bench, count: number): Promise<void> {
  const order = {
    ...{ id: 'benchmark-rollout', groups: ['sites'], count, agoMinutes: 600, anyway: true, perMinute: 100_000 },
    ...{ fail: 0.05, silent: 0.2 },
  }
  const answer = await fetch(`${simulator.url}/_simulator/rollouts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

async function passesTook({ database }: Bench): Promise<number> {
  const { rows } = await database.pool.query<{ ms: number }>(
    'select sum(1000 * extract(epoch from finished_at - started_at))::float8 as ms from collection_runs',
  )
  return rows[0]?.ms ?? 0
}

async function callsOf({ simulator }: Bench): Promise<number> {
  const operations = await simulator.calls()
  return ['ListJobs', 'DescribeJob', 'GetJobDocument', 'ListJobExecutionsForJob']
    .map((operation) => operations[operation]?.calls ?? 0)
    .reduce((sum, count) => sum + count, 0)
}
