import type pg from 'pg'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, sql, toLiteralText } from '#server/platform/sql.ts'

// The first half of an advisory lock's key says what is locked.
const evaluationLock = 7_270_381
const findingLock = 7_270_382
const countLock = 7_270_383

/**
 * Evaluates one account while nobody else does, on one connection; null when somebody else is at it. Killed in between,
 * the database lets go of the lock with the connection.
 */
export async function alone<Result>(
  pool: pg.Pool,
  account: number,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result | null> {
  const client = await pool.connect()
  // A connection that is lost between two statements says so here; the next statement fails, which is enough.
  const lost = () => undefined
  client.on('error', lost)
  let ended: Error | true | undefined = true
  try {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS locked', [
      ...[evaluationLock, account],
    ])
    if (!rows[0]?.locked) {
      ended = undefined
      return null
    }
    const result = await work(client)
    await client.query('SELECT pg_advisory_unlock($1, $2)', [evaluationLock, account])
    ended = undefined
    return result
  } finally {
    if (!ended) client.off('error', lost)
    // A connection that may still hold the lock is not given back.
    client.release(ended)
  }
}

/** Writers of one account's findings take turns; the lock ends with the caller's transaction. */
export async function takeFindings(tx: Sql, account: number): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [findingLock, account])
}

/** The same for batches that go side by side, each on resources of its own: other writers wait for all of them. */
export async function shareFindings(tx: Sql, account: number): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock_shared($1, $2)', [findingLock, account])
}

/** What batches side by side write both, such as the counts of a day and of a check, they write one after the other, as their last. */
export async function takeCounts(tx: Sql, account: number): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [countLock, account])
}

/**
 * Runs one batch of writes to an account's findings, and `last` with its commit; what a crash of the database loses is
 * evaluated again. `work` takes the findings itself (`takeFindings`, `shareFindings`) where it has something to do before.
 */
export async function inOwnTurn<Result>(
  client: pg.PoolClient,
  work: () => Promise<Result>,
  { first = '', last = sql`` }: { first?: string; last?: Fragment } = {},
): Promise<Result> {
  // By key, whatever the statistics of tables that have just been filled say. Few round trips: they are most of a batch.
  await client.query(
    `BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;
     SET LOCAL enable_mergejoin = off; ${first}`,
  )
  try {
    const result = await work()
    await client.query(`${toLiteralText(last)}; COMMIT`)
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

/** The same, with the account's findings taken from its beginning. */
export function inBatch<Result>(
  client: pg.PoolClient,
  account: number,
  work: () => Promise<Result>,
  last?: Fragment,
): Promise<Result> {
  const first = `SELECT pg_advisory_xact_lock(${findingLock}, ${Math.trunc(account)})`
  return inOwnTurn(client, work, { first, ...(last && { last }) })
}
