import { type ChildProcess, spawn } from 'node:child_process'
import path_ from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listIncidents } from '#server/incidents/queries/list-incidents.ts'
import { saysDuplicate } from '#server/incidents/record.ts'
import connectionLog from '#server/sync/collectors/connection-log.ts'
import lifecycleEvents from '#server/sync/collectors/lifecycle-events.ts'
import { type Environment, towards } from '../child.ts'
import { type Measure, path, quantile } from '../measure.ts'
import { viewing } from '../reads.ts'
import { type Bench, freshBench } from '../sync.ts'
import { atEnd } from '../world.ts'

/** Take-overs within ten minutes that are an incident. */
const enough = 3
const lookEveryMs = 40
const patienceMs = 120_000
const settleMs = 3_000

/** When each step of one conflict was done, in epoch ms. */
type Steps = { happened: number; readable: number; begun: number; kept: number; shown: number }

export default path({
  id: 'P23',
  title: 'From the take-over that makes a conflict an incident to the incident, live',
  async run({ quick }) {
    const bench = await freshBench('p23', 400)
    const { pool } = bench.database
    await pool.query(
      `update aws_accounts set event_queue_url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/fleetwarden-presence'`,
    )
    const worker = startWorker({
      ...towards(bench.simulator.url),
      DATABASE_URL: bench.url,
      FLEETWARDEN_QUOTA_SCALE: '0',
      AWS_REGION: 'eu-west-1',
    })
    try {
      await control(bench, 'PUT', 'logging', {
        logging: {
          defaultLevel: 'ERROR',
          events: ['Connect', 'Disconnect'].map((eventType) => ({ eventType, logLevel: 'INFO' })),
        },
      })
      await bothFeedsRead(bench)
      const steps: Omit<Steps, 'begun'>[] = []
      // One after the other, each at another moment of the cadences.
      for (let n = 0; n < (quick ? 3 : 15); n++) {
        await sleep((n * 1_700) % 9_000)
        steps.push(await oneConflict(bench))
      }
      return measures(await withPasses(bench, steps))
    } finally {
      worker.kill('SIGKILL')
      await bench.simulator.stop()
    }
  },
})

function measures(steps: Steps[]): Measure[] {
  const cadenceS = Math.min(connectionLog.everyMs, lifecycleEvents.everyMs) / 1000
  const shared = {
    id: 'P23',
    better: 'lower' as const,
    unit: 's',
    floor: cadenceS,
    floorUnit: 's between two looks at the feed',
  }
  const of = (from: keyof Steps, to: keyof Steps, q: number) =>
    Math.max(
      0,
      quantile(
        steps.map((one) => (one[to] - one[from]) / 1000),
        q,
      ),
    )
  const both = (from: keyof Steps, to: keyof Steps) =>
    `p50 ${of(from, to, 0.5).toFixed(1)} s, p95 ${of(from, to, 0.95).toFixed(1)} s`
  const detail = [
    `${steps.length} conflicts of virtual devices`,
    `until the feed has it ${both('happened', 'readable')}`,
    `until a pass begins ${both('readable', 'begun')}`,
    `until it is kept ${both('begun', 'kept')}`,
    `until it is judged and listed ${both('kept', 'shown')}`,
  ].join('; ')
  return [
    { ...shared, name: 'take-over to incident, p95', goal: 60, value: of('happened', 'shown', 0.95), detail },
    {
      ...shared,
      name: 'readable to incident, p50',
      goal: cadenceS,
      value: of('readable', 'shown', 0.5),
      detail: 'as above',
    },
    {
      ...shared,
      name: 'readable to incident, p95',
      goal: 2 * cadenceS,
      value: of('readable', 'shown', 0.95),
      detail: 'as above',
    },
    { ...shared, name: 'kept to incident, p95', goal: 5, value: of('kept', 'shown', 0.95), detail: 'as above' },
  ]
}

type Told = {
  records: { kind: 'log' | 'lifecycle'; at: number; readableAt: number; record: Record<string, unknown> }[]
}

async function oneConflict(bench: Bench): Promise<Omit<Steps, 'begun'>> {
  const { pool } = bench.database
  // It goes on to the end: things that rest would play the next one, too.
  const { clientIds } = await control<{ clientIds: string[] }>(bench, 'POST', 'conflicts', {
    cause: 'same-credential-two-places',
  })
  const clientId = clientIds[0] ?? ''
  let kept = 0
  let shown = 0
  for (const until = Date.now() + patienceMs; !shown; await sleep(lookEveryMs)) {
    if (Date.now() > until) throw new Error(`${clientId} is no incident in time`)
    if (!kept) {
      const { rows } = await pool.query<{ count: number }>(
        `select max(count)::int as count from (select count(*) from connection_events
         where account_id = 1 and client_id = $1 and duplicate group by feed) f`,
        [clientId],
      )
      if ((rows[0]?.count ?? 0) >= enough) kept = Date.now()
    }
    const { items } = await listIncidents(viewing(bench.database), { search: clientId })
    if (items.length > 0) shown = Date.now()
  }
  const { records } = await control<Told>(bench, 'GET', 'records?after=0&limit=10000')
  const third = (kind: 'log' | 'lifecycle') =>
    records.filter(
      (one) =>
        one.kind === kind && one.record.clientId === clientId && saysDuplicate(String(one.record.disconnectReason)),
    )[enough - 1]
  const [log, event] = [third('log'), third('lifecycle')]
  const happened = log?.at ?? event?.at ?? shown
  const readable = Math.min(log?.readableAt ?? shown, event?.readableAt ?? shown)
  return { happened, readable, kept: kept || shown, shown }
}

/** When the passes began that kept what made them incidents; they are noted as they end. */
async function withPasses({ database: { pool } }: Bench, steps: Omit<Steps, 'begun'>[]): Promise<Steps[]> {
  await sleep(settleMs)
  const { rows } = await pool.query<{ started: Date; finished: Date }>(
    `select started_at as started, finished_at as finished from collection_runs
     where collector in ('connection-log', 'lifecycle-events') order by started_at desc`,
  )
  return steps.map((one) => {
    const pass = rows.find(({ started, finished }) => {
      return started.getTime() <= one.kept && finished.getTime() >= one.kept - 2 * lookEveryMs
    })
    // A pass that had begun already reads what comes meanwhile.
    return { ...one, begun: Math.max(one.readable, pass?.started.getTime() ?? one.readable) }
  })
}

async function bothFeedsRead({ database: { pool } }: Bench): Promise<void> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(200)) {
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int as count from collections where collector in ('connection-log', 'lifecycle-events') and last_outcome = 'ok'`,
    )
    if (rows[0]?.count === 2) return
    // One that came before logging was on would look again in an hour.
    await pool.query(
      `update collections set due_at = now() where last_outcome = 'unavailable' and due_at > now() + interval '10 seconds'`,
    )
  }
  throw new Error('The feeds were not read in time')
}

async function control<Answer>({ simulator }: Bench, method: string, to: string, body?: object): Promise<Answer> {
  const response = await fetch(`${simulator.url}/_simulator/${to}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.json() as Promise<Answer>
}

function startWorker(env: Environment): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/worker.ts'], {
    cwd: path_.join(import.meta.dirname, '..', '..'),
    env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=256', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  atEnd(async () => void child.kill('SIGKILL'))
  return child
}
