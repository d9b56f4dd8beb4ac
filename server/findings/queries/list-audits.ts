import type { AuditTask } from '#contract/findings.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { instantIn } from '#server/platform/page-key.ts'
import { sql, toQuery } from '#server/platform/sql.ts'

type Row = {
  account_id: number
  task: string
  type: string
  status: string
  schedule: string | null
  requested_by: string | null
  error: string | null
  started_at: Date
  checks: AuditTask['checks'] | null
}

type Paged = { account?: number | undefined; cursor?: string | undefined; limit?: number | undefined }

/** Audits of the accounts in scope, newest first, with those that were asked for and have not begun among them. */
export async function listAudits(
  context: Context,
  { account, cursor, limit = 50 }: Paged,
): Promise<{ items: AuditTask[]; nextCursor: string | null }> {
  const accounts = await accountsInScope(context, account)
  const key = decodeCursor(cursor, 2)
  const after = key ? sql`(a.started_at, a.task) < (${instantIn(key[0])}::timestamptz, ${String(key[1])})` : sql`true`
  const { rows } = await context.database.pool.query<Row>(
    toQuery(sql`select a.*, c.checks from (
        select t.account_id, t.task_id as task, t.type, t.status, t.schedule, q.by_name as requested_by, null::text as error,
          t.started_at
        from audits t left join lateral (select by_name from audit_requests q
          where q.account_id = t.account_id and q.task_id = t.task_id limit 1) q on true
        where t.account_id = any(${accounts}::int[])
        union all
        select q.account_id, 'request-' || q.id, 'ON_DEMAND_AUDIT_TASK',
          case q.state when 'wanted' then 'WANTED' when 'failed' then 'NOT_STARTED' else 'SENDING' end, null, q.by_name, q.error, q.at
        from audit_requests q where q.account_id = any(${accounts}::int[])
          and not exists (select from audits t where t.account_id = q.account_id and t.task_id = q.task_id)
      ) a
      left join lateral (
        select jsonb_agg(jsonb_build_object('check', r.check_name, 'status', r.status, 'compliant', r.compliant, 'total', r.total,
          'nonCompliant', r.non_compliant, 'suppressed', r.suppressed, 'errorCode', r.error_code, 'message', r.message)
          order by r.check_name) as checks
        from audit_check_runs r where r.account_id = a.account_id and r.task_id = a.task) c on true
      where ${after} order by a.started_at desc, a.task desc limit ${limit + 1}`),
  )
  return toPage(rows, limit, toTask, ({ started_at, task: id }) => [started_at.toISOString(), id])
}

const toTask = (row: Row): AuditTask => ({
  account: row.account_id,
  task: row.task,
  type: row.type,
  status: row.status,
  schedule: row.schedule,
  requestedBy: row.requested_by,
  error: row.error,
  startedAt: row.started_at.toISOString(),
  checks: row.checks ?? [],
})
