import { beforeAll, describe, expect, test } from 'vitest'
import type { CredentialHealth } from '#contract/health.ts'
import type { Thing, ThingFilters } from '#contract/things.ts'
import { readNames } from '#server/fleet/name-parts.ts'
import { countThings } from '#server/fleet/queries/count-things.ts'
import { listThings } from '#server/fleet/queries/list-things.ts'
import { contextAt } from '#tests/support/builders.ts'
import { seeded } from '#tests/support/random.ts'
import { type FleetThing, randomFleet } from './random-fleet.ts'

const now = new Date('2026-11-20T12:00:00Z')
const day = 86_400_000
const at = contextAt(now)
let fleet: FleetThing[]

beforeAll(async () => {
  const { pool } = at.context.database
  fleet = await randomFleet(pool, now)
  await pool.query('analyze')
})

const sorts = [undefined, 'name', '-name', 'last-change', '-last-change', 'expiry', '-first-seen'] as const

const filters: ThingFilters[] = [
  {},
  { account: 1 },
  { account: 2 },
  { search: 'sens' },
  { search: 'NSOR-1' },
  { search: 'a' },
  { search: 'Pu' },
  { search: '_%' },
  { search: '100%' },
  { type: 'pump' },
  { group: 'north' },
  { group: 'north', account: 2 },
  { group: 'nowhere' },
  { billingGroup: 'cost-a' },
  { attribute: 'site=Berlin' },
  { attribute: 'note=a=b "quoted" ’' },
  { presence: 'connected' },
  { presence: 'disconnected' },
  { presence: 'never-connected' },
  { presence: 'unknown' },
  { quietDays: 30 },
  { quietDays: 30, presence: 'disconnected' },
  { quietDays: 30, presence: 'connected' },
  { health: 'valid' },
  { health: 'expiring' },
  { health: 'expired' },
  { health: 'inactive' },
  { health: 'none' },
  { health: 'unknown' },
  { withoutCredential: true },
  { withoutCredential: true, presence: 'connected' },
  { withoutCredential: false },
  { gone: true },
  { gone: true, type: 'pump', health: 'expired' },
  { gone: false },
]

