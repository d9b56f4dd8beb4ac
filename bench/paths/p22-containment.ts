import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path_ from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { responseSettings } from '#server/response/engine/settings.ts'
import { type Environment, runMeasured, towards } from '../child.ts'
import { path } from '../measure.ts'
import { type Bench, freshBench, sync } from '../sync.ts'
import { atEnd } from '../world.ts'

export default path({
  id: 'P22',
  title: 'Certificates deactivated and read back by the worker, against the bare SDK and against the quota',
  async run({ quick }) {
    return [...(await unpaced(quick ? 2_000 : 10_000)), ...(await underQuotas(600, quick ? 4 : 1))]
  },
})

async function unpaced(count: number) {
  const bench = await freshBench('p22', count)
  await sync(bench)
  // The floor is taken right before and right after: what else the machine does meanwhile slows both.
  const floors: number[] = []
  const { ms, changes } = await contain(bench, count, { FLEETWARDEN_QUOTA_SCALE: '0' }, async () => {
    floors.push(await bareLoop(bench, 'ACTIVE'))
  })
  floors.push(await bareLoop(bench, 'INACTIVE'))
  await bench.simulator.stop()
  const floor = floors.reduce((sum, one) => sum + one, 0) / floors.length
  return [
    {
      id: 'P22',
      name: 'time against a loop over the bare SDK',
      goal: 1.5,
      value: ms / floor,
      better: 'lower' as const,
      unit: 'ratio',
      floor: floor / 1000,
      floorUnit: `s for ${changes} changes, ${inFlight} at a time (${floors.map((one) => (one / 1000).toFixed(1)).join(' before, ')} after)`,
      detail: `${count} certificates in ${(ms / 1000).toFixed(1)} s: read before, intents and results stored, trail kept, read back`,
    },
  ]
}

const { inFlight } = responseSettings({ pace: { share: 1, scale: 0 }, leaseMs: 0 })

/** The same calls with the bare SDK, as many at a time, in ms. That AWS is so already makes them no cheaper. */
async function bareLoop(bench: Bench, status: 'ACTIVE' | 'INACTIVE'): Promise<number> {
  const file = path_.join(os.tmpdir(), `fleetwarden-targets-${process.pid}.json`)
  fs.writeFileSync(file, JSON.stringify(await targetsOf(bench)))
  const loop = await runMeasured('bench/floors/change-loop.ts', [], {
    ...towards(bench.simulator.url),
    TARGETS_FILE: file,
    IN_FLIGHT: String(inFlight),
    NEW_STATUS: status,
  })
  fs.rmSync(file)
  return (JSON.parse(loop.output) as { ms: number }).ms
}

async function underQuotas(count: number, scale: number) {
  const bench = await freshBench('p22_quotas', count, scale)
  await sync(bench, { FLEETWARDEN_QUOTA_SCALE: String(scale), FLEETWARDEN_QUOTA_SHARE: '0.9' })
  const before = await bench.simulator.calls()
  const { ms } = await contain(bench, count, {
    FLEETWARDEN_QUOTA_SCALE: String(scale),
    FLEETWARDEN_QUOTA_SHARE: '1',
  })
  const after = await bench.simulator.calls()
  await bench.simulator.stop()
  const perSecond = 10 * scale
  const floor = (count / perSecond) * 1000
  const throttled = (calls: typeof after) => Object.values(calls).reduce((sum, one) => sum + one.throttled, 0)
  const shared = { id: 'P22', better: 'lower' as const, floor: floor / 1000, floorUnit: 's (calls ÷ quota)' }
  const detail = `${count} UpdateCertificate at ${perSecond}/s, from the start to the last one read back`
  return [
    { ...shared, name: 'time against calls ÷ quota', goal: 1.05, value: ms / floor, unit: 'ratio', detail },
    {
      ...shared,
      name: 'throttled calls',
      goal: 0,
      value: throttled(after) - throttled(before),
      unit: 'calls',
      detail: 'counted by the endpoint, of every operation',
    },
  ]
}

