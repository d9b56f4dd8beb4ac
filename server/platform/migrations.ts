import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** Where this product's migrations live: `NAME/migration.sql`, applied in the order of their names. */
export const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

type Migration = { name: string; sql: string; checksum: string }
type LedgerRow = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null }

// The key Prisma Migrate locks, so that its engine and this runner never work at once.
const lockKey = 72707369

/**
 * Applies what is missing, each migration in a transaction of its own, and returns the names it applied.
 * Keeps Prisma Migrate's layout and ledger, so `prisma migrate` can take over where its engine is to be had.
 * Concurrent runners wait for each other. Throws, changing nothing, when an applied migration was edited since
 * or one is recorded as failed.
 */
export async function migrate(url: string, folder: string = migrationsFolder): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'fleetwarden-migrate' })
  // Of a connection that is lost, whoever waits for a statement hears; without a listener it would end the process.
  client.on('error', () => undefined)
  await connect(client)
  try {
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [lockKey])
    // A role that may only use the tables is let pass when there is nothing to do.
    const found = await client.query("select to_regclass('_prisma_migrations') as ledger")
    if (!found.rows[0]?.ledger) await client.query(ledger)
    const applied = appliedMigrations((await client.query<LedgerRow>('select * from _prisma_migrations')).rows)
    const pending = readMigrations(folder).filter((migration) => isPending(migration, applied))
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

// Refused connections arrive as an error without a message when a name has several addresses.
async function connect(client: pg.Client) {
  try {
    await client.connect()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(`The database at ${client.host}:${client.port} does not let us in: ${message || code}`, {
      cause: error,
    })
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration) {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed and was undone: ${describe(error, sql)}`, { cause: error })
  }
}

function appliedMigrations(rows: LedgerRow[]): Map<string, string> {
  const standing = rows.filter((row) => !row.rolled_back_at)
  const failed = standing.find((row) => !row.finished_at)
  if (failed) {
    throw new Error(
      `Migration ${failed.migration_name} is recorded as failed. Repair the database, then mark the row in _prisma_migrations as rolled back.`,
    )
  }
  return new Map(standing.map((row) => [row.migration_name, row.checksum]))
}

function isPending({ name, checksum }: Migration, applied: Map<string, string>): boolean {
  const recorded = applied.get(name)
  if (recorded === undefined) return true
  if (recorded === checksum) return false
  throw new Error(`Migration ${name} was edited after it was applied. Restore it and write a new migration instead.`)
}

function readMigrations(folder: string): Migration[] {
  const names = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

function describe(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error)
  const line = error.position ? ` (line ${sql.slice(0, Number(error.position)).split('\n').length})` : ''
  return `${error.message}${line}`
}

const ledger = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`
