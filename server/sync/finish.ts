import type pg from 'pg'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { figures } from './lease.ts'
import { tellLostFeed } from './lost-feed.ts'
import type { Pass } from './pass.ts'

/** How a pass ended, as the Sync page names it. */
export type Outcome = 'ok' | 'partial' | 'not-permitted' | 'unavailable' | 'credentials' | 'failed'

/** The end of a pass: what to say of it, when to look again, and whether its cursor is worth keeping. */
export type Ending = {
  outcome: Outcome
  error?: string | undefined
  missingPermission?: string | undefined
  leftOut?: readonly string[] | undefined
  nextInMs: number
  keepCursor?: boolean
}

/**
 * Gives the collection back with its outcome, writes the run, and tells everyone. Collectors that come after are due
 * at once when facts changed. Does nothing when the lease was lost.
 */
export async function finishPass(pool: pg.Pool, pass: Pass, ending: Ending, wakes: string[]): Promise<void> {
  const { account, claim } = pass
  const { calls, throttled, skipped, failed } = pass.unstored()
  const succeeded = ending.outcome === 'ok' || ending.outcome === 'partial'
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE collections SET state = 'idle', holder = NULL, lease_until = NULL, progress_at = now(),
         cursor = CASE WHEN $4 THEN cursor END, due_at = now() + $5::float8 * interval '1 millisecond',
         last_outcome = $6, last_finished_at = now(),
         last_success_at = CASE WHEN $7 THEN now() ELSE last_success_at END,
         failures = CASE WHEN $7 THEN 0 ELSE failures + 1 END, last_error = $8, missing_permission = $9,
         left_out = CASE WHEN $7 THEN $15::text[] ELSE left_out END,
         aws_request_id = $10, calls = calls + $11, throttled = throttled + $12, skipped = skipped + $13,
         failed = failed + $14
       WHERE account_id = $1 AND collector = $2 AND holder = $3`,
      [
        ...[account.id, claim.collector, claim.holder, ending.keepCursor ?? false, ending.nextInMs, ending.outcome],
        ...[succeeded, ending.error ?? null, ending.missingPermission ?? null],
        ...[ending.error ? (pass.tally.requestId ?? null) : null, calls, throttled, skipped, failed],
        ending.leftOut ?? [],
      ],
    )
    if (rowCount === 0) return
    await tellLostFeed(client, pass, ending)
    await client.query(
      `INSERT INTO collection_runs (account_id, collector, started_at, finished_at, outcome, route, error, ${figures.join(', ')})
       SELECT account_id, collector, pass_started_at, now(), last_outcome, route, last_error, ${figures.join(', ')}
       FROM collections WHERE account_id = $1 AND collector = $2 AND (calls > 0 OR last_outcome <> 'ok')`,
      [account.id, claim.collector],
    )
    const changed = pass.added + pass.changed + pass.gone
    if (changed > 0) {
      await client.query(
        `UPDATE collections SET due_at = now()
         WHERE account_id = $1 AND collector = ANY($2::text[]) AND due_at > now()
           AND (last_outcome IS NULL OR last_outcome IN ('ok', 'partial'))`,
        [account.id, wakes],
      )
      await tell(client, { type: 'facts', account: account.id, collector: claim.collector, changed })
    }
    await tell(client, { type: 'sync', account: account.id, collector: claim.collector })
  })
}
