import type { CredentialHealth } from '#contract/health.ts'
import type { ThingFilters } from '#contract/things.ts'
import { daysAfter } from '#server/credentials/rules.ts'
import type { Range } from '#server/platform/ordered-list.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { withoutActive } from '../own-credential.ts'
import {
  conditionNames,
  type DatedHealth,
  datedHealth,
  healthWindow,
  isDated,
  presenceConditions,
  type ThingConditions,
} from './thing-conditions.ts'
import { lettersIn, type NameRange } from './thing-names.ts'

/** `within`: filters the index answers as they are. `implied`: filters that `where` answers in the index's own words. */
type Walk = { within?: Name[]; implied?: Name[]; where?: Fragment[]; key?: Fragment }
type Name = keyof ThingConditions

/**
 * The index ranges that give things by name: those of the first filter that has an index of its own.
 * `starts`: the names all begin in one of these ways. `namesUpTo`: the things whose names' letters are known.
 */
export function nameRanges(
  filters: ThingFilters,
  conditions: ThingConditions,
  { now, starts, namesUpTo }: { now: Date; starts?: NameRange[] | undefined; namesUpTo?: string | null | undefined },
): Range[] {
  const { type, group, billingGroup, health, presence, quietDays, withoutCredential } = filters
  if (group) return [groupWalk(conditions, group)]
  if (filters.gone) return [thingWalk(conditions, { within: ['gone'] })]
  if (starts) return starts.map((start) => startWalk(conditions, start))
  if (type) return [thingWalk(conditions, { within: ['gone', 'type'] })]
  if (billingGroup) return [thingWalk(conditions, { within: ['gone', 'billingGroup'] })]
  const letters = lettersIn(filters.search ?? '')
  if (namesUpTo && letters.length > 0) return siftedWalks(conditions, letters, namesUpTo)
  if (quietDays && (!presence || presence === 'disconnected')) return [quietWalk(conditions, quietDays, now)]
  if (withoutCredential) return withoutActive.map((one) => healthWalk(conditions, one))
  if (presence && presence !== 'unknown') return [presenceWalk(conditions, { within: ['presence'] })]
  if (health) return healthRanges(conditions, health, now)
  return [thingWalk(conditions, { within: ['gone'] })]
}

// OFFSET 0 makes the planner look rows up one by one, as the walk needs them: it may stop after a hundred.
const presenceOfThing = sql`left join lateral (select * from presence o where o.thing_row_id = t.id offset 0) p on true`
const thingOf = (id: Fragment) => sql`join lateral (select * from things o where o.id = ${id} offset 0) t on true`

/** Walks things in the order of `key`, the name unless told. */
export function thingWalk(conditions: ThingConditions, { within = [], implied = [], where = [], key }: Walk): Range {
  const left = leftOf(conditions, [...within, ...implied])
  // The index of live names holds what these two ask for; presence is looked up by a key of its own.
  const covered = !key && within.length === 1 && left.every((name) => name === 'search' || name === 'presence')
  return {
    from: sql`things t`,
    alias: sql`t`,
    columns: covered ? sql`t.account_id, t.name, t.id` : sql`t.*`,
    covered,
    where: [...pick(conditions, within), ...where],
    join: conditions.presence || conditions.quiet ? presenceOfThing : sql``,
    filters: pick(conditions, left),
    key: key ?? sql`t.name`,
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
    columns: sql`p.*`,
    covered: false,
    where: [...pick(conditions, within), ...where],
    join: thingOf(sql`p.thing_row_id`),
    filters: pick(conditions, leftOf(conditions, [...within, ...implied])),
    key,
    id: sql`p.thing_row_id`,
  }
}

function quietWalk(conditions: ThingConditions, quietDays: number, now: Date): Range {
  const walk = presenceWalk(conditions, {
    implied: ['presence', 'quiet'],
    where: [presenceConditions.disconnected],
  })
  return {
    ...walk,
    columns: sql`p.thing_name, p.thing_row_id, p.since`,
    covered: true,
    filters: [sql`p.since < ${daysAfter(now, -quietDays)}`, ...walk.filters],
  }
}

/** The parts of the list whose names have all these letters, and the things too new to be in any part. */
function siftedWalks(conditions: ThingConditions, letters: Buffer[], namesUpTo: string): Range[] {
  const sieve = sql`select p.lower, p.upper from thing_name_parts p where p.account_id = a.id and p.part in (
    select part from thing_name_letters l cross join lateral unnest(l.parts) part
    where l.account_id = a.id and l.letters = any(${letters}::bytea[]) group by part having count(*) = ${letters.length}::int)`
  // In the order of their ids, so that whatever the number is, the planner reads from there on and not everything.
  const newer = sql`(select * from things where id > ${namesUpTo}::bigint order by id offset 0) t`
  return [
    { ...thingWalk(conditions, { within: ['gone'], where: [sql`t.id <= ${namesUpTo}::bigint`] }), sieve },
    { ...thingWalk(conditions, { within: ['gone', 'search'] }), from: newer, covered: false },
  ]
}

function startWalk(conditions: ThingConditions, { from, to }: NameRange): Range {
  return thingWalk(conditions, {
    within: ['gone'],
    implied: ['search'],
    where: [sql`t.name >= ${from}`, sql`t.name < ${to}`],
  })
}

function groupWalk(conditions: ThingConditions, group: string): Range {
  return {
    from: sql`thing_group_members m`,
    alias: sql`m`,
    columns: sql`m.*`,
    covered: false,
    where: [
      sql`m.group_row_id = (select g.id from thing_groups g where g.account_id = a.id and not g.billing and g.name = ${group})`,
    ],
    join: sql`${thingOf(sql`m.thing_row_id`)} ${conditions.presence || conditions.quiet ? presenceOfThing : sql``}`,
    filters: pick(conditions, leftOf(conditions, ['group'])),
    key: sql`m.thing_name`,
    id: sql`m.thing_row_id`,
  }
}

function healthRanges(conditions: ThingConditions, health: CredentialHealth, now: Date): Range[] {
  if (!isDated(health)) return [thingWalk(conditions, { within: ['gone', 'health'] })]
  return [healthWalk(conditions, health), overtaken(conditions, health, now)]
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

function healthWalk(conditions: ThingConditions, health: CredentialHealth): Range {
  return thingWalk(conditions, { within: ['gone'], where: [sql`t.credential_health = ${health}`] })
}

function pick(conditions: ThingConditions, names: Name[]): Fragment[] {
  return names.flatMap((name) => conditions[name] ?? [])
}

function leftOf(conditions: ThingConditions, answered: Name[]): Name[] {
  return conditionNames.filter((name) => conditions[name] && !answered.includes(name))
}
