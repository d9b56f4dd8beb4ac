import type { CheckState } from '#contract/findings.ts'

/** What one check came to in one audit. */
export type CheckRun = {
  status: string
  compliant: boolean | null
  total: number | null
  nonCompliant: number | null
  errorCode: string | null
  message: string | null
  startedAt: Date
}

/** What the audits say of a check over the account as a whole. */
export type AuditResult = {
  state: CheckState
  whyNot: string | null
  evaluated: number | null
  failing: number
  judgedAt: Date | null
}

/** The rarest schedule is monthly ("Scheduled audits"). */
const staleAfterDays = 35
const dayMs = 86_400_000

/**
 * How a check stands: by the audit settings (`enabled`; null: not read), the last run of it at all, and the last that was
 * evaluated. What was not evaluated is never compliant; what it found before stays, with its age.
 */
export function auditResult({
  enabled,
  last,
  evaluated,
  now,
}: {
  enabled: boolean | null
  last: CheckRun | null
  evaluated: CheckRun | null
  now: Date
}): AuditResult {
  const known = {
    evaluated: evaluated?.total ?? null,
    failing: evaluated?.compliant === false ? (evaluated.nonCompliant ?? 0) : 0,
    judgedAt: evaluated?.startedAt ?? null,
  }
  const not = (state: CheckState, whyNot: string): AuditResult => ({ ...known, evaluated: null, state, whyNot })
  if (enabled === false) return not('off', 'This check is turned off in the audit settings of Device Defender.')
  if (last?.errorCode === 'AUDIT_CHECK_DISABLED')
    return not('off', words(last, 'It was turned off when the audit ran.'))
  if (last?.errorCode) return not('error', words(last, `The audit could not evaluate it: ${last.errorCode}.`))
  if (last?.status === 'FAILED') return not('error', words(last, 'The audit of it failed.'))
  if (last?.status === 'CANCELED')
    return not('unknown', words(last, 'The audit was cancelled before it was evaluated.'))
  if (evaluated && now.getTime() - evaluated.startedAt.getTime() > staleAfterDays * dayMs) {
    return not('unknown', `No audit has evaluated it since ${evaluated.startedAt.toISOString().slice(0, 10)}.`)
  }
  if (evaluated) return { ...known, state: evaluated.compliant ? 'passed' : 'failing', whyNot: null }
  if (last) return not('waiting', words(last, 'An audit of it is under way.'))
  if (enabled === null) return not('unknown', 'No audit has evaluated it, and the audit settings could not be read.')
  return not('waiting', 'It is turned on, but no audit has evaluated it yet.')
}

const words = ({ message, errorCode }: CheckRun, otherwise: string) =>
  message ? `${message}${errorCode && !message.includes(errorCode) ? ` (${errorCode})` : ''}` : otherwise
