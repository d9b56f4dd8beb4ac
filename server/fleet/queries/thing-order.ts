import type { ThingFilters } from '#contract/things.ts'
import type { OrderedList, Range, Stretch } from '#server/platform/ordered-list.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import {
  datedHealth,
  everyHealth,
  healthWindow,
  isDated,
  presenceConditions,
  type ThingConditions,
  thingConditions,
} from './thing-conditions.ts'
import { type NamePart, nameParts } from './thing-names.ts'
import { nameRanges, presenceWalk, thingWalk } from './thing-ranges.ts'

/**
 * `allKnown`: no thing is without presence, so none is looked for. `namesUpTo`: the last thing whose name is in the
 * parts of the list by letters (name-parts.ts), null where that does not help.
 */
export type Known = { allKnown?: boolean; namesUpTo?: string | null }

/**
 * The inventory under these filters as ordered stretches. Row ids are `things.id`.
 * What is known of them spares work: see Known.
 */
export function thingList(filters: ThingFilters, now: Date, known: Known = {}): OrderedList {
  const sort = filters.sort ?? 'name'
  const descending = sort.startsWith('-')
  if (known.allKnown && filters.presence === 'unknown') return { descending, stretches: [] }
  return { descending, stretches: stretches[sort](filters, thingConditions(filters, now), now, known) }
}

/** Whether a page of this list may have to look for things without presence, which no index knows. */
export function looksForUnknownPresence({ presence, sort }: ThingFilters): boolean {
  return presence === 'unknown' || (presence === undefined && (sort ?? '').endsWith('last-change'))
}

// Where nothing is asked of presence, the planner drops the join: at most one row can match.
const withPresence = sql`things t left join presence p on p.thing_row_id = t.id`

/** The things a filter matches, in no order: `things t` and `presence p`. */
export function thingSet(filters: ThingFilters, now: Date): { from: Fragment; where: Fragment[] } {
  const conditions = thingConditions(filters, now)
  return { from: withPresence, where: Object.values(conditions) }
}

type Stretches = (filters: ThingFilters, conditions: ThingConditions, now: Date, known: Known) => Stretch[]

const byName: Stretches = (filters, conditions, now, { namesUpTo }) =>
  (filters.search ? nameParts(filters.search) : [{}]).map(({ search, starts }: Partial<NamePart>): Stretch => {
    const asked = search ? { ...conditions, search } : conditions
    const ranges = nameRanges(filters, asked, { now, starts, namesUpTo })
    return { keyed: true, keyType: 'text', ranges, set: byThing(asked, sql`t.name`) }
  })

const byFirstSeen: Stretches = (filters, conditions) => [
  {
    keyed: true,
    keyType: 'timestamptz',
    ranges: filters.gone ? [] : [thingWalk(conditions, { within: ['gone'], key: sql`t.first_seen_at` })],
    set: byThing(conditions, sql`t.first_seen_at`),
  },
]

const byExpiry: Stretches = (filters, conditions, now) => {
  const key = sql`t.credential_not_after`
  const states = filters.health ? [filters.health] : everyHealth
  const walkEach = (health: readonly string[], where: Fragment) =>
    health.map(
      (one): Range =>
        thingWalk(conditions, {
          within: ['gone'],
          implied: ['health'],
          where: [sql`t.credential_health = ${one}`, where],
          key,
        }),
    )
  const dated = (): Range[] => {
    if (!filters.health || !isDated(filters.health)) return walkEach(states, sql`${key} is not null`)
    // Whatever state is stored, the date decides.
    const { from, to } = healthWindow(filters.health, now)
    const within = sql`(${key} >= ${from}::timestamptz and ${key} < ${to}::timestamptz)`
    return walkEach(datedHealth, within)
  }
  const set = byThing(conditions, key)
  return [
    {
      keyed: true,
      keyType: 'timestamptz',
      ranges: filters.gone ? [] : dated(),
      set: { ...set, where: [...set.where, sql`${key} is not null`] },
    },
    {
      keyed: false,
      keyType: 'timestamptz',
      ranges: filters.gone ? [] : walkEach(states, sql`${key} is null`),
      set: { ...set, where: [...set.where, sql`${key} is null`] },
    },
  ]
}

/** By when a thing last connected or disconnected; then those that never did; then those nothing is known of. */
const byLastChange: Stretches = (filters, conditions, now, known) => {
  const reported = (keyed: boolean): Stretch => {
    const dated = keyed ? sql`p.since is not null` : sql`p.since is null`
    const key = sql`p.since`
    return {
      keyed,
      keyType: 'timestamptz',
      ranges: [presenceWalk(conditions, { where: [dated], key })],
      set: {
        from: sql`presence p join things t on t.id = p.thing_row_id`,
        where: [...Object.values(conditions), dated],
        key,
        id: sql`p.thing_row_id`,
        account: sql`p.account_id`,
      },
    }
  }
  const unknown = () => {
    const { sort: _, ...rest } = filters
    return byName(rest, { ...conditions, presence: presenceConditions.unknown }, now, known)
  }
  if (filters.presence === 'unknown') return unknown()
  const stretches = [reported(true), reported(false)]
  return known.allKnown || filters.presence || filters.quietDays ? stretches : [...stretches, ...unknown()]
}

const stretches: Record<NonNullable<ThingFilters['sort']>, Stretches> = {
  name: byName,
  '-name': byName,
  'last-change': byLastChange,
  '-last-change': byLastChange,
  expiry: byExpiry,
  '-first-seen': byFirstSeen,
}

function byThing(conditions: ThingConditions, key: Fragment): Stretch['set'] {
  const where = Object.values(conditions)
  return { from: withPresence, where, key, id: sql`t.id`, account: sql`t.account_id` }
}
