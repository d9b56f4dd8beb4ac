import type { Sql } from '#server/platform/db.ts'
import { escapeLike } from '#server/platform/sql.ts'
import type { Boundary } from './boundaries.ts'
import type { Shape } from './shape.ts'

/** The fleet that is reached: how many things it has, and what parts them. */
export type Fleet = { account: number; things: number; boundaries: Boundary[] }

/** What a shape comes to: things by name where they are few, else how many fit; `range` is a prefix all their names begin with. */
export type Count = { names: string[]; more: number; range: string | null; note: string | null }

const none: Count = { names: [], more: 0, range: null, note: null }
// Patterns that are counted in one pass.
const atOnce = 50
// Values of an attribute that are tried, the most frequent first.
const mostValues = 2_000
// Names below a prefix: no character sorts behind this one.
const last = 'chr(1114111)'

/**
 * Counts what shapes reach, many at once: names by one lookup, prefixes by ranges of the name index, the rest one by one
 * and each only once in its life. Shapes that depend on the policy (self, client) count nothing here.
 */
export class ReachCounter {
  readonly #known = new Map<string, Count>()
  readonly #values = new Map<string, { value: string; things: number }[]>()

  constructor(
    readonly sql: Sql,
    readonly fleet: Fleet,
  ) {}

  /** What each of these shapes reaches, by `keyOf`. */
  async count(shapes: Iterable<Shape>): Promise<(shape: Shape) => Count> {
    const all = [...shapes]
    const names = await this.#namesAmong(all)
    await this.#countPrefixes(all, names)
    for (const shape of all) {
      if (shape.is === 'own-prefix') await this.#once('own-prefix', () => this.#ownPrefix())
      if (shape.is === 'same') await this.#once(keyOf(shape), () => this.#same(shape))
    }
    await this.#countLikes(all, names)
    return (shape) => this.#read(shape, names)
  }

