import type { Sql } from '#server/platform/db.ts'
import { readFeeds } from '../evaluate/readiness.ts'
import { unreadOfAccount } from '../evaluate/unread.ts'
import type { AccountFacts, ObjectFacts } from '../facts.ts'
import type { Of } from './which.ts'

/** The objects of one kind, such as role aliases, as AWS told them. */
export async function loadObjects(sql: Sql, of: Of, kind: string): Promise<ObjectFacts[]> {
  const { rows } = await sql.query<ObjectFacts>(
    `SELECT NULL AS "rowId", name, facts FROM aws_objects WHERE account_id = $1 AND kind = $2 AND gone_at IS NULL ORDER BY name`,
    [of.id, kind],
  )
  return rows
}

/** The account as a whole. Its findings are about AWS's account number, as the audit's are. */
export async function loadAccount(sql: Sql, of: Of, now: Date): Promise<AccountFacts[]> {
  const { rows: objects } = await sql.query<AccountFacts['objects'][number]>(
    `SELECT kind, name, facts, seen_at AS "seenAt" FROM aws_objects WHERE account_id = $1 AND gone_at IS NULL ORDER BY kind, name`,
    [of.id],
  )
  const { rows: others } = await sql.query<{ region: string }>(
    `SELECT region FROM aws_accounts WHERE aws_account_id = $1 AND enabled AND id <> $2 ORDER BY region`,
    [of.awsAccountId, of.id],
  )
  const suppressions = await loadSuppressions(sql, of, now)
  const otherRegions = others.map(({ region }) => region)
  const unread = unreadOfAccount(await readFeeds(sql, of.id), now)
  return [{ rowId: null, name: of.awsAccountId, region: of.region, objects, unread, otherRegions, suppressions }]
}

/** What people hide of an account's findings: each decision with how much, and how many decisions came lately. */
async function loadSuppressions(sql: Sql, of: Of, now: Date): Promise<AccountFacts['suppressions']> {
  const { rows } = await sql.query<AccountFacts['suppressions']['broadest'][number]>(
    `SELECT s.id::text AS id, s.check_id AS check, s.subject, s.by_name AS by, s.at, h.hides, o.open AS "openOfCheck"
     FROM (SELECT suppression_id, count(*)::int AS hides FROM findings
       WHERE account_id = $1 AND open AND suppression_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 50) h
     JOIN finding_suppressions s ON s.id = h.suppression_id
     LEFT JOIN LATERAL (SELECT count(*)::int AS open FROM findings f
       WHERE f.account_id = $1 AND f.check_id = s.check_id AND f.open) o ON s.check_id IS NOT NULL`,
    [of.id],
  )
  const { rows: lately } = await sql.query<{ count: number; by: string[] }>(
    `SELECT count(*)::int AS count, coalesce(array_agg(DISTINCT by_name ORDER BY by_name), '{}') AS by FROM finding_suppressions
     WHERE (account_id = $1 OR account_id IS NULL) AND state = 'active' AND in_aws <> 'read'
       AND coalesce(decided_at, at) > $2::timestamptz - interval '1 hour'`,
    [of.id, now],
  )
  return { broadest: rows, lastHour: lately[0]?.count ?? 0, by: lately[0]?.by ?? [] }
}
