import type pg from 'pg'
import type { ActionId } from '#contract/actions.ts'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { runMoved } from './teller.ts'

type Row = { id: string; number: number; action: ActionId; account_id: number; by_name: string; reason: string | null }

/** Ends the requests that nobody decided on in time, and gives their targets up. */
export async function expireRequests(pool: pg.Pool, now: Date): Promise<number> {
  const { rows: due } = await pool.query(
    `SELECT 1 FROM response_runs WHERE state = 'awaiting-approval' AND approval_expires_at <= $1 LIMIT 1`,
    [now],
  )
  if (due.length === 0) return 0
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<Row>(
      `UPDATE response_runs SET state = 'expired', finished_at = $1, wake_at = NULL,
         stop_reason = 'Nobody decided on it in time.'
       WHERE id IN (SELECT id FROM response_runs WHERE state = 'awaiting-approval' AND approval_expires_at <= $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, number, action, account_id, by_name, reason`,
      [now],
    )
    await tx.query(
      `UPDATE response_targets SET state = 'not-started', open = FALSE WHERE run_id = ANY($1::uuid[]) AND state = 'pending'`,
      [rows.map(({ id }) => id)],
    )
    await recordMany(
      tx,
      { actor: null, ipAddress: null },
      rows.map(({ id, number, action, by_name, reason }) => ({
        action: 'response.expired',
        subject: `Run ${number}`,
        object: { kind: 'run', id, name: `Run ${number}` },
        reason,
        detail: { action, by: by_name },
      })),
    )
    for (const { id, account_id } of rows) await tell(tx, runMoved({ account: account_id, run: id }))
    return rows.length
  })
}
