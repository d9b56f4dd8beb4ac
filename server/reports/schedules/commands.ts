import type pg from 'pg'
import type { ReportSchedule } from '#contract/reports.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { eachOnce, requireSubject } from '../commands/request-report.ts'
import { nextRun, requireSeldom } from './cron.ts'
import { listSchedules, readSchedule } from './queries.ts'

type Given = Pick<ReportSchedule, 'title' | 'framework' | 'scope' | 'cron' | 'recipients' | 'deliver' | 'enabled'>

const mostSchedules = 200

/** Has a report made regularly. Throws a Refusal for a rule or a subject that cannot be. */
export async function addSchedule(context: Context, given: Given): Promise<ReportSchedule> {
  const attempted = { action: 'report-schedule.added', subject: given.title, detail: { ...given } }
  return attempt(context, attempted, async (client, actor) => {
    await requirePossible(client, context, given)
    if ((await listSchedules(client)).length >= mostSchedules)
      throw new Refusal('conflict', `There are ${mostSchedules} schedules already.`)
    const { rows } = await client.query<{ id: string }>(
      `insert into report_schedules (title, framework, scope, cron, recipients, deliver, enabled, next_at, by_id, by_name)
       values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, $10) returning id::text`,
      [...columnsOf(context, given), actor.id, actor.name],
    )
    const id = rows[0]?.id ?? ''
    await recordMany(client, context, [{ ...attempted, object: scheduleObject(id, given.title) }])
    await tell(client, { type: 'report', report: null })
    return readSchedule(client, id)
  })
}

/** Changes a schedule; what it is due next is counted anew. Throws a Refusal when it is not there. */
export async function setSchedule(context: Context, { id, ...given }: Given & { id: string }): Promise<ReportSchedule> {
  const attempted = { action: 'report-schedule.changed', object: scheduleObject(id, given.title) }
  return attempt(context, attempted, async (client) => {
    const before = await readSchedule(client, id, 'for update')
    await requirePossible(client, context, given)
    await client.query(
      `update report_schedules set title = $1, framework = $2, scope = $3::jsonb, cron = $4, recipients = $5, deliver = $6,
         enabled = $7, next_at = $8 where id = $9`,
      [...columnsOf(context, given), id],
    )
    const after = await readSchedule(client, id)
    await recordMany(client, context, [{ ...attempted, before, after }])
    await tell(client, { type: 'report', report: null })
    return after
  })
}

/** Ends a schedule. The reports it had made stay. */
export async function removeSchedule(context: Context, { id }: { id: string }): Promise<{ removed: boolean }> {
  const attempted = { action: 'report-schedule.removed', object: scheduleObject(id, null) }
  return attempt(context, attempted, async (client) => {
    const before = await readSchedule(client, id, 'for update')
    await client.query('delete from report_schedules where id = $1', [id])
    await recordMany(client, context, [{ ...attempted, subject: before.title, before }])
    await tell(client, { type: 'report', report: null })
    return { removed: true }
  })
}

const scheduleObject = (id: string, name: string | null) => ({ kind: 'report-schedule', id, name })

async function requirePossible(client: pg.PoolClient, { now }: Context, given: Given): Promise<void> {
  requireSeldom(given.cron, now)
  await requireSubject(client, given)
}

function columnsOf(
  { now }: Context,
  { title, framework, scope, cron, recipients, deliver, enabled }: Given,
): unknown[] {
  return [
    title,
    framework,
    JSON.stringify(eachOnce(scope)),
    cron,
    recipients,
    deliver,
    enabled,
    enabled ? nextRun(cron, now) : null,
  ]
}
