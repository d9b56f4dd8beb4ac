import type pg from 'pg'
import type { ReportScope, ReportSummary } from '#contract/reports.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { requireFramework } from '../queries/controls.ts'
import { type SummaryRow, summaryColumns, toSummary } from '../queries/row.ts'

type Wanted = { title: string; framework: string | null; scope: ReportScope }

/** A report as the trail names it. */
export const reportObject = (id: string, number: number) => ({ kind: 'report', id, name: `Report ${number}` })

/** Has the worker make a report. Throws a Refusal for a framework, account or group that is not there. */
export async function requestReport(context: Context, given: Wanted): Promise<ReportSummary> {
  const wanted = { ...given, scope: eachOnce(given.scope) }
  const { title, framework, scope } = wanted
  const attempted = { action: 'report.requested', subject: title, detail: { framework, scope } }
  return attempt(context, attempted, async (client, actor) => {
    await requireSubject(client, wanted)
    await requireFewReports(client, actor.id)
    const report = await insertReport(client, { ...wanted, by: actor, schedule: null, now: context.now })
    await recordMany(client, context, [{ ...attempted, object: reportObject(report.id, report.number) }])
    return report
  })
}

// A report reads everything there is, one after the other: nobody should have others wait for more than they can read.
const reportsAtATime = 20

async function requireFewReports(client: pg.PoolClient, person: string): Promise<void> {
  // One request of a person at a time, or many at once would each see none of the others.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`report of ${person}`])
  const { rows } = await client.query<{ count: number }>(
    `select count(*) as count from reports where by_id = $1 and state in ('wanted', 'making')`,
    [person],
  )
  if ((rows[0]?.count ?? 0) < reportsAtATime) return
  throw new Refusal('too-many', `${reportsAtATime} reports of yours are to be made. Wait for one, or cancel it.`)
}

/** A scope that names each account and group once. */
export const eachOnce = ({ accounts, groups, ...how }: ReportScope): ReportScope => ({
  ...how,
  accounts: [...new Set(accounts)],
  groups: [...new Set(groups)],
})

/** Throws a Refusal when what a report is to be about is not there. */
export async function requireSubject(connection: Sql, { framework, scope }: Omit<Wanted, 'title'>): Promise<void> {
  if (framework !== null) requireFramework(framework)
  const { rows } = await connection.query<{ id: number }>('select id from aws_accounts where id = any($1::int[])', [
    scope.accounts,
  ])
  if (rows.length < new Set(scope.accounts).size) throw new Refusal('invalid', 'There is no such account.')
  const { rows: groups } = await connection.query<{ name: string }>(
    `select distinct name from thing_groups where name = any($1::text[]) and not billing and gone_at is null
       and (cardinality($2::int[]) = 0 or account_id = any($2::int[]))`,
    [scope.groups, scope.accounts],
  )
  const missing = scope.groups.find((group) => !groups.some(({ name }) => name === group))
  if (missing !== undefined) throw new Refusal('invalid', `There is no thing group ${missing} in these accounts.`)
}

type New = Wanted & { by: { id: string | null; name: string }; schedule: string | null; now: Date }

/** Writes down a report that is to be made, and wakes who makes it. */
export async function insertReport(client: pg.PoolClient, wanted: New): Promise<ReportSummary> {
  const { title, framework, scope, by, schedule, now } = wanted
  const { rows } = await client.query<SummaryRow>(
    toQuery(sql`insert into reports as r (title, framework, scope, as_of, by_id, by_name, schedule_id, progress, requested_at)
      values (${title}, ${framework}, ${JSON.stringify(scope)}::jsonb, ${now}, ${by.id}, ${by.name}, ${schedule}::bigint, 0, ${now})
      returning ${summaryColumns}`),
  )
  const [row] = rows
  if (!row) throw new Error('The report was not written')
  await queueMaking(client)
  await tell(client, { type: 'report', report: row.id })
  return toSummary(row)
}

// Before a worker has made the queue there is none to wake; the first one looks by itself.
async function queueMaking(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regnamespace('graphile_worker') is not null as there",
  )
  if (!rows[0]?.there) return
  await client.query(
    "select graphile_worker.add_job('make-reports', '{}'::json, job_key => 'make-reports', max_attempts => 1)",
  )
}
