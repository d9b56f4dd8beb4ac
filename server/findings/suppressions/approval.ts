import type { SuppressionScope } from '#contract/findings.ts'

/** What one person may hide alone. Our own judgement, after the guards of response: enough for a day's triage. */
const alone = { findings: 25, days: 180 }

export type Hidden = { hides: number; critical: number }

/** Why hiding this needs a second person, in a sentence; null when one may do it. */
export function whyApproval(scope: SuppressionScope, { hides, critical }: Hidden, days: number | null): string | null {
  if (days === null) return 'It has no end'
  if (days > alone.days) return `It lasts longer than ${alone.days} days`
  if (scope.subject === null) return 'It hides a whole check, also what is not found yet'
  if (scope.subject.includes('*')) return 'It hides by a pattern, also what is not found yet'
  if (scope.check === null) return 'It hides whatever is found on it, also what is not found yet'
  if (critical > 0) return 'It hides what is critical'
  if (hides === 0) return 'Nothing is found there yet'
  return hides > alone.findings ? `It hides more than ${alone.findings} findings` : null
}

/** The same of many findings that are each named. */
export function whyApprovalOfMany({ hides, critical }: Hidden, days: number | null): string | null {
  return whyApproval({ account: null, check: '', kind: null, subject: '', reason: null }, { hides, critical }, days)
}
