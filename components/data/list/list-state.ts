import { type Parsers, parseAsString, parseAsStringLiteral } from './address.ts'

/** What a page of rows keeps in its address. Made by defineList; shared by the server's prefetch and the browser. */
export type ListDefinition<Filters extends Parsers, Sort extends string> = {
  /** Names the page for saved views and remembered columns: 'fleet'. */
  page: string
  filters: Filters
  sorts: readonly Sort[]
  parsers: Parsers
}

/** The filters in force, absent ones left out. */
export type FilterValues<Filters extends Parsers> = {
  [Name in keyof Filters]?: NonNullable<ReturnType<Filters[Name]['parse']>>
} & { account?: number }

/** What the list endpoint is asked: filters, account in scope, sort and the key of the page. */
export type ListInput<Filters extends Parsers, Sort extends string> = FilterValues<Filters> & {
  sort?: Sort
  cursor?: string
}

export type Values = Readonly<Record<string, unknown>>

/** `filters` are parsers by the contract's own names; `sorts` the contract's sort values ('name', '-created'). */
export function defineList<Filters extends Parsers, const Sort extends string>(
  page: string,
  { filters, sorts }: { filters: Filters; sorts: readonly Sort[] },
): ListDefinition<Filters, Sort> {
  const own = { sort: parseAsStringLiteral(sorts), cursor: parseAsString, open: parseAsString }
  return { page, filters, sorts, parsers: { ...filters, ...own } }
}

/** Filters and scope alone: what count and export are asked, and what the query key of a count is made of. */
export function matchingOf<Filters extends Parsers, Sort extends string>(
  list: ListDefinition<Filters, Sort>,
  values: Values,
) {
  return keep(values, [...Object.keys(list.filters), 'account']) as FilterValues<Filters>
}

/** The whole question. The same function on both sides, so a prefetched page is found in the browser's cache. */
export function inputOf<Filters extends Parsers, Sort extends string>(
  list: ListDefinition<Filters, Sort>,
  values: Values,
) {
  return keep(values, [...Object.keys(list.filters), 'account', 'sort', 'cursor']) as ListInput<Filters, Sort>
}

// The callers' casts are safe: each value was made by the parser of the same name in the definition.
function keep(values: Values, names: readonly string[]): object {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name]
      return value === null || value === undefined || value === '' ? [] : [[name, value]]
    }),
  )
}

/** A value of the address as text; undefined when absent or empty. */
export function textOf(value: unknown) {
  return typeof value === 'string' && value !== '' ? value : undefined
}
