import type { SuppressionScope } from '#contract/findings.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { escapeLike, every, type Fragment, sql } from '#server/platform/sql.ts'

/** Columns of a stored scope. */
export type ScopeRow = {
  account_id: number | null
  check_id: string | null
  subject_kind: string | null
  subject: string | null
  reason: string | null
}

// What tells of broad suppressions cannot be hidden by one.
const hideable: Fragment = sql`f.check_id <> 'account-suppression-broad'`

/** The findings `f` that a scope covers, whatever became of them. */
export function covered({ account, check, kind, subject, reason }: SuppressionScope): Fragment {
  return every([
    hideable,
    ...(account === null ? [] : [sql`f.account_id = ${account}`]),
    ...(check === null ? [] : [sql`f.check_id = ${check}`]),
    ...(kind === null ? [] : [sql`f.subject_kind = ${kind}`]),
    ...(subject === null ? [] : [named(subject)]),
    ...(reason === null ? [] : [sql`f.reason = ${reason}`]),
  ])
}

/** The same the other way round: the stored suppressions `s` that cover a finding `f`. */
export const covering: Fragment = sql`${hideable} and (s.account_id is null or s.account_id = f.account_id)
  and (s.check_id is null or s.check_id = f.check_id) and (s.subject_kind is null or s.subject_kind = f.subject_kind)
  and (s.subject is null or f.subject like replace(replace(replace(replace(s.subject, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '*', '%'))
  and (s.reason is null or s.reason = f.reason)`

/** Throws a Refusal for a scope that names neither a check nor a resource: it would hide everything. */
export function requireNarrow({ check, subject }: SuppressionScope): void {
  if (check !== null || (subject !== null && subject.replaceAll('*', '').trim() !== '')) return
  throw new Refusal('invalid', 'Name a check or a resource. A suppression of everything is none.')
}

// A name without a star is looked up as it is, which an index can do.
function named(subject: string): Fragment {
  if (!subject.includes('*')) return sql`f.subject = ${subject}`
  return sql`f.subject like ${escapeLike(subject).replaceAll('*', '%')}`
}
