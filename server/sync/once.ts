import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Engine } from './engine.ts'

/** Which feeds: all when nothing is given. */
export type Wanted = { accounts?: number[]; collectors?: string[] }

/**
 * Asks for feeds to be collected now, by whichever worker is free first. Returns how many were asked for.
 * Tell the workers with a `wake` message.
 */
async function requestCollections(sql: Pick<pg.Pool, 'query'>, { accounts, collectors }: Wanted = {}): Promise<number> {
  const { rowCount } = await sql.query(
    `UPDATE collections c SET requested_at = now() FROM aws_accounts a
     WHERE a.id = c.account_id AND a.enabled AND ($1::int[] IS NULL OR c.account_id = ANY($1))
       AND ($2::text[] IS NULL OR c.collector = ANY($2))`,
    [accounts ?? null, collectors ?? null],
  )
  return rowCount ?? 0
}

/** Runs everything wanted to completion once, here or in other workers, in the order they depend on each other. */
export async function runOnce(engine: Engine, signal: AbortSignal, wanted: Wanted = {}): Promise<void> {
  const { pool } = engine.parts
  // Makes the rows of new accounts before they are asked for.
  await engine.start(AbortSignal.abort())
  await requestCollections(pool, wanted)
  while (!signal.aborted) {
    await engine.start(signal, wanted)
    if (engine.busy > 0) await Promise.race([engine.oneEnds(), sleep(500)])
    else if (await settled(pool, wanted)) return
    else await sleep(50)
  }
}

// What is due now counts too: a listing that changed something wakes the collectors that come after it.
async function settled(pool: pg.Pool, { accounts, collectors }: Wanted): Promise<boolean> {
  const { rows } = await pool.query(
    `SELECT 1 FROM collections c JOIN aws_accounts a ON a.id = c.account_id
     WHERE a.enabled AND ($1::int[] IS NULL OR c.account_id = ANY($1)) AND ($2::text[] IS NULL OR c.collector = ANY($2))
       AND (c.requested_at IS NOT NULL OR c.state = 'running' OR c.due_at <= now()) LIMIT 1`,
    [accounts ?? null, collectors ?? null],
  )
  return rows.length === 0
}
