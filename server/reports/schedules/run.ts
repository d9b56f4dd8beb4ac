import type pg from 'pg'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { insertReport, reportObject, requireSubject } from '../commands/request-report.ts'
import { nextRun } from './cron.ts'
import { type ScheduleRow, scheduleColumns, toSchedule } from './queries.ts'

/** Has every report made whose time has come. One that was missed, however often, is made once. Returns how many. */
export async function runSchedules(pool: pg.Pool, now: Date): Promise<number> {
  let ran = 0
  while (await inTransaction(pool, (tx) => runOne(tx, now))) ran += 1
  return ran
}

async function runOne(tx: pg.PoolClient, now: Date): Promise<boolean> {
  const { rows } = await tx.query<ScheduleRow>(
    `select ${scheduleColumns} from report_schedules where enabled and next_at <= $1 order by next_at limit 1
     for update skip locked`,
    [now],
  )
  const [row] = rows
  if (!row) return false
  const schedule = toSchedule(row)
  const { id, title, framework, scope } = schedule
  let error: string | null = null
  try {
    // An account or group may be gone since.
    await requireSubject(tx, schedule)
    const by = { id: null, name: `Schedule ${title}` }
    const report = await insertReport(tx, { title, framework, scope, by, schedule: id, now })
    const object = reportObject(report.id, report.number)
    const detail = { framework, scope, schedule: id }
    await recordMany(tx, system, [{ action: 'report.requested', subject: title, object, detail }])
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused
    error = refused.message
  }
  await tx.query('update report_schedules set last_at = $2, next_at = $3, last_error = $4 where id = $1::bigint', [
    ...[id, now, nextRun(schedule.cron, now), error],
  ])
  return true
}

const system = { actor: null, ipAddress: null }
