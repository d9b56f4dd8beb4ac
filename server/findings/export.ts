import type { Readable } from 'node:stream'
import type { FindingFilters } from '#contract/findings.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { every, sql } from '#server/platform/sql.ts'
import { conditionsOf } from './queries/conditions.ts'
import { orderOf } from './queries/list-findings.ts'

/** The findings of the list, in its order, as CSV. The reader may leave at any time. */
export async function exportFindings(context: Context, filters: FindingFilters): Promise<Readable> {
  const accounts = await accountsInScope(context, filters.account)
  return csvExport(context.database.pool, [
    sql`select w.aws_account_id, w.region, f.check_id as "check", f.severity, f.subject_kind as kind,
        ${plainCell(sql`f.subject`)} as resource, ${plainCell(sql`f.reason`)} as reason, ${plainCell(sql`f.detail`)} as detail,
        case when not f.open then 'resolved' when f.suppression_id is null then 'open' else 'suppressed' end as state,
        array_to_string(f.sources, '; ') as sources, ${isoCell(sql`f.first_seen_at`)} as first_seen_at,
        ${isoCell(sql`f.opened_at`)} as failing_since, ${isoCell(sql`f.resolved_at`)} as resolved_at, f.reopened,
        ${plainCell(sql`f.owner_name`)} as owner, ${plainCell(sql`s.why`)} as suppressed_because,
        ${isoCell(sql`s.expires_at`)} as suppressed_until, f.id
      from findings f join aws_accounts w on w.id = f.account_id left join finding_suppressions s on s.id = f.suppression_id
      where f.account_id = any(${accounts}) and ${every(conditionsOf(context, filters))} order by ${orderOf(filters)}`,
  ])
}
