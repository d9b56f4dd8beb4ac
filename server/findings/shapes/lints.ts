import type { LintRule } from '#contract/policy-lints.ts'
import { lintPolicy } from '#server/policies/lint/lint.ts'
import type { Lint } from '#server/policies/lint/rule.ts'
import type { Failing, Unknown } from '../check.ts'
import type { PolicyFacts } from '../facts.ts'

// Each family asks about the same policy in turn; reading its documents is what costs.
const known = new WeakMap<PolicyFacts, Lint[]>()

function lintsOf(facts: PolicyFacts): Lint[] {
  const before = known.get(facts)
  if (before) return before
  const lints = lintPolicy(facts)
  known.set(facts, lints)
  return lints
}

/** What the linter says of the policy by rules of one family, as one answer. Unknown while no document can be read. */
export function lintedBy(facts: PolicyFacts, isOurs: (lint: Lint) => boolean): Failing | Unknown | null {
  if (!facts.versions.some(({ isDefault }) => isDefault)) return { unknown: 'Its document has not been read' }
  const lints = lintsOf(facts)
  const ours = lints.filter(isOurs)
  const [worst] = ours
  if (!worst) {
    return lints.some(({ rule }) => rule === 'unparsable-document') ? { unknown: 'Its document cannot be read' } : null
  }
  const attached = facts.targets !== 0
  const serious = worst.severity === 'critical' || worst.severity === 'high'
  const more = ours.length > 1 ? `, and ${ours.length - 1} more` : ''
  return {
    // Nobody has it yet, so nobody can use it.
    severity: serious && !attached ? 'medium' : worst.severity,
    detail: `${worst.title}${worst.found ? ` (${worst.found.slice(0, 120)})` : ''}${more}`,
    related: ours.slice(0, 10).map(({ path, version, title }) => ({
      kind: 'policy-statement',
      name: [version, path].filter(Boolean).join(' ') || facts.name,
      detail: title,
    })),
  }
}

/** A family of rules by their names. */
export const anyOf =
  (...rules: LintRule[]) =>
  ({ rule }: Lint) =>
    rules.includes(rule)
