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

// Of a statement that may mean anything nobody can say that it permits too little to matter.
const undecided: readonly LintRule[] = ['unparsable-document', 'not-action', 'not-resource']

/**
 * What the linter says of the policy by rules of one family, as one answer. It is unknown while the document is not read,
 * and, unless the family is about how it is written, when what it permits cannot be told.
 */
export function lintedBy(
  facts: PolicyFacts,
  isOurs: (lint: Lint) => boolean,
  about: 'what it permits' | 'how it is written' = 'what it permits',
): Failing | Unknown | null {
  if (!facts.versions.some(({ isDefault }) => isDefault)) return { unknown: 'Its document has not been read' }
  const lints = lintsOf(facts)
  const ours = lints.filter(isOurs)
  const [worst] = ours
  if (!worst) {
    const open = lints.find(({ rule }) => undecided.includes(rule))
    if (!open || (about === 'how it is written' && open.rule !== 'unparsable-document')) return null
    return { unknown: `What it permits cannot be told: ${open.title.charAt(0).toLowerCase()}${open.title.slice(1)}` }
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
