import type { ReportSchedule } from '#contract/reports.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readScope } from '../queries/row.ts'

export type ScheduleRow = Omit<ReportSchedule, 'scope' | 'nextAt' | 'lastAt'> & {
  scope: unknown
  nextAt: Date | null
  lastAt: Date | null
}

/** What `select` and `returning` ask for. */
export const scheduleColumns = `id::text, title, framework, scope, cron, recipients, deliver, enabled, next_at as "nextAt",
  last_at as "lastAt", last_error as "lastError"`

/** Reports that are made by themselves, by their titles. */
export async function listSchedules(connection: Sql): Promise<ReportSchedule[]> {
  const { rows } = await connection.query<ScheduleRow>(
    `select ${scheduleColumns} from report_schedules order by title, report_schedules.id`,
  )
  return rows.map(toSchedule)
}

/** One of them. Throws a Refusal when it is not there. */
export async function readSchedule(connection: Sql, id: string, lock: '' | 'for update' = ''): Promise<ReportSchedule> {
  const { rows } = await connection.query<ScheduleRow>(
    `select ${scheduleColumns} from report_schedules where id = $1::bigint ${lock}`,
    [id],
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such schedule.')
  return toSchedule(row)
}

export function toSchedule({ scope, nextAt, lastAt, ...row }: ScheduleRow): ReportSchedule {
  return {
    ...row,
    scope: readScope(scope),
    nextAt: nextAt?.toISOString() ?? null,
    lastAt: lastAt?.toISOString() ?? null,
  }
}
