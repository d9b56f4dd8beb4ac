import type { IncidentRule } from '#contract/incident-rules.ts'
import { severityWords } from '../words.ts'

type Names = { account: (id: number) => string; check: (id: string) => string }

const several = (names: readonly string[], most = 3) =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`

/** A rule as a sentence. */
export function ruleInWords(rule: IncidentRule, { account, check }: Names): string {
  const { minSeverity, checks, types, groups, opens, mostPerHour } = rule
  const grave =
    minSeverity === 'critical' ? 'Critical' : minSeverity === 'info' ? 'All' : `${severityWords[minSeverity]} and worse`
  const of = checks.length > 0 ? ` findings of ${several(checks.map(check))}` : ' findings'
  const about = [
    ...(types.length > 0 ? [`things of type ${several(types)}`] : []),
    ...(groups.length > 0 ? [`things in ${several(groups)}`] : []),
  ].join(' or ')
  const where = rule.account === null ? '' : ` in ${account(rule.account)}`
  const does = opens
    ? `join the open incident of the same device or resource, or open one; more than ${mostPerHour} an hour become one for each check`
    : 'join the open incident of the same device or resource, and open none'
  return `${grave}${of}${about ? ` about ${about}` : ''}${where} ${does}.`
}
