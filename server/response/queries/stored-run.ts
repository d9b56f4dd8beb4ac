import { type ActionId, actionIds } from '#contract/actions.ts'
import {
  actionOptions,
  difference,
  type PlanSummary,
  planSummary,
  type Run,
  run as runShape,
  type Selection,
  selection,
} from '#contract/response.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { iso, type SummaryRow, summaryColumns } from './run-row.ts'

/** Everything stored of one run. */
export type StoredRow = SummaryRow & {
  target_kind: string
  selection: unknown
  options: unknown
  plan: unknown
  digest: string | null
  planned_at: Date | null
  recheck: unknown
  decided_by_id: string | null
  decided_by_name: string | null
  decided_at: Date | null
  decision_note: string | null
  applied_at: Date | null
  cancel_wanted_at: Date | null
  stop_reason: string | null
  differences: unknown
  retry_of: string | null
  retry_of_number: number | null
  incident_id: string | null
  incident_number: number | null
}

/** Reads a run. Throws a Refusal when there is none. */
export async function readRun(connection: Sql, id: string): Promise<StoredRow> {
  const { rows } = await connection.query<StoredRow>(
    toQuery(sql`select ${summaryColumns}, r.target_kind, r.selection, r.options, r.plan, r.digest, r.planned_at, r.recheck,
      r.decided_by_id, r.decided_by_name, r.decided_at, r.decision_note, r.applied_at, r.cancel_wanted_at, r.stop_reason, r.differences,
      r.incident_id, (select i.number from incidents i where i.id = r.incident_id) as incident_number, r.retry_of, (select o.number from response_runs o where o.id = r.retry_of) as retry_of_number
      from response_runs r where r.id = ${id}::uuid`),
  )
  const [row] = rows
  if (!row) throw noSuchRun()
  return row
}

export const noSuchRun = () => new Refusal('not-found', 'There is no such run.')

/** The stored plan; null while there is none, or when another version wrote it in a form of its own. */
export function planOf({ plan }: Pick<StoredRow, 'plan'>): PlanSummary | null {
  return planSummary.safeParse(plan).data ?? null
}

type Details = Pick<
  Run,
  | 'selection'
  | 'options'
  | 'digest'
  | 'plannedAt'
  | 'recheck'
  | 'decidedBy'
  | 'decidedAt'
  | 'decisionNote'
  | 'stopReason'
  | 'differences'
  | 'appliedAt'
  | 'retryOf'
  | 'incident'
>

/** What the page of one run shows beside the summary, as stored. */
export function detailsOf(row: StoredRow): Details {
  return {
    selection: selectionOf(row),
    options: actionOptions.safeParse(row.options).data ?? {},
    digest: row.digest,
    plannedAt: iso(row.planned_at),
    recheck: runShape.shape.recheck.safeParse(row.recheck).data ?? null,
    decidedBy: row.decided_by_name === null ? null : { id: row.decided_by_id, name: row.decided_by_name },
    decidedAt: iso(row.decided_at),
    decisionNote: row.decision_note,
    stopReason: row.stop_reason,
    differences: difference.array().safeParse(row.differences).data ?? null,
    appliedAt: iso(row.applied_at),
    retryOf: row.retry_of && row.retry_of_number ? { id: row.retry_of, number: row.retry_of_number } : null,
    incident: row.incident_id && row.incident_number ? { id: row.incident_id, number: row.incident_number } : null,
  }
}

/** What was selected. Targets were frozen then, so that one which this version cannot read changes nothing. */
function selectionOf({ selection: stored, target }: StoredRow): Selection {
  return selection.safeParse(stored).data ?? { scope: 'named', names: [target ?? 'unknown'] }
}

/** The action of a stored run. Throws a Refusal for one that only another version has. */
export function actionOf({ action }: Pick<StoredRow, 'action'>): ActionId {
  const id = actionIds.find((known) => known === action)
  if (!id) throw noSuchRun()
  return id
}
