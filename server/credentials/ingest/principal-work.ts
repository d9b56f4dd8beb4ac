import type { Observation, RowId } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'

/** A thing or certificate to be asked for its attachments. `asOf` is the database's time of choosing it. */
export type ToAsk = { id: RowId; name: string; asOf: Date }

const unchecked = `FROM things t
  WHERE t.account_id = $1 AND t.gone_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM thing_principal_checks k WHERE k.thing_row_id = t.id)`

/** Things whose principals were never read. */
export async function thingsNeverRead(sql: Sql, accountId: number, after: RowId, limit: number): Promise<ToAsk[]> {
  const { rows } = await sql.query<ToAsk>(
    `SELECT t.id, t.name, now() AS "asOf" ${unchecked} AND t.id > $2 ORDER BY t.id LIMIT $3`,
    [accountId, after, limit],
  )
  return rows
}

/** Things read before this time, longest ago first; those that changed since count as read in 1970. */
export async function thingsReadBefore(
  sql: Sql,
  accountId: number,
  before: Date,
  after: { checkedAt: string; id: RowId } | null,
  limit: number,
): Promise<(ToAsk & { checkedAt: string })[]> {
  const { rows } = await sql.query<ToAsk & { checkedAt: string }>(
    `SELECT t.id, t.name, k.checked_at::text AS "checkedAt", now() AS "asOf"
     FROM thing_principal_checks k JOIN things t ON t.id = k.thing_row_id AND t.gone_at IS NULL
     WHERE k.account_id = $1 AND k.checked_at < $2::timestamptz
       AND k.checked_at >= $3::timestamptz AND (k.checked_at, k.thing_row_id) > ($3::timestamptz, $4::bigint)
     ORDER BY k.checked_at, k.thing_row_id LIMIT $5`,
    [accountId, before, after?.checkedAt ?? '-infinity', after?.id ?? 0, limit],
  )
  return rows
}

// Every thing was read after the certificate appeared: then what is linked to it is all there is.
const everyThingReadAt = `(SELECT CASE WHEN NOT EXISTS (SELECT 1 ${unchecked}) THEN coalesce(
    (SELECT min(k.checked_at) FROM thing_principal_checks k JOIN things t ON t.id = k.thing_row_id AND t.gone_at IS NULL
     WHERE k.account_id = $1), 'infinity') ELSE '-infinity' END)`

/** Certificates whose things are not known, and will not be by reading things. */
export async function certificatesNeverRead(
  sql: Sql,
  accountId: number,
  after: RowId,
  limit: number,
): Promise<ToAsk[]> {
  const { rows } = await sql.query<ToAsk>(
    `SELECT c.id, c.certificate_id AS name, now() AS "asOf" FROM certificates c
     LEFT JOIN certificate_checks k ON k.certificate_row_id = c.id
     WHERE c.account_id = $1 AND c.gone_at IS NULL AND c.thing_count IS NULL AND k.things_checked_at IS NULL
       AND c.first_seen_at >= ${everyThingReadAt} AND c.id > $2 ORDER BY c.id LIMIT $3`,
    [accountId, after, limit],
  )
  return rows
}

// A certificate that was asked for its things after a thing appeared has told whether that thing uses it.
const askedBefore = (time: string) => `FROM certificates c LEFT JOIN certificate_checks k ON k.certificate_row_id = c.id
  WHERE c.account_id = $1 AND c.gone_at IS NULL AND coalesce(k.things_checked_at, '-infinity') <= ${time}`

/** When the newest of the things that were never read appeared, in PostgreSQL's words; null when all were read. */
export async function newestUnread(sql: Sql, accountId: number): Promise<string | null> {
  const { rows } = await sql.query<{ at: string | null }>(`SELECT max(t.first_seen_at)::text AS at ${unchecked}`, [
    accountId,
  ])
  return rows[0]?.at ?? null
}

/** Certificates that have to be asked instead of the things that were never read, the newest of which appeared then. */
export async function certificatesInstead(
  sql: Sql,
  accountId: number,
  newest: string,
  after: RowId,
  limit: number,
): Promise<ToAsk[]> {
  const { rows } = await sql.query<ToAsk>(
    `SELECT c.id, c.certificate_id AS name, now() AS "asOf" ${askedBefore('$2::timestamptz')} AND c.id > $3
     ORDER BY c.id LIMIT $4`,
    [accountId, newest, after, limit],
  )
  return rows
}

/** Certificates that no thing has, now that every thing was read. */
export async function certificatesWithoutThings({ tx, account }: Observation): Promise<RowId[]> {
  const { rows } = await tx.query<{ id: RowId }>(
    `SELECT c.id FROM certificates c
     WHERE c.account_id = $1 AND c.gone_at IS NULL AND c.thing_count IS NULL AND c.first_seen_at < ${everyThingReadAt}
     ORDER BY c.id`,
    [account.id],
  )
  return rows.map(({ id }) => id)
}

/** How many things were never read, things that changed, and certificates that could be asked instead of the former. */
export async function principalBacklog(sql: Sql, accountId: number) {
  const { rows } = await sql.query<{ things: number; changed: number; certificates: number }>(
    `WITH unread AS MATERIALIZED (SELECT count(*) AS things, max(t.first_seen_at) AS newest ${unchecked})
     SELECT things, (SELECT count(*) FROM thing_principal_checks WHERE account_id = $1 AND checked_at = 'epoch') AS changed,
       CASE WHEN things = 0 THEN 0 ELSE (SELECT count(*) ${askedBefore('newest')}) END AS certificates FROM unread`,
    [accountId],
  )
  return rows[0] ?? { things: 0, changed: 0, certificates: 0 }
}

/**
 * Notes things as read that were seen before `asOf`, and since when every certificate was asked for its things. Returns
 * them.
 */
export async function noteThingsRead({ tx, account }: Observation, asOf: Date): Promise<RowId[]> {
  const { rows } = await tx.query<{ id: RowId }>(
    `INSERT INTO thing_principal_checks (account_id, thing_row_id, checked_at)
     SELECT $1, t.id, $2::timestamptz ${unchecked} AND t.first_seen_at < $2 AND t.first_seen_at < (
       SELECT coalesce(min(coalesce(k.things_checked_at, '-infinity')), 'infinity')
       FROM certificates c LEFT JOIN certificate_checks k ON k.certificate_row_id = c.id
       WHERE c.account_id = $1 AND c.gone_at IS NULL AND c.first_seen_at < $2)
     RETURNING thing_row_id AS id`,
    [account.id, asOf],
  )
  return rows.map(({ id }) => id)
}
