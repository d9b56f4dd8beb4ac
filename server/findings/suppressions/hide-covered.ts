import type { Sql } from '#server/platform/db.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { covering } from './scope.ts'

/** Hides those of these findings that an active suppression covers: what is new is hidden before anybody sees it. */
export async function hideCovered(tx: Sql, findings: readonly string[]): Promise<void> {
  if (findings.length > 0) await hideWhere(tx, sql`f.id = any(${findings}::uuid[])`)
}

/** The same of what opened just now: a suppression may have begun at the very moment when it opened. */
export async function hideLate(tx: Sql, account: number, now: Date): Promise<void> {
  await hideWhere(
    tx,
    sql`f.account_id = ${account} and f.suppression_id is null and f.opened_at > ${now}::timestamptz - interval '5 minutes'`,
  )
}

async function hideWhere(tx: Sql, which: Fragment): Promise<void> {
  const { rowCount } = await tx.query(`SELECT FROM finding_suppressions WHERE state = 'active' LIMIT 1`)
  if (rowCount === 0) return
  await tx.query(
    toQuery(sql`with hidden as (
        update findings f set suppression_id = found.suppression
        from (
          select f.id, min(s.id) as suppression from findings f
          join finding_suppressions s on s.state = 'active' and ${covering}
          where ${which} and f.open group by f.id) found
        where f.id = found.id returning f.id, f.suppression_id),
      told as (delete from finding_untold u using hidden h where u.finding_id = h.id)
      update finding_suppressions s set hid = s.hid + h.count
      from (select suppression_id, count(*) from hidden group by 1) h where s.id = h.suppression_id`),
  )
}
