import type { NeverTouchRule } from '#contract/response-settings.ts'
import type { ThingFilters } from '#contract/things.ts'

/** What a rule covers, in words. */
export function coveredBy(rule: NeverTouchRule): string {
  if (rule.by === 'name') return /[*?]/.test(rule.pattern) ? `Names like ${rule.pattern}` : `The name ${rule.pattern}`
  if (rule.by === 'group') return `The group ${rule.group}, and groups in it`
  return `Attribute ${rule.name} = ${rule.value}`
}

/** A rule's identity among others: two that cover the same are one. */
export function ruleKey(rule: NeverTouchRule): string {
  if (rule.by === 'name') return `name/${rule.pattern}`
  return rule.by === 'group' ? `group/${rule.group}` : `attribute/${rule.name}=${rule.value}`
}

/**
 * The inventory's filter that comes nearest to what a rule covers, and how its count relates to it: the inventory knows
 * parts of names but not patterns, and a group's direct members but not those of the groups in it. undefined for none.
 */
export function filterFor(rule: NeverTouchRule): { filter: ThingFilters; is: 'exact' | 'most' | 'least' } | undefined {
  if (rule.by === 'group') return { filter: { group: rule.group }, is: 'least' }
  if (rule.by === 'attribute') return { filter: { attribute: `${rule.name}=${rule.value}` }, is: 'exact' }
  const [longest = ''] = rule.pattern.split(/[*?]+/).sort((a, b) => b.length - a.length)
  if (longest.length < 3) return undefined
  return { filter: { search: longest }, is: rule.pattern === `*${longest}*` ? 'exact' : 'most' }
}
