import type { NeverTouchRule } from '#contract/response-settings.ts'
import { escapeLike, type Fragment, joined, sql } from '#server/platform/sql.ts'

/** What of a thing the never-touch list looks at: groups with their parents, because a child is in what holds it. */
export type Coverable = { name: string; groups: readonly string[]; attributes: Readonly<Record<string, string>> }

/** Which rule of the never-touch list covers a thing, in a sentence; null when none does. */
export function coveredBy(rules: readonly NeverTouchRule[], thing: Coverable): string | null {
  const rule = rules.find((one) => covers(one, thing))
  return rule ? `Never touched: ${describe(rule)} (${rule.why})` : null
}

function covers(rule: NeverTouchRule, { name, groups, attributes }: Coverable): boolean {
  if (rule.by === 'name') return matches(rule.pattern, name)
  if (rule.by === 'group') return groups.includes(rule.group)
  return Object.hasOwn(attributes, rule.name) && attributes[rule.name] === rule.value
}

function describe(rule: NeverTouchRule): string {
  if (rule.by === 'name') return `its name is like ${rule.pattern}`
  return rule.by === 'group' ? `it is in the group ${rule.group}` : `its ${rule.name} is ${rule.value || 'empty'}`
}

// Walked by hand, not as a regular expression: a pattern of many stars would take that for ever.
function matches(pattern: string, text: string): boolean {
  let [at, place, star, resume] = [0, 0, -1, 0]
  while (place < text.length) {
    const wanted = pattern[at]
    if (wanted === '*') {
      star = at++
      resume = place
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[place])) {
      at += 1
      place += 1
    } else if (star >= 0) {
      at = star + 1
      place = ++resume
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}

/** The same of a thing `t`, for many at once; false when there are no rules. */
export function coveredCondition(rules: readonly NeverTouchRule[]): Fragment {
  return rules.length === 0 ? sql`false` : sql`(${joined(rules.map(conditionOf), ' or ')})`
}

function conditionOf(rule: NeverTouchRule): Fragment {
  if (rule.by === 'name') {
    return sql`t.name like ${escapeLike(rule.pattern).replaceAll('*', '%').replaceAll('?', '_')}`
  }
  if (rule.by === 'attribute') return sql`t.attributes @> ${JSON.stringify({ [rule.name]: rule.value })}::jsonb`
  return sql`exists (select 1 from thing_group_members m where m.thing_row_id = t.id
    and m.group_row_id in (${groupsWithin(sql`t.account_id`, sql`array[${rule.group}]::text[]`)}))`
}

/** Row ids of groups and of all groups below them: what holds for a group holds for its children. */
export function groupsWithin(account: Fragment, names: Fragment): Fragment {
  return sql`with recursive below as (
    select g.id, g.name, 0 as depth from thing_groups g
    where g.account_id = ${account} and not g.billing and g.gone_at is null and g.name = any(${names})
    union select g.id, g.name, b.depth + 1 from below b join thing_groups g
      on g.account_id = ${account} and not g.billing and g.gone_at is null and g.parent_name = b.name
    where b.depth < 10) select id from below`
}
