import type { FindingSource } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import type { Related } from '../check.ts'

/** What a check found, with its place among the findings: (account,) check, subject, reason. */
export type Failure = {
  check: string
  kind: string
  subject: string
  rowId: string | null
  reason: string
  severity: Severity
  detail: string
  related: Related[]
  hash: string
}

/** A finding as far as judging it again needs it. `sources` of an open one are those who say so now; `hash` is of what the asked one said. */
export type Existing = {
  id: string
  check: string
  subject: string
  reason: string
  open: boolean
  sources: readonly string[]
  hash: string
}

/**
 * What is known of a check on a subject that it does not fail: `passed`; `unjudged`, for want of facts or because the
 * check itself failed; `gone`, there is no such subject any more; `off`, the check is turned off or exists no longer.
 */
export type Standing = 'passed' | 'unjudged' | 'gone' | 'off'

/** What judging again makes of the findings of some subjects. Each failure and each finding is in one list at most. */
export type Changes = {
  open: Failure[]
  reopen: { id: string; failure: Failure }[]
  /** Open by another's witness; now this one says so, too. */
  join: { id: string; failure: Failure }[]
  change: { id: string; failure: Failure }[]
  /** Another's witness goes on saying so. */
  leave: { id: string; check: string; standing: Standing }[]
  resolve: { id: string; check: string; standing: Standing }[]
  /** By how much the subjects that fail each check by this witness grow or shrink. */
  failing: Map<string, number>
}

const keyOf = (one: { check: string; subject: string; reason: string }) => `${one.check}\0${one.subject}\0${one.reason}`

/**
 * Compares what is known with what one witness says now. A finding is the same as long as its check, subject and reason are; what
 * was resolved and fails again is reopened; what could not be judged stays as it is.
 */
export function reconcile(
  existing: readonly Existing[],
  failures: readonly Failure[],
  standing: (check: string, subject: string) => Standing,
  source: FindingSource = 'ours',
): Changes {
  const changes: Changes = { open: [], reopen: [], join: [], change: [], leave: [], resolve: [], failing: new Map() }
  const known = new Map(existing.map((one) => [keyOf(one), one]))
  const before = new Set<string>()
  const after = new Set<string>()
  const seen = new Set<string>()
  for (const failure of failures) {
    const key = keyOf(failure)
    // A check that names the same reason twice has said one thing.
    if (seen.has(key)) continue
    seen.add(key)
    after.add(`${failure.check}\0${failure.subject}`)
    const one = known.get(key)
    if (!one) changes.open.push(failure)
    else if (!one.open) changes.reopen.push({ id: one.id, failure })
    else if (!one.sources.includes(source)) changes.join.push({ id: one.id, failure })
    else if (one.hash !== failure.hash) changes.change.push({ id: one.id, failure })
  }
  for (const one of known.values()) {
    if (!one.open || !one.sources.includes(source)) continue
    before.add(`${one.check}\0${one.subject}`)
    if (seen.has(keyOf(one))) continue
    const stands = standing(one.check, one.subject)
    if (stands === 'unjudged') after.add(`${one.check}\0${one.subject}`)
    else if (one.sources.length > 1) changes.leave.push({ id: one.id, check: one.check, standing: stands })
    else changes.resolve.push({ id: one.id, check: one.check, standing: stands })
  }
  for (const [set, by] of [
    [after, 1],
    [before, -1],
  ] as const) {
    for (const key of set) {
      const check = key.slice(0, key.indexOf('\0'))
      changes.failing.set(check, (changes.failing.get(check) ?? 0) + by)
    }
  }
  return changes
}
