import type pg from 'pg'
import { inTransaction } from '#server/platform/db.ts'

/** More client IDs of one certificate than this tell nothing more. */
const mostClients = 20
const everyMs = 60_000

/** How far connection records were read is kept beside the scans, under a name that no kind has. */
const place = 'certificate-uses'

/**
 * Reads on in the connection records which certificate connected as whom, and notes the certificates for which it is
 * news. Records come late: each look goes back ten minutes. Costs what connected since the last look. Returns whether
 * a minute had gone by since.
 */
export async function followUses(pool: pg.Pool, account: number, now: Date): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SET LOCAL synchronous_commit = off')
    await tx.query('INSERT INTO finding_scans (account_id, subject_kind) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      ...[account, place],
    ])
    // One at a time: who comes second finds it done.
    const { rows } = await tx.query<{ at: Date | null }>(
      'SELECT boundary_at AS at FROM finding_scans WHERE account_id = $1 AND subject_kind = $2 FOR UPDATE',
      [account, place],
    )
    const since = rows[0]?.at ?? null
    if (since && now.getTime() - since.getTime() < everyMs) return false
    await tx.query(
      `WITH seen AS (
         SELECT principal, client_id, max(at) AS at FROM connection_events
         WHERE account_id = $1 AND at > greatest($2::timestamptz - interval '10 minutes', $3::timestamptz - interval '30 days')
           AND kind = 'connect' AND principal IS NOT NULL GROUP BY 1, 2
       ), news AS (
         SELECT c.id, c.status, s.client_id, s.at, u.last_at,
           row_number() OVER (PARTITION BY c.id ORDER BY u.last_at IS NULL, s.client_id) AS place
         FROM seen s JOIN certificates c ON c.account_id = $1 AND c.certificate_id = s.principal
         LEFT JOIN certificate_uses u ON u.certificate_row_id = c.id AND u.client_id = s.client_id
         WHERE u.last_at IS NULL OR s.at > u.last_at + interval '1 hour'
       ), kept AS (
         INSERT INTO certificate_uses AS u (account_id, certificate_row_id, client_id, last_at)
         SELECT $1, n.id, n.client_id, n.at FROM news n
         WHERE n.last_at IS NOT NULL
           OR n.place + (SELECT count(*) FROM certificate_uses x WHERE x.certificate_row_id = n.id) <= ${mostClients}
         ON CONFLICT (certificate_row_id, client_id) DO UPDATE SET last_at = greatest(u.last_at, excluded.last_at)
       ), gone AS (
         DELETE FROM certificate_uses WHERE account_id = $1 AND last_at < $3::timestamptz - interval '30 days'
       ), followed AS (
         UPDATE finding_scans SET boundary_at = $3 WHERE account_id = $1 AND subject_kind = $4
       )
       INSERT INTO finding_work (account_id, subject_kind, subject_row_id)
       SELECT DISTINCT $1, s.subject_kind, n.id FROM news n
       JOIN finding_scans s ON s.account_id = $1 AND s.subject_kind = 'certificate' AND s.tracking
       WHERE n.last_at IS NULL OR n.status <> 'ACTIVE'`,
      [account, since ?? new Date(0), now, place],
    )
    return true
  })
}
