import {
  type FindingSummary,
  type Suppression,
  type SuppressionPreview,
  type SuppressionScope,
  subjectKind,
  suppression,
} from '#contract/findings.ts'
import { severity } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { decodeCursor, rowIdIn, toPage } from '#server/platform/keyset.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { whyApproval } from '../suppressions/approval.ts'
import { covered, requireNarrow, type ScopeRow } from '../suppressions/scope.ts'
import { type SummaryRow, summaryColumns, toSummary } from './row.ts'

export type SuppressionRow = ScopeRow & {
  id: string
  why: string
  owner_id: string
  owner_name: string
  by_id: string
  by_name: string
  at: Date
  state: string
  decided_id: string | null
  decided_name: string | null
  expires_at: Date | null
  hides: number
  in_aws: string
  aws_error: string | null
}

const columns: Fragment = sql`s.id::text as id, s.account_id, s.check_id, s.subject_kind, s.subject, s.reason, s.why, s.owner_id, s.owner_name,
  s.by_id, s.by_name, s.at, s.state, s.decided_id, s.decided_name, s.expires_at, s.in_aws, s.aws_error,
  (select count(*)::int from findings f where f.suppression_id = s.id and f.open) as hides`

/** Suppressions, newest first. */
export async function listSuppressions(
  { database }: Context,
  {
    state,
    cursor,
    limit = 100,
  }: { state?: Suppression['state'] | undefined; cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: Suppression[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 1)
  const { rows } = await database.pool.query<SuppressionRow>(
    toQuery(sql`select ${columns} from finding_suppressions s where ${state ? sql`s.state = ${state}` : sql`true`}
      and ${key ? sql`s.id < ${rowIdIn(key[0])}::bigint` : sql`true`} order by s.id desc limit ${limit + 1}`),
  )
  return toPage(rows, limit, toSuppression, ({ id }) => [id])
}

/** One suppression; with `lock`, kept from being changed until the transaction ends. Throws a Refusal when there is none. */
export async function readSuppression(connection: Sql, id: string, { lock = false } = {}): Promise<SuppressionRow> {
  const { rows } = await connection.query<SuppressionRow>(
    toQuery(
      sql`select ${columns} from finding_suppressions s where s.id = ${id}::bigint ${lock ? sql`for update of s` : sql``}`,
    ),
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such suppression.')
  return row
}

/** A stored suppression as the contract says it. */
export function toSuppression(row: SuppressionRow): Suppression {
  return {
    id: row.id,
    scope: scopeOf(row),
    why: row.why,
    owner: { id: row.owner_id, name: row.owner_name },
    by: { id: row.by_id, name: row.by_name },
    at: row.at.toISOString(),
    state: suppression.shape.state.parse(row.state),
    approvedBy:
      row.decided_id && row.state !== 'rejected'
        ? { id: row.decided_id, name: row.decided_name ?? row.decided_id }
        : null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    hides: row.hides,
    inAws: suppression.shape.inAws.parse(row.in_aws),
    awsError: row.aws_error,
  }
}

/** What a stored row covers. */
export const scopeOf = ({ account_id, check_id, subject_kind, subject, reason }: ScopeRow): SuppressionScope => ({
  account: account_id,
  check: check_id,
  kind: subject_kind === null ? null : subjectKind.catch('other').parse(subject_kind),
  subject,
  reason,
})

const examplesShown = 10
const countedUpTo = 10_000

/** What a suppression would hide of what shows now, and whether a second person is needed. Throws a Refusal for one of everything. */
export async function previewSuppression(
  { database }: Context,
  { days, ...scope }: SuppressionScope & { days: number | null },
): Promise<SuppressionPreview> {
  requireNarrow(scope)
  const [hidden, examples] = await Promise.all([
    countHidden(database.pool, covered(scope)),
    database.pool.query<SummaryRow>(
      toQuery(sql`with first as materialized (select f.* from findings f where f.open and f.suppression_id is null and ${covered(scope)}
          order by f.rank, f.opened_at, f.id limit ${examplesShown})
        select ${summaryColumns} from first f order by f.rank, f.opened_at, f.id`),
    ),
  ])
  const items: FindingSummary[] = examples.rows.map(toSummary)
  const { bySeverity, ...counted } = hidden
  return {
    hides: { count: Math.min(counted.hides, countedUpTo), capped: counted.hides > countedUpTo },
    bySeverity,
    examples: items,
    approval: whyApproval(scope, counted, days),
  }
}

/** How many open findings that show now a condition on `f` meets, by severity. */
export async function countHidden(connection: Sql, condition: Fragment) {
  const { rows } = await connection.query<{ severity: string; count: number }>(
    toQuery(sql`select severity, count(*)::int as count from findings f
      where f.open and f.suppression_id is null and ${condition} group by severity`),
  )
  const bySeverity = severity.options.map((one) => ({
    severity: one,
    count: rows.find((row) => row.severity === one)?.count ?? 0,
  }))
  const hides = rows.reduce((sum, { count }) => sum + count, 0)
  return { hides, critical: bySeverity[0]?.count ?? 0, bySeverity }
}
