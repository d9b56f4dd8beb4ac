import type pg from 'pg'
import { type ReportScope, reportScope } from '#contract/reports.ts'
import { sql, toQuery } from '#server/platform/sql.ts'

/** A report in hand. */
export type WantedReport = {
  id: string
  number: number
  title: string
  framework: string | null
  scope: ReportScope
  by_name: string
  attempts: number
}

/** How often the making of a report may be begun. A worker that ended three times in the midst of it will do so again. */
export const mostAttempts = 3

/**
 * Takes the report that waits longest in hand, from the beginning, whatever an earlier attempt left; null without one. Call
 * it while holding the lock of making: what is being made then is nobody's.
 */
export async function takeReport(pool: pg.Pool): Promise<WantedReport | null> {
  const { rows } = await pool.query<Omit<WantedReport, 'scope'> & { scope: unknown }>(
    toQuery(sql`update reports set state = 'making', attempts = attempts + 1, progress = 0
      where id = (select id from reports where state in ('wanted', 'making') order by number limit 1)
      returning id, number, title, framework, scope, by_name, attempts`),
  )
  const [row] = rows
  if (!row) return null
  await pool.query('delete from report_pieces where report_id = $1', [row.id])
  return { ...row, scope: reportScope.parse(row.scope) }
}
