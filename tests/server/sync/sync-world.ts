import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { collectors } from '#generated/collectors.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { createLog } from '#server/platform/log.ts'
import { Engine } from '#server/sync/engine.ts'
import { runOnce, type Wanted } from '#server/sync/once.ts'
import { type SyncSettings, syncSettings } from '#server/sync/settings.ts'
import { loggingOf } from '#simulator/fleet/logging.ts'
import { type Simulator, startSimulator } from '#simulator/server.ts'
import { createTestDatabase } from '#tests/support/database.ts'

export const homeAccount = { awsAccountId: '123456789012', region: 'eu-west-1' }

/** Unpaced, impatient, and with small pages and batches, so that a small fleet has many steps. */
const testSettings: SyncSettings = {
  ...syncSettings({ NODE_ENV: 'test', FLEETWARDEN_QUOTA_SCALE: '0' }),
  retry: { baseMs: 2, longestMs: 10, patienceMs: 20_000, transientRetries: 4 },
  pages: { search: 10, list: 12 },
  batchItems: 24,
  leaseMs: 30_000,
}

type Row = Record<string, unknown>

/** One simulated AWS and one database for a test file, and the engine that brings one into the other. */
export function useSyncWorld(options: Parameters<typeof startSimulator>[0] = {}) {
  let simulator: Simulator
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => {
    simulator = await startSimulator({ scenario: 'empty', quotaScale: 0, ...options })
    useAws(simulator.url)
    // AWS IoT logs and detects, so that every feed has something to read.
    const home = simulator.world.fleet(homeAccount.awsAccountId, homeAccount.region)
    home.logging ??= loggingOf(home.account)
    home.detect.access = 'open'
    const created = await createTestDatabase()
    drop = created.drop
    database = createDatabase(created.url)
    await addAccount(database.pool)
  })
  afterAll(async () => {
    await database.close()
    await drop()
    await simulator.close()
  })
  return {
    get pool() {
      return database.pool
    },
    get world() {
      return simulator.world
    },
    get fleet() {
      return simulator.world.fleet(homeAccount.awsAccountId, homeAccount.region)
    },
    sync: (wanted: Wanted = {}, settings: Partial<SyncSettings> = {}) => syncOnce(database.pool, wanted, settings),
    async rows<R extends Row>(sql: string, values: unknown[] = []): Promise<R[]> {
      return (await database.pool.query<R>(sql, values)).rows
    },
    async feed(collector: string): Promise<Row> {
      const { rows } = await database.pool.query<Row>('SELECT * FROM collections WHERE collector = $1', [collector])
      return rows[0] ?? {}
    },
    /** Asks the simulator for trouble, and takes away what was asked before. */
    trouble: (settings: object = {}) => setFaults(simulator, settings),
  }
}

async function setFaults(simulator: Pick<Simulator, 'control'>, settings: object) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${simulator.control}/faults`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(settings),
  })
  if (!response.ok) throw new Error(await response.text())
}

/** Points the SDK's default chain at a simulator. */
function useAws(url: string) {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  })
}

export async function addAccount(
  pool: pg.Pool,
  account = homeAccount,
  role: { roleArn?: string; externalId?: string } = {},
) {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO aws_accounts (aws_account_id, region, name, role_arn, external_id, event_queue_url, report_queue_url)
     VALUES ($1, $2, $1, $3, $4, $5 || 'presence', $5 || 'device-reports') RETURNING id`,
    [
      ...[account.awsAccountId, account.region, role.roleArn ?? null, role.externalId ?? null],
      `https://sqs.${account.region}.amazonaws.com/${account.awsAccountId}/fleetwarden-`,
    ],
  )
  return rows[0]?.id ?? 0
}

export const anEngine = (pool: pg.Pool, settings: Partial<SyncSettings> = {}) =>
  new Engine({
    pool,
    log: createLog(undefined, process.env.TEST_LOG ?? 'silent'),
    settings: { ...testSettings, ...settings },
    collectors,
  })

export async function syncOnce(pool: pg.Pool, wanted: Wanted = {}, settings: Partial<SyncSettings> = {}) {
  const engine = anEngine(pool, settings)
  try {
    await runOnce(engine, new AbortController().signal, wanted)
  } finally {
    await engine.close()
  }
}

/** A copy of a database nobody is connected to. */
export async function cloneDatabase(from: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = inject('postgresUrl')
  const name = `clone_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${new URL(from).pathname.slice(1)}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function onServer(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