  #read(shape: Shape, names: ReadonlySet<string>): Count {
    if (shape.is === 'self' || shape.is === 'client') return none
    if (shape.is === 'own-prefix') return this.#known.get('own-prefix') ?? none
    if (shape.is === 'same') return this.#known.get(keyOf(shape)) ?? none
    if (shape.is === 'levels') {
      const named = shape.levels.filter((level) => names.has(level))
      if (named.length > 0) return { ...none, names: named }
      for (const { attribute, values } of this.fleet.boundaries) {
        const value = shape.levels.find((level) => values.has(level))
        if (value !== undefined && shape.pattern !== null)
          return { ...none, more: values.get(value) ?? 0, note: `Things whose attribute ${attribute} is ${value}` }
      }
    }
    const { pattern } = shape
    if (pattern === null) return none
    if (!/[*?]/.test(pattern)) return { ...none, names: names.has(pattern) ? [pattern] : [] }
    return this.#known.get(pattern) ?? none
  }

  async #once(key: string, count: () => Promise<Count>): Promise<void> {
    if (!this.#known.has(key)) this.#known.set(key, await count())
  }

  /** Which of the plain names that the shapes mention are things. */
  async #namesAmong(shapes: Shape[]): Promise<Set<string>> {
    const wanted = new Set<string>()
    for (const shape of shapes) {
      if (shape.is === 'names' && !/[*?]/.test(shape.pattern)) wanted.add(shape.pattern)
      if (shape.is === 'levels') for (const level of shape.levels) wanted.add(level)
    }
    if (wanted.size === 0) return wanted
    const { rows } = await this.sql.query<{ name: string }>(
      'select name from things where account_id = $1 and name = any($2) and gone_at is null',
      [this.fleet.account, [...wanted]],
    )
    return new Set(rows.map(({ name }) => name))
  }

  async #countPrefixes(shapes: Shape[], names: ReadonlySet<string>): Promise<void> {
    const prefixes = new Set<string>()
    for (const shape of shapes) {
      const pattern = patternOf(shape, names)
      const prefix = pattern === null ? null : prefixOf(pattern)
      if (pattern === null || prefix === null || this.#known.has(pattern)) continue
      if (prefix === '') this.#known.set(pattern, { ...none, more: this.fleet.things, range: '' })
      else prefixes.add(prefix)
    }
    if (prefixes.size === 0) return
    const { rows } = await this.sql.query<{ prefix: string; things: number }>(
      `select p.prefix, ${inRange('p.prefix')} as things from unnest($2::text[]) p(prefix)`,
      [this.fleet.account, [...prefixes]],
    )
    for (const { prefix, things } of rows) this.#known.set(`${prefix}*`, { ...none, more: things, range: prefix })
  }

  /** Patterns that no range answers: many in one pass over the names. */
  async #countLikes(shapes: Shape[], names: ReadonlySet<string>): Promise<void> {
    const patterns = new Set<string>()
    for (const shape of shapes) {
      const pattern = patternOf(shape, names)
      const open = pattern !== null && /[*?]/.test(pattern) && prefixOf(pattern) === null
      if (open && !this.#known.has(pattern)) patterns.add(pattern)
    }
    const all = [...patterns]
    for (let from = 0; from < all.length; from += atOnce) {
      const some = all.slice(from, from + atOnce)
      const { rows } = await this.sql.query<Record<string, number>>(
        `select ${some.map((_, n) => `(count(*) filter (where name like $${n + 2}))::int as c${n}`).join(', ')}
         from things where account_id = $1 and gone_at is null`,
        [this.fleet.account, ...some.map(likeOf)],
      )
      for (const [n, pattern] of some.entries()) this.#known.set(pattern, { ...none, more: rows[0]?.[`c${n}`] ?? 0 })
    }
  }

  /** The most names that begin with one thing's own, over a sample of things. */
  async #ownPrefix(): Promise<Count> {
    const { rows } = await this.sql.query<{ things: number | null }>(
      `select max(${inRange('p.name')}) - 1 as things
       from (select name from things where account_id = $1 and gone_at is null order by length(name), name limit 1000) p`,
      [this.fleet.account],
    )
    return {
      ...none,
      more: Math.max(0, rows[0]?.things ?? 0),
      note: 'At most, over the shortest names: names that begin with its own',
    }
  }

  /** The most things that share a value with one of them, or whose names that value leads to. */
  async #same({ attribute, before, after }: Extract<Shape, { is: 'same' }>): Promise<Count> {
    const what = attribute === '' ? 'thing type' : `attribute ${attribute}`
    const values = await this.#valuesOf(attribute)
    if (after === null) {
      return { ...none, more: Math.max(0, (values[0]?.things ?? 0) - 1), note: `At most: things of the same ${what}` }
    }
    const open = prefixOf(`x${after}`) === 'x'
    const some = values.slice(0, open ? mostValues : atOnce)
    const { rows } = await this.sql.query<{ things: number | null }>(
      open
        ? `select max(${inRange('p.prefix')}) as things from unnest($2::text[]) p(prefix)`
        : `select max(p.things) as things from (select count(t.name)::int as things from unnest($2::text[]) p(pattern)
           join things t on t.account_id = $1 and t.name like p.pattern and t.gone_at is null group by p.pattern) p`,
      [
        this.fleet.account,
        some.map(({ value }) => (open ? `${before}${value}` : `${escapeLike(before + value)}${likeOf(after)}`)),
      ],
    )
    return { ...none, more: rows[0]?.things ?? 0, note: `At most: names that one value of the ${what} leads to` }
  }

  /** The values of an attribute, or the thing types, that most things have; asked once. */
  async #valuesOf(attribute: string): Promise<{ value: string; things: number }[]> {
    const known = this.#values.get(attribute)
    if (known) return known
    const value = attribute === '' ? 'type_name' : 'attributes ->> $2'
    const { rows } = await this.sql.query<{ value: string; things: number }>(
      `select ${value} as value, count(*)::int as things from things
       where account_id = $1 and gone_at is null and $2::text is not null and ${value} is not null
       group by 1 order by 2 desc, 1 limit ${mostValues}`,
      [this.fleet.account, attribute],
    )
    this.#values.set(attribute, rows)
    return rows
  }
}

const likeOf = (pattern: string) => escapeLike(pattern).replaceAll('*', '%').replaceAll('?', '_')
const keyOf = (shape: Shape) => JSON.stringify(shape)

/** The pattern of names that a shape comes down to, once it is known which names are things; null when to none. */
function patternOf(shape: Shape, names: ReadonlySet<string>): string | null {
  if (shape.is === 'names') return shape.pattern
  return shape.is === 'levels' && !shape.levels.some((level) => names.has(level)) ? shape.pattern : null
}

/** What every name that fits begins with, when that is all a pattern asks. */
function prefixOf(pattern: string): string | null {
  return /^([^*?]*)\*+$/s.exec(pattern)?.[1] ?? null
}

// The name index alone counts a range; the few that are gone have an index of their own.
const inRange = (prefix: string) => {
  const range = `t.account_id = $1 and t.name >= ${prefix} and t.name < ${prefix} || ${last}`
  return `((select count(*) from things t where ${range}) - (select count(*) from things t where ${range} and t.gone_at is not null))::int`
}
