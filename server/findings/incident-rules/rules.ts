import type { IncidentRule } from '#contract/incident-rules.ts'
import type { Severity } from '#contract/incidents.ts'

export type Rule = Pick<
  IncidentRule,
  'id' | 'name' | 'account' | 'checks' | 'types' | 'groups' | 'opens' | 'version'
> & {
  minRank: number
  /** How many incidents it may open still in this hour. */
  left: number
}

/** A finding that rules have not looked at yet. `things`, `types` and `groups` are those of what it is about. */
export type Candidate = {
  id: string
  check: string
  kind: string
  subject: string
  severity: Severity
  rank: number
  detail: string
  openedAt: Date
  /** Where the incident stands that it is part of already. */
  incident: { id: string; state: string } | null
  things: readonly string[]
  types: readonly string[]
  groups: readonly string[]
}

/** The first rule that is about a finding of an account, in the order given. */
export const ruleFor = (rules: readonly Rule[], account: number, one: Candidate): Rule | undefined =>
  rules.find(
    (rule) =>
      one.rank <= rule.minRank &&
      (rule.account === null || rule.account === account) &&
      (rule.checks.length === 0 || rule.checks.includes(one.check)) &&
      (rule.types.length + rule.groups.length === 0 ||
        one.types.some((type) => rule.types.includes(type)) ||
        one.groups.some((group) => rule.groups.includes(group))),
  )

/**
 * What an incident of a finding is called and found by: the client ID of the one device it is about, else the resource
 * itself, which keeps out of the way of client IDs that are called alike.
 */
export type Place = { clientId: string; key: string | null }

export function placeOf({ kind, subject, things }: Pick<Candidate, 'kind' | 'subject' | 'things'>): Place {
  const [thing, ...others] = things
  if (kind === 'thing' || kind === 'client') return { clientId: subject, key: null }
  if (kind === 'certificate' && thing !== undefined && others.length === 0) return { clientId: thing, key: null }
  return { clientId: subject, key: `finding ${kind} ${subject}` }
}

/** The incident that findings of one check share when they are too many for one each. */
export const sharedKey = (check: string) => `findings of ${check}`

export const nameOf = ({ clientId, key }: Place): string => key ?? `client ${clientId}`
