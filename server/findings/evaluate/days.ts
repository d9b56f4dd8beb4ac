import type { Sql } from '#server/platform/db.ts'

/** Counts what opened and was resolved, by check, towards the (UTC) day of `now`. */
export async function countDay(
  sql: Sql,
  { account, now }: { account: number; now: Date },
  { opened, resolved }: { opened: readonly string[]; resolved: readonly string[] },
): Promise<void> {
  const checks = [...new Set([...opened, ...resolved])].sort()
  if (checks.length === 0) return
  const times = (of: readonly string[], check: string) => of.filter((one) => one === check).length
  await sql.query(
    `INSERT INTO finding_days AS d (account_id, day, check_id, open, opened, resolved)
     SELECT $1, ($2::timestamptz AT TIME ZONE 'UTC')::date, n.check_id, n.opened - n.resolved + coalesce((
         SELECT b.open FROM finding_days b WHERE b.account_id = $1 AND b.check_id = n.check_id
           AND b.day < ($2::timestamptz AT TIME ZONE 'UTC')::date ORDER BY b.day DESC LIMIT 1), 0), n.opened, n.resolved
     FROM unnest($3::text[], $4::bigint[], $5::bigint[]) AS n (check_id, opened, resolved)
     ON CONFLICT (account_id, day, check_id) DO UPDATE SET opened = d.opened + excluded.opened,
       resolved = d.resolved + excluded.resolved, open = d.open + excluded.opened - excluded.resolved`,
    [
      ...[account, now, checks],
      checks.map((check) => times(opened, check)),
      checks.map((check) => times(resolved, check)),
    ],
  )
}

/** Writes what is open and shown of every check that was judged as today's end, so that a day without changes has its number, too. */
export async function keepDay(sql: Sql, { account, now }: { account: number; now: Date }): Promise<void> {
  await sql.query(
    `INSERT INTO finding_days AS d (account_id, day, check_id, open)
     SELECT $1, ($2::timestamptz AT TIME ZONE 'UTC')::date, r.check_id, coalesce(f.open, 0)
     FROM (SELECT DISTINCT check_id FROM check_results WHERE account_id = $1 AND judged_at IS NOT NULL) r
     LEFT JOIN (SELECT check_id, count(*) AS open FROM findings
       WHERE account_id = $1 AND open AND suppression_id IS NULL GROUP BY 1) f USING (check_id)
     ON CONFLICT (account_id, day, check_id) DO UPDATE SET open = excluded.open WHERE d.open <> excluded.open`,
    [account, now],
  )
}
