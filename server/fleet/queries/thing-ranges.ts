import type { CredentialHealth } from '#contract/health.ts'
import type { ThingFilters } from '#contract/things.ts'
import type { Range } from '#server/platform/ordered-list.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import {
  type DatedHealth,
  datedHealth,
  healthWindow,
  isDated,
  prefixRanges,
  presenceConditions,
  substringFrom,
  type ThingConditions,
} from './thing-conditions.ts'

/** `within`: filters the index answers as they are. `implied`: filters that `where` answers in the index's own words. */
type Walk = { within?: Name[]; implied?: Name[]; where?: Fragment[]; key?: Fragment }
type Name = keyof ThingConditions

/** The index ranges that give things by name: those of the first filter that has an index of its own. */
export function nameRanges(filters: ThingFilters, conditions: ThingConditions, now: Date): Range[] {
  const { search, type, group, billingGroup, health, presence, quietDays } = filters
  if (group) return [groupWalk(conditions, group)]
  if (filters.gone) return [thingWalk(conditions, { within: ['gone'] })]
  if (search && search.length < substringFrom) {
    return prefixRanges(search).map(({ from, to }) =>
      thingWalk(conditions, {
        within: ['gone'],
        implied: ['search'],
        where: [sql`t.name >= ${from}`, sql`t.name < ${to}`],
      }),
    )
  }
  if (type) return [thingWalk(conditions, { within: ['gone', 'type'] })]
  if (billingGroup) return [thingWalk(conditions, { within: ['gone', 'billingGroup'] })]
  if (presence && presence !== 'unknown') return [presenceWalk(conditions, { within: ['presence'] })]
  if (quietDays && !presence) {
    return [presenceWalk(conditions, { where: [presenceConditions.disconnected] })]
  }
  if (health) return healthRanges(conditions, health, now)
  return [thingWalk(conditions, { within: ['gone'] })]
}

/** Walks things in the order of `key`, the name unless told. */
export function thingWalk(
  conditions: ThingConditions,
  { within = [], implied = [], where = [], key = sql`t.name` }: Walk,
): Range {
  const { presence, quiet } = conditions
  return {
    from: sql`things t`,
    alias: sql`t`,
    where: [...pick(conditions, within), ...where],
    join: presence || quiet ? sql`left join presence p on p.thing_row_id = t.id` : sql``,
    filters: without(conditions, [...within, ...implied]),
    key,
    id: sql`t.id`,
  }
}

/** Walks presence rows, by name unless told. */
export function presenceWalk(
  conditions: ThingConditions,
  { within = [], implied = [], where = [], key = sql`p.thing_name` }: Walk,
): Range {
  return {
    from: sql`presence p`,
    alias: sql`p`,
    where: [...pick(conditions, within), ...where],
    join: sql`join things t on t.id = p.thing_row_id`,
    filters: without(conditions, [...within, ...implied]),
    key,
    id: sql`p.thing_row_id`,
  }
}

function groupWalk(conditions: ThingConditions, group: string): Range {
  const { presence, quiet } = conditions
  const withPresence = presence || quiet ? sql`left join presence p on p.thing_row_id = t.id` : sql``
  return {
    from: sql`thing_group_members m`,
    alias: sql`m`,
    where: [
      sql`m.group_row_id = (select g.id from thing_groups g where g.account_id = a.id and not g.billing and g.name = ${group})`,
    ],
    join: sql`join things t on t.id = m.thing_row_id ${withPresence}`,
    filters: without(conditions, ['group']),
    key: sql`m.thing_name`,
    id: sql`m.thing_row_id`,
  }
}

function healthRanges(conditions: ThingConditions, health: CredentialHealth, now: Date): Range[] {
  if (!isDated(health)) return [thingWalk(conditions, { within: ['gone', 'health'] })]
  const stored = thingWalk(conditions, { within: ['gone'], where: [sql`t.credential_health = ${health}`] })
  return [stored, overtaken(conditions, health, now)]
}

/** Things stored with another health whose date says `health` by now: few, as the worker looks often. */
function overtaken(conditions: ThingConditions, health: DatedHealth, now: Date): Range {
  const walk = thingWalk(conditions, { implied: ['gone', 'health'] })
  const others = datedHealth.filter((one) => one !== health)
  const { from, to } = healthWindow(health, now)
  // The bounds travel as columns and behind OFFSET 0, or the planner would guess many rows and read the whole table.
  const found = sql`(values (${from}::timestamptz, ${to}::timestamptz)) bound(lower, upper)
    cross join unnest(${others}::text[]) stored(health) cross join lateral (
      select t.* from things t where t.account_id = a.id and t.gone_at is null and t.credential_health = stored.health
      and t.credential_not_after >= bound.lower and t.credential_not_after < bound.upper offset 0) t`
  return { ...walk, from: found, where: [] }
}

function pick(conditions: ThingConditions, names: Name[]): Fragment[] {
  return names.flatMap((name) => conditions[name] ?? [])
}

function without(conditions: ThingConditions, names: Name[]): Fragment[] {
  return Object.entries(conditions).flatMap(([name, condition]) =>
    names.some((one) => one === name) ? [] : [condition],
  )
}
