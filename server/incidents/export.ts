import type { Readable } from 'node:stream'
import type { IncidentFilters } from '#contract/incidents.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { every, sql } from '#server/platform/sql.ts'
import { conditionsOf, orderOf } from './queries/list-incidents.ts'

/** The incidents of the list, in its order, as CSV. The reader may leave at any time. */
export async function exportIncidents(context: Context, filters: IncidentFilters): Promise<Readable> {
  const accounts = await accountsInScope(context, filters.account)
  // No column takes the name of a time that the list is ordered by: it would be sorted by its text.
  return csvExport(context.database.pool, [
    sql`select w.aws_account_id, w.region, i.number as incident, ${plainCell(sql`i.client_id`)} as client_id,
        ${plainCell(sql`i.thing_name`)} as thing, i.state, i.cause, round(i.confidence::numeric, 2) as confidence, i.severity,
        ${plainCell(sql`i.severity_by_name`)} as severity_set_by, i.active::text as active, ${isoCell(sql`i.first_at`)} as first_seen_at,
        ${isoCell(sql`i.last_at`)} as last_seen_at, i.kicks, round(i.rate_per_minute::numeric, 2) as kicks_per_minute,
        jsonb_array_length(i.sides) as sides, i.member_count as client_ids, ${plainCell(sql`i.assignee_name`)} as assignee,
        ${plainCell(sql`array_to_string(i.tags, '; ')`)} as tags, i.reopened, (i.drill is not null)::text as exercise,
        ${isoCell(sql`i.aware_at`)} as aware_at, ${isoCell(sql`i.acknowledged_at`)} as acknowledged_at,
        ${isoCell(sql`i.contained_at`)} as contained_at, ${isoCell(sql`i.resolved_at`)} as resolved_at,
        ${isoCell(sql`i.dismissed_until`)} as dismissed_until,
        (select m.number from incidents m where m.id = i.merged_into) as joined_to, i.id
      from incidents i join aws_accounts w on w.id = i.account_id
      where i.account_id = any(${accounts}::int[]) and ${every(conditionsOf(context, filters))} order by ${orderOf(filters)}`,
  ])
}
