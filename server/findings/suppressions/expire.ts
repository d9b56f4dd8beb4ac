import type pg from 'pg'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { show } from './apply.ts'

/**
 * Ends suppressions whose time is up: what they hid shows again, unless another hides it, and what of it is grave is told
 * anew. One that still waited for a second person ends, too. Returns how many ended.
 */
export async function expireSuppressions(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id::text AS id FROM finding_suppressions WHERE state IN ('active', 'waiting') AND expires_at <= $1 ORDER BY id LIMIT 1000`,
    [now],
  )
  let ended = 0
  for (const { id } of rows) ended += await inTransaction(pool, (tx) => expire(tx, id, now))
  return ended
}

async function expire(tx: pg.PoolClient, id: string, now: Date): Promise<number> {
  // Whoever decides about it at the same moment goes first, or second.
  const { rows } = await tx.query<{ state: string }>(
    `SELECT state FROM finding_suppressions WHERE id = $1 AND state IN ('active', 'waiting') FOR UPDATE`,
    [id],
  )
  const [row] = rows
  if (!row) return 0
  await tx.query(`UPDATE finding_suppressions SET state = 'expired' WHERE id = $1`, [id])
  const freed = row.state === 'active' ? await show(tx, id, now) : []
  const shown = freed.filter((one) => one.suppression_id === null).map((one) => one.id)
  await tx.query(
    `WITH untold AS (INSERT INTO finding_untold (finding_id, account_id) SELECT id, account_id FROM findings
       WHERE id = ANY ($1::uuid[]) AND open AND severity IN ('critical', 'high') ON CONFLICT DO NOTHING)
     INSERT INTO finding_log (finding_id, at, kind, text) SELECT n.id, $2, 'unsuppressed', $3 FROM unnest($1::uuid[]) AS n (id)`,
    [shown, now, `Suppression ${id} expired`],
  )
  const object = { kind: 'suppression', id, name: `Suppression ${id}` }
  await recordMany(tx, { actor: null, ipAddress: null }, [
    { action: 'finding.suppression-expired', object, before: { state: row.state }, detail: { shows: shown.length } },
  ])
  for (const account of new Set(freed.map((one) => one.account_id))) await tell(tx, { type: 'findings', account })
  return 1
}
