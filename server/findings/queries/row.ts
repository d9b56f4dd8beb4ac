import { type FindingSummary, findingSource, subjectKind } from '#contract/findings.ts'
import { severity } from '#contract/incidents.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { describeCheck } from '../describe.ts'

/** Columns of a finding `f` for lists. What we see ourselves was last seen when its check last judged. */
export const summaryColumns: Fragment = sql`f.id, f.account_id, f.check_id, f.subject_kind, f.subject, f.reason, f.detail,
  f.severity, f.rank, f.open, f.suppression_id, f.sources, f.first_seen_at, f.opened_at, f.resolved_at, f.reopened,
  f.owner_id, f.owner_name, f.incident_id, (select i.number from incidents i where i.id = f.incident_id) as incident_number,
  greatest(f.opened_at, (select max(w.last_at) from finding_witnesses w where w.finding_id = f.id),
    case when 'ours' = any(f.sources) then (select r.judged_at from check_results r
      where r.account_id = f.account_id and r.check_id = f.check_id and r.source = 'ours') end) as last_seen_at`

export type SummaryRow = {
  id: string
  account_id: number
  check_id: string
  subject_kind: string
  subject: string
  reason: string
  detail: string
  severity: string
  rank: number
  open: boolean
  suppression_id: string | number | null
  sources: string[]
  first_seen_at: Date
  opened_at: Date
  resolved_at: Date | null
  reopened: number
  owner_id: string | null
  owner_name: string | null
  incident_id: string | null
  incident_number: number | null
  last_seen_at: Date | null
}

/** A finding as lists show it. */
export function toSummary(row: SummaryRow): FindingSummary {
  const kind = subjectKind.catch('other').parse(row.subject_kind)
  return {
    id: row.id,
    account: row.account_id,
    check: row.check_id,
    title: describeCheck(row.check_id, kind).title,
    subjectKind: kind,
    subject: row.subject,
    reason: row.reason,
    detail: row.detail,
    severity: severity.parse(row.severity),
    open: row.open,
    suppressed: row.suppression_id !== null,
    sources: row.sources
      .filter((source) => findingSource.safeParse(source).success)
      .map((one) => findingSource.parse(one)),
    firstSeenAt: row.first_seen_at.toISOString(),
    openedAt: row.opened_at.toISOString(),
    lastSeenAt: (row.resolved_at ?? row.last_seen_at)?.toISOString() ?? null,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    reopened: row.reopened,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? row.owner_id },
    incident: row.incident_id && row.incident_number ? { id: row.incident_id, number: row.incident_number } : null,
  }
}
