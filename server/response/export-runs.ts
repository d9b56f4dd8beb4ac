import type { Readable } from 'node:stream'
import type { RunFilters } from '#contract/response.ts'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, plainCell } from '#server/platform/csv-export.ts'
import { every, sql } from '#server/platform/sql.ts'
import { askedOfRuns } from './queries/list-runs.ts'
import { summaryColumns } from './queries/run-row.ts'

/** The runs of the list, newest first, as CSV: a row for each. The reader may leave at any time. */
export async function exportRuns(context: Context, filters: RunFilters): Promise<Readable> {
  const { conditions } = await askedOfRuns(context, filters)
  return csvExport(context.database.pool, [
    sql`select w.aws_account_id, w.region, s.number as run, s.action, s.state, s.targets, ${plainCell(sql`s.target`)} as target,
        (select string_agg(c.key || ': ' || c.value, '; ' order by c.key) from jsonb_each_text(s.counts) c) as targets_by_state,
        ${plainCell(sql`s.by_name`)} as requested_by, s.category, ${plainCell(sql`s.reason`)} as reason,
        ${isoCell(sql`s.created_at`)} as planned_at, ${isoCell(sql`s.requested_at`)} as requested_at,
        ${isoCell(sql`s.started_at`)} as started_at, ${isoCell(sql`s.finished_at`)} as finished_at, ${isoCell(sql`s.proving_since`)} as proving_since, s.contained_in_s,
        s.undo_of_number as undoes_run, s.undone::text as undone, s.id
      from (select ${summaryColumns} from response_runs r where ${every(conditions)}) s join aws_accounts w on w.id = s.account_id
      order by s.number desc`,
  ])
}
