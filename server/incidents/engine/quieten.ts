import type pg from 'pg'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { limits } from '../correlate/limits.ts'

/** Marks conflicts quiet that have had no take-over for `limits.quietS`. They stay open: quiet is not resolved. */
export async function quieten(pool: pg.Pool, now: Date): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string; account: number }>(
      `UPDATE incidents SET active = FALSE, changed_at = now()
       WHERE active AND last_at < $1::timestamptz - interval '${limits.quietS} seconds'
       RETURNING id, account_id AS account`,
      [now],
    )
    if (rows.length === 0) return 0
    await tx.query(
      `INSERT INTO incident_log (incident_id, kind, title, key)
       SELECT i.id, 'data', 'No take-over for half an hour', 'quiet ' || extract(epoch FROM i.last_at)
       FROM incidents i WHERE i.id = ANY($1::uuid[]) ON CONFLICT (incident_id, key) DO NOTHING`,
      [rows.map(({ id }) => id)],
    )
    for (const account of new Set(rows.map((row) => row.account))) {
      await tell(tx, { type: 'incident', account, incident: '' })
    }
    return rows.length
  })
}
