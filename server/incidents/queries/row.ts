import { cause, type IncidentSummary, incidentState, severity } from '#contract/incidents.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'

/** Columns of an incident `i` for lists. */
export const summaryColumns: Fragment = sql`i.id, i.number, i.account_id, i.client_id, i.thing_name, i.state, i.cause, i.confidence,
  i.severity, i.severity_rank, i.severity_by_id, i.severity_by_name, i.active, i.first_at, i.last_at, i.kicks, i.rate_per_minute,
  jsonb_array_length(i.sides) as parties, i.member_count, i.assignee_id, i.assignee_name, i.tags, i.reopened, i.drill,
  i.aware_at, i.acknowledged_at, i.contained_at, i.resolved_at, i.dismissed_until, i.merged_into`

export type SummaryRow = {
  id: string
  number: number
  account_id: number
  client_id: string
  thing_name: string | null
  state: string
  cause: string
  confidence: number
  severity: string
  severity_rank: number
  severity_by_id: string | null
  severity_by_name: string | null
  active: boolean
  first_at: Date
  last_at: Date
  kicks: number
  rate_per_minute: number
  parties: number
  member_count: number
  assignee_id: string | null
  assignee_name: string | null
  tags: string[]
  reopened: number
  drill: string | null
  aware_at: Date | null
  acknowledged_at: Date | null
  contained_at: Date | null
  resolved_at: Date | null
  dismissed_until: Date | null
  merged_into: string | null
}

/** Everything stored of one incident. */
export type StoredIncident = SummaryRow & {
  thing_type: string | null
  evidence: unknown
  would_decide: string[]
  sides: unknown
  members: unknown
  severity_reasons: string[]
  severity_note: string | null
  severity_judged: string | null
  state_before: string | null
  dismissal: unknown
  storm_key: string | null
  drill_by: string | null
  opened_at: Date
  closed_at: Date | null
  reach: string[]
}

/** Everything stored of an incident `i`: a StoredIncident. */
export const storedColumns: Fragment = sql`${summaryColumns}, i.thing_type, i.evidence, i.would_decide, i.sides, i.members,
  i.severity_reasons, i.severity_note, i.severity_judged, i.state_before, i.dismissal, i.storm_key, i.drill_by, i.opened_at,
  i.closed_at, i.reach`

/** Reads an incident; with `lock`, and keeps everybody else from changing it until the transaction ends. Throws a Refusal when there is none. */
export async function readIncident(
  connection: Sql,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<StoredIncident> {
  const { rows } = await connection.query<StoredIncident>(
    toQuery(sql`select ${storedColumns} from incidents i where i.id = ${id}::uuid ${lock ? sql`for update` : sql``}`),
  )
  return found(rows[0])
}

/** The row of an incident. Throws a Refusal when there is none. */
export function found<Row>(row: Row | undefined): Row {
  if (!row) throw new Refusal('not-found', 'There is no such incident.')
  return row
}

/** The rows of a query as one JSON array. */
export const rowsOf = (query: Fragment): Fragment => sql`(select coalesce(json_agg(x), '[]') from (${query}) x)`

/** An incident as lists show it. A cause that only another version knows is undecided here. */
export function toSummary(row: SummaryRow): IncidentSummary {
  return {
    id: row.id,
    number: row.number,
    account: row.account_id,
    clientId: row.client_id,
    thing: row.thing_name,
    state: incidentState.parse(row.state),
    cause: cause.catch('undecided').parse(row.cause),
    confidence: Math.min(1, Math.max(0, finite(row.confidence))),
    severity: severity.parse(row.severity),
    severityBy: personIn(row.severity_by_id, row.severity_by_name),
    active: row.active,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    kicks: row.kicks,
    ratePerMinute: finite(row.rate_per_minute),
    parties: row.parties,
    members: row.member_count,
    assignee: personIn(row.assignee_id, row.assignee_name),
    tags: row.tags,
    reopened: row.reopened,
    drill: row.drill !== null,
    awareAt: iso(row.aware_at),
    acknowledgedAt: iso(row.acknowledged_at),
    containedAt: iso(row.contained_at),
    resolvedAt: iso(row.resolved_at),
    dismissedUntil: iso(row.dismissed_until),
    mergedInto: row.merged_into,
  }
}

// The columns hold NaN and the infinities, which JSON has no way to say.
const finite = (value: number) => (Number.isFinite(value) ? value : 0)

const personIn = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? id })

export const iso = (time: Date | null): string | null => time?.toISOString() ?? null
