import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '#generated/prisma/client.ts'

/** Where SQL runs: the pool, or the one connection a transaction holds. */
export type Sql = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>

/** One pool of connections, served through Prisma for small work and bare for the hot paths. */
export type Database = { pool: pg.Pool; prisma: PrismaClient; close(): Promise<void> }

// Numbers that count rows fit a JavaScript number; ids are asked for as text where they might not.
const int8 = 20
pg.types.setTypeParser(int8, (text) => {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : text
})

/** How long a caller waits for a connection, and a statement may run, before they are given up with an error. */
export type Patience = { connectionMs: number; statementMs: number }

/** Opens a pool on `url`. Without `patience` work waits for as long as it takes. The caller closes it. */
export function createDatabase(
  url: string,
  { connections = 10, patience }: { connections?: number; patience?: Patience } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'fleetwarden',
    ...(patience && {
      connectionTimeoutMillis: patience.connectionMs,
      // Said once connected: poolers in front of PostgreSQL turn unknown start-up settings down.
      onConnect: async (client: pg.ClientBase) => {
        await client.query(`set statement_timeout = ${Math.trunc(patience.statementMs)}`)
      },
    }),
  })
  // An idle connection that the server drops is replaced on next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same of one that is lost between two statements of a transaction: the next statement says so to whoever waits.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/** Whether an error says that somebody else has what only one may have: seen by nobody before, it was taken meanwhile. */
export const isTaken = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === uniqueViolation

const uniqueViolation = '23505'

/** Runs `work` on one connection inside a transaction: all of it, or nothing. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let failed: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    // A connection whose rollback fails is not given back to the pool.
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      failed = rollbackError
    })
    throw error
  } finally {
    client.release(failed)
  }
}
