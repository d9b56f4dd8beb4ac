import type pg from 'pg'
import { inTransaction } from '#server/platform/db.ts'

/** Forgets old plans that nobody asked for. What was asked for is never forgotten. Returns how many there were. */
export async function prunePlans(pool: pg.Pool, now: Date, before: Date): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM response_runs r
       WHERE state IN ('planning', 'plan-failed', 'planned') AND requested_at IS NULL
         AND created_at < $2 AND (lease_until IS NULL OR lease_until < $1)
         AND NOT EXISTS (SELECT 1 FROM response_runs o WHERE r.id IN (o.undo_of, o.retry_of) AND o.requested_at IS NOT NULL)
       ORDER BY id FOR UPDATE SKIP LOCKED`,
      [now, before],
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return 0
    for (const table of ['response_touched', 'response_steps', 'response_targets']) {
      await tx.query(`DELETE FROM ${table} WHERE run_id = ANY($1::uuid[])`, [ids])
    }
    await tx.query('UPDATE response_runs SET undo_of = NULL, retry_of = NULL WHERE id = ANY($1::uuid[])', [ids])
    await tx.query('DELETE FROM response_runs WHERE id = ANY($1::uuid[])', [ids])
    return ids.length
  })
}
