import type { Sql } from '#server/platform/db.ts'
import type { PolicyFacts } from '../lint/rule.ts'
import type { Count, Fleet } from './count.ts'
import type { Reached, Shape } from './shape.ts'

export type Crossing = NonNullable<PolicyFacts['crossings']>[number]

const looked = 20_000

/** Finds resources that reach things of several sites or tenants. What one range of names comes to is asked once. */
export class CrossingFinder {
  readonly #known = new Map<string, { attribute: string; values: number } | null>()

  constructor(
    readonly sql: Sql,
    readonly fleet: Fleet,
  ) {}

  /** The resources among these that cross, each with the attribute that most values of are reached. */
  async find(reached: Reached[], countOf: (shape: Shape) => Count): Promise<Crossing[]> {
    if (this.fleet.boundaries.length === 0) return []
    const found = new Map<string, Crossing>()
    for (const { resource, shape } of reached) {
      const { range, more } = countOf(shape)
      if (range === null || more < 2 || found.has(resource)) continue
      const crossing = await this.#crossing(range)
      if (crossing) found.set(resource, { pattern: resource, ...crossing })
    }
    return [...found.values()]
  }

  async #crossing(prefix: string): Promise<{ attribute: string; values: number } | null> {
    const known = this.#known.get(prefix)
    if (known !== undefined) return known
    const all = prefix === '' ? this.#ofWhole() : await this.#ofRange(prefix)
    const [widest] = all.filter(({ values }) => values > 1).sort((a, b) => b.values - a.values)
    this.#known.set(prefix, widest ?? null)
    return widest ?? null
  }

  #ofWhole = () => this.fleet.boundaries.map(({ attribute, values }) => ({ attribute, values: values.size }))

  /** Over the first things of the range: it may be wide, and two values are enough to cross. */
  async #ofRange(prefix: string) {
    const attributes = this.fleet.boundaries.map(({ attribute }) => attribute)
    const { rows } = await this.sql.query<{ attribute: string; values: number }>(
      `select k.attribute, count(distinct t.attributes ->> k.attribute)::int as values
       from unnest($3::text[]) k(attribute), (select attributes from things where account_id = $1 and name >= $2
         and name < $2 || chr(1114111) and gone_at is null order by name limit ${looked}) t group by 1 order by 1`,
      [this.fleet.account, prefix, attributes],
    )
    return rows
  }
}