/**
 * Has the worker plan and carry out a deactivation of every certificate; `planned` is awaited in between. The time is
 * from its start to the last read-back.
 */
async function contain(
  bench: Bench,
  count: number,
  env: Environment,
  planned: () => Promise<void> = async () => {},
): Promise<{ ms: number; changes: number }> {
  const { pool } = bench.database
  await pool.query(
    `insert into responders (account_id, role_arn, quarantine)
     values (1, 'arn:aws:iam::123456789012:role/FleetwardenResponder', 'ready')`,
  )
  await pool.query(`insert into settings (key, value) values ('response-guards', '{"targetsPerHour": 1000000}')`)
  await pool.query(
    `with run as (
       insert into response_runs (account_id, action, target_kind, selection, targets, by_id, by_name)
       values (1, 'deactivate-certificate', 'certificate', '{"scope":"certificates","filters":{}}', $1, 'bench', 'Benchmark')
       returning id)
     insert into response_targets (run_id, n, account_id, action, kind, name)
     select run.id, row_number() over (order by c.certificate_id) - 1, 1, 'deactivate-certificate', 'certificate', c.certificate_id
     from run, (select certificate_id from certificates where status = 'ACTIVE' and gone_at is null
       order by certificate_id limit $1) c`,
    [count],
  )
  const worker = startWorker({ ...towards(bench.simulator.url), DATABASE_URL: bench.url, ...env })
  try {
    await stateIs(bench, 'planned')
    await planned()
    await pool.query(`update response_targets set state = 'pending', open = true where state = 'planned'`)
    await pool.query(`update response_runs set state = 'queued', queued_at = now(), wake_at = now()`)
    await pool.query(`select pg_notify('fleetwarden', '{"type":"wake"}')`)
    await stateIs(bench, 'applied')
    const { rows } = await pool.query<{ ms: number; changes: number; left: number }>(
      `select 1000 * extract(epoch from (select max(confirmed_at) from response_targets) - started_at)::float8 as ms,
         (select count(*) from response_steps where state = 'confirmed') as changes,
         (select count(*) from response_targets where confirmed_at is null and state <> 'skipped') as left
       from response_runs`,
    )
    const [row] = rows
    if (!row || row.left > 0) throw new Error(`${row?.left} targets were not confirmed`)
    return row
  } finally {
    worker.kill('SIGKILL')
  }
}

async function targetsOf({ database: { pool } }: Bench): Promise<{ certificateId: string; clients: string[] }[]> {
  const { rows } = await pool.query<{ certificateId: string; clients: string[] }>(
    `select t.name as "certificateId", array(select s.params->>'clientId' from response_steps s
       where s.run_id = t.run_id and s.n = t.n and s.params->>'kind' = 'close-connection' order by s.step) as clients
     from response_targets t where t.state <> 'skipped' order by t.n`,
  )
  return rows
}

function startWorker(env: Environment): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/worker.ts'], {
    cwd: path_.join(import.meta.dirname, '..', '..'),
    // As `npm run worker` does.
    env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=256', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  atEnd(async () => void child.kill('SIGKILL'))
  return child
}

async function stateIs({ database: { pool } }: Bench, wanted: 'planned' | 'applied'): Promise<void> {
  const until = Date.now() + 900_000
  while (Date.now() < until) {
    const { rows } = await pool.query<{ state: string; applied: boolean; reason: string | null }>(
      'select state, applied_at is not null as applied, stop_reason as reason from response_runs',
    )
    const [row] = rows
    if (row?.state === wanted || (wanted === 'applied' && row?.applied)) return
    if (row && ['plan-failed', 'changed', 'stopped', 'cancelled'].includes(row.state)) {
      throw new Error(`The run is ${row.state}: ${row.reason}`)
    }
    await sleep(100)
  }
  throw new Error(`The run is not ${wanted} in time`)
}