describe.each(filters)('%j', (filter) => {
  test.each(sorts)('in order of %s: every match once, in order, whatever the page size', async (sort) => {
    const wanted = expected({ ...filter, sort })
    const shown = await walk({ ...filter, sort }, 23)
    expect(shown.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
    const { count, capped } = await countThings(at.context, { ...filter, sort })
    expect({ count, capped }).toEqual({ count: wanted.length, capped: false })
  })
})

const searches = ['sens', 'NSOR-1', 'ump', 'sor-2', '-11', 'hler-', '%b\\', '00%', '0%-3', 'Zähl'] as const

const readsNames = async () => {
  const { pool } = at.context.database
  expect(await readNames(pool, 1)).toBe(true)
  // As if the other half had been added since.
  await pool.query('update thing_names_read set up_to_id = (select max(id) / 2 from things)')
}

test.each([
  { seed: 11, when: 'before the names are read', prepare: async () => undefined },
  { seed: 12, when: 'when half of the names are', prepare: readsNames },
])('any combination of filters gives what each of them leaves, $when', async ({ seed, prepare }) => {
  await prepare()
  const random = seeded(seed)
  for (let round = 0; round < 250; round++) {
    const combined = Object.assign(
      {},
      ...[1, 2, 3].map(() => (random.chance(0.7) ? filters[random.below(filters.length)] : {})),
    )
    const search = seed === 12 && random.chance(0.5) ? { search: random.oneOf(searches) } : {}
    const filter: ThingFilters = { ...combined, ...search, sort: random.oneOf(sorts) }
    const shown = await walk(filter, 1 + random.below(60))
    expect(
      shown.map(({ id }) => id),
      JSON.stringify(filter),
    ).toEqual(expected(filter).map(({ id }) => id))
  }
})

test('a row shows what it was found by, at this moment', async () => {
  for (const health of ['valid', 'expiring', 'expired'] as const) {
    const shown = await walk({ health }, 100)
    expect(new Set(shown.map((thing) => thing.health))).toEqual(new Set([health]))
  }
})

test.each(['nonsense', 'WzEsMl0', 'W10', 'WzAsIngiLCIxOyBkcm9wIl0', 'WzksIngiLCIxIl0', 'WzAsbnVsbCwiMSJd'])(
  'the cursor %s is refused',
  async (cursor) => {
    await expect(listThings(at.context, { cursor })).rejects.toMatchObject({ kind: 'invalid' })
  },
)

test('a cursor of another order is refused', async () => {
  const { nextCursor } = await listThings(at.context, { limit: 2 })
  await expect(listThings(at.context, { sort: '-first-seen', cursor: nextCursor ?? '' })).rejects.toMatchObject({
    kind: 'invalid',
  })
})

async function walk(filter: ThingFilters, limit: number): Promise<Thing[]> {
  const shown: Thing[] = []
  let cursor: string | undefined
  do {
    const page = await listThings(at.context, { ...filter, cursor, limit })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    shown.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return shown
}

/** The same question asked of the rows in memory, in the plainest way. */
function expected(filter: ThingFilters): FleetThing[] {
  const ordered = fleet.filter((thing) => matches(thing, filter)).sort(order(filter.sort))
  const begins = ({ name }: FleetThing) => spellings(filter.search ?? '').some((start) => name.startsWith(start))
  if ((filter.sort ?? 'name').includes('name') && filter.search) return split(ordered, begins)
  return filter.search && filter.sort?.includes('last-change') ? splitUnknown(ordered, begins) : ordered
}

const split = <T>(all: T[], first: (one: T) => boolean) => [...all.filter(first), ...all.filter((one) => !first(one))]

/** Things of unknown presence are listed by name, after all others. */
function splitUnknown(ordered: FleetThing[], begins: (thing: FleetThing) => boolean): FleetThing[] {
  const known = ordered.filter(({ connected }) => connected !== null)
  return [...known, ...split(ordered.slice(known.length), begins)]
}

function spellings(search: string): string[] {
  const [lower, upper] = [search.toLowerCase(), search.toUpperCase()]
  return search.length < 3 ? [] : [search, lower, upper, upper.charAt(0) + lower.slice(1)]
}

function matches(thing: FleetThing, filter: ThingFilters): boolean {
  const { search, attribute, quietDays } = filter
  const name = thing.name.toLowerCase()
  const [attributeName = '', ...rest] = (attribute ?? '').split('=')
  const inScope = filter.account ? thing.account === filter.account : thing.enabled
  return (
    inScope &&
    thing.gone === (filter.gone ?? false) &&
    (!search || (search.length < 3 ? name.startsWith(search.toLowerCase()) : name.includes(search.toLowerCase()))) &&
    (!filter.type || thing.type === filter.type) &&
    (!filter.group || thing.groups.includes(filter.group)) &&
    (!filter.billingGroup || thing.billingGroup === filter.billingGroup) &&
    (!attribute || thing.attributes[attributeName] === rest.join('=')) &&
    (!filter.presence || presenceOf(thing) === filter.presence) &&
    (!quietDays || (presenceOf(thing) === 'disconnected' && (thing.since ?? 0) < now.getTime() - quietDays * day)) &&
    (!filter.health || healthOf(thing) === filter.health) &&
    (!filter.withoutCredential || lacksOne(thing))
  )
}

const lacksOne = ({ storedHealth, principalsRead, otherPrincipals }: FleetThing) =>
  principalsRead && otherPrincipals.length === 0 && ['inactive', 'none'].includes(storedHealth)

const presenceOf = ({ connected, since }: FleetThing) =>
  connected === null ? 'unknown' : connected ? 'connected' : since === null ? 'never-connected' : 'disconnected'

function healthOf({ storedHealth, notAfter }: FleetThing): CredentialHealth {
  if (notAfter === null || !['valid', 'expiring', 'expired'].includes(storedHealth)) return storedHealth
  if (notAfter < now.getTime()) return 'expired'
  return notAfter < now.getTime() + 30 * day ? 'expiring' : 'valid'
}

function order(sort: ThingFilters['sort']) {
  const flip = sort?.startsWith('-') ? -1 : 1
  const byId = (a: FleetThing, b: FleetThing) => flip * (Number(a.id) - Number(b.id))
  const byName = (a: FleetThing, b: FleetThing) =>
    flip * Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || byId(a, b)
  const byTime = (pick: (thing: FleetThing) => number | null) => (a: FleetThing, b: FleetThing) => {
    const [x, y] = [pick(a), pick(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byId(a, b)
    return flip * (x - y) || byId(a, b)
  }
  if (sort === 'expiry') return byTime(({ notAfter }) => notAfter)
  if (sort === '-first-seen') return byTime(({ firstSeen }) => firstSeen)
  if (sort !== 'last-change' && sort !== '-last-change') return byName
  return (a: FleetThing, b: FleetThing) => {
    const [x, y] = [a.connected === null, b.connected === null]
    if (x || y) return Number(x) - Number(y) || byName(a, b)
    return byTime(({ since }) => since)(a, b)
  }
}
