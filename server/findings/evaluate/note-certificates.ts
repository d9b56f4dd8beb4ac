import type pg from 'pg'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'

/**
 * Notes the certificates of things, by a query for their row ids, to which it matters that their device comes or goes:
 * those that should not let it connect. Presence changes too often to look for them whenever it does.
 */
export async function noteCertificates(client: pg.PoolClient, account: number, things: Fragment): Promise<void> {
  await client.query(
    toQuery(sql`INSERT INTO finding_work (account_id, subject_kind, subject_row_id)
      SELECT DISTINCT s.account_id, s.subject_kind, c.id FROM (${things}) AS n (id)
      JOIN thing_certificates l ON l.thing_row_id = n.id
      JOIN certificates c ON c.id = l.certificate_row_id AND c.status <> 'ACTIVE'
      JOIN finding_scans s ON s.account_id = ${account} AND s.subject_kind = 'certificate' AND s.tracking`),
  )
}
