import type { Severity } from '#contract/incidents.ts'
import type { ChannelKind } from '#contract/notifications.ts'

/** A rule as routing reads it, with the kind of its channel. `id` is null of the one that every mention follows. */
export type Rule = {
  id: string | null
  channelId: string
  kind: ChannelKind
  about: string[]
  minSeverity: Severity
  causes: string[]
  accounts: number[]
  drills: boolean
  groupMinutes: number
  quietFrom: string | null
  quietTo: string | null
}

/** What of a notice decides where it goes. */
export type Routed = {
  about: string
  severity: Severity
  account: number | null
  cause: string | null
  drill: boolean
}

const ranks: Record<Severity, number> = { critical: 1, high: 2, medium: 3, low: 4, info: 5 }

/** Whether a rule wants a notice. Causes are asked only of what has one; a mention has no severity to speak of. */
export function wants(rule: Rule, notice: Routed): boolean {
  return (
    rule.about.includes(notice.about) &&
    (notice.about === 'mention' || ranks[notice.severity] <= ranks[rule.minSeverity]) &&
    (notice.cause === null || rule.causes.length === 0 || rule.causes.includes(notice.cause)) &&
    (notice.account === null || rule.accounts.length === 0 || rule.accounts.includes(notice.account)) &&
    (!notice.drill || rule.drills)
  )
}

type Quiet = Pick<Rule, 'quietFrom' | 'quietTo'>

/** When what is not critical may be told at the earliest: `at` itself, or the end of the quiet hours (UTC) it is in. */
export function afterQuiet({ quietFrom, quietTo }: Quiet, at: Date): Date {
  if (!quietFrom || !quietTo || quietFrom === quietTo) return at
  const clock = at.toISOString().slice(11, 16)
  const overnight = quietFrom > quietTo
  const quiet = overnight ? clock >= quietFrom || clock < quietTo : clock >= quietFrom && clock < quietTo
  if (!quiet) return at
  const end = new Date(`${at.toISOString().slice(0, 10)}T${quietTo}:00.000Z`)
  if (end <= at) end.setUTCDate(end.getUTCDate() + 1)
  return end
}

/** The worst of severities. */
export const worst = (severities: readonly Severity[]): Severity =>
  severities.reduce<Severity>((a, b) => (ranks[b] < ranks[a] ? b : a), 'info')
