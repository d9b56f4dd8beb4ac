import type { Database } from '#server/platform/db.ts'
import { type Environment, runMeasured, towards, type Usage } from './child.ts'
import { freshDatabase, type Simulator, startSimulator } from './world.ts'

/** A simulated fleet and an empty database that watches its account. */
export type Bench = { simulator: Simulator; database: Database; url: string }

export async function freshBench(name: string, things: number, quotaScale = 0): Promise<Bench> {
  const simulator = await startSimulator(things, quotaScale)
  return { simulator, ...(await watchingDatabase(name)) }
}

/** An empty database that watches the simulated account. */
export async function watchingDatabase(name: string): Promise<Omit<Bench, 'simulator'>> {
  const { url, database } = await freshDatabase(name)
  await database.pool.query(
    "insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'Benchmark')",
  )
  return { database, url }
}

/** One `npm run sync -- --once`, unpaced unless told. */
export function sync({ simulator, url }: Bench, env: Environment = {}, collectors: string[] = []): Promise<Usage> {
  const only = collectors.flatMap((collector) => ['--collector', collector])
  return runMeasured('scripts/sync.ts', ['--once', '--json', ...only], {
    ...towards(simulator.url),
    DATABASE_URL: url,
    FLEETWARDEN_QUOTA_SCALE: '0',
    // As `npm run sync` and `npm run worker` do.
    NODE_OPTIONS: '--max-old-space-size=256',
    ...env,
  })
}

/** The same records asked for with the bare SDK. */
export function pagingLoop({ simulator }: Bench, parts?: string): Promise<Usage> {
  return runMeasured('bench/floors/paging-loop.ts', [], { ...towards(simulator.url), ...(parts && { PARTS: parts }) })
}

/** Rows the facts' tables were written, by the server's own statistics; the engine's own notes do not count. */
export async function rowsWritten({ pool }: Database): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()')
  const { rows } = await pool.query<{ written: number }>(
    `select sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint as written from pg_stat_user_tables
     where relname not in ('collections', 'collection_runs', 'pass_keys', 'quota_slots', 'fleet_snapshots')`,
  )
  return Number(rows[0]?.written ?? 0)
}

/** Bytes of write-ahead log since the server began. */
export async function walBytes({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as bytes")
  return Number(rows[0]?.bytes ?? 0)
}
