'use client'

import { useMemo } from 'react'
import { useAccount } from '#components/data/scope.tsx'
import type { FilterToken } from '#components/ui/filter-bar.tsx'
import type { Sort } from '#components/ui/table/column.ts'
import type { Parsers } from './address.ts'
import { inputOf, type ListDefinition, matchingOf, textOf } from './list-state.ts'
import { useAddress } from './use-address.ts'

// Only who turns pages needs it; without it Previous goes to the first page.
const trail = () => import('./trail.ts')

const fresh = { cursor: null, open: null }

/** Everything a list keeps in the URL, and the ways to change it. Filters push a history entry, typing replaces one. */
export function useList<Filters extends Parsers, S extends string>(list: ListDefinition<Filters, S>) {
  const [own, setValues, refused] = useAddress(list.parsers)
  const account = useAccount()
  const values = { ...own, account }
  const key = JSON.stringify(values)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text of the values stands for them
  const asked = useMemo(() => ({ input: inputOf(list, values), matching: matchingOf(list, values) }), [list, key])
  const cursor = textOf(own.cursor)

  function set(changes: Record<string, unknown>, history: 'push' | 'replace' = 'push') {
    setValues({ ...changes, ...fresh }, history)
  }
  const tokens = Object.entries(list.filters).flatMap(([name, parser]): FilterToken[] => {
    const value = own[name]
    if (name === 'search' || value === null || value === undefined) return []
    return [{ field: name, value: parser.serialize(value) }]
  })
  // A filter that is left out widens the list: whoever followed a link has to see that.
  for (const { name, text } of refused)
    if (name in list.filters) tokens.push({ field: name, value: text, refused: true })

  return {
    ...asked,
    /** The list's name: of its saved views and its remembered columns. */
    page: list.page,
    account,
    tokens,
    /**
     * Replaces all tokens; one that is not understood stays, marked as such, until it is taken away. Leaves search and
     * account alone.
     */
    setTokens(next: readonly FilterToken[]) {
      const cleared = Object.fromEntries(
        Object.keys(list.filters).flatMap((name) => (name === 'search' && own[name] ? [] : [[name, null]])),
      )
      const kept = next.map(({ field, value, refused: not }) => [
        field,
        not ? value : (parsed(list, field, value) ?? value),
      ])
      set({ ...cleared, ...Object.fromEntries(kept) })
    },
    /** The facet's press: adds the filter, changes its value, or removes it when it had that value. */
    toggle(field: string, value: string) {
      const on = tokens.some((token) => token.field === field && token.value === value)
      set({ [field]: on ? null : parsed(list, field, value) })
    },
    /** The values chosen of one field, as FacetList wants them. */
    chosen: (field: string) => tokens.flatMap((token) => (token.field === field ? [token.value] : [])),
    search: textOf(own.search) ?? '',
    setSearch: (search: string) => set({ search: search.trim() || null }, 'replace'),
    /** True while anything narrows the list beyond the account in scope. */
    narrowed: tokens.length > 0 || textOf(own.search) !== undefined,
    clear: () => set(Object.fromEntries(Object.keys(list.filters).map((name) => [name, null]))),
    sort: toSort(textOf(own.sort)),
    /** A direction the endpoint does not offer goes back to its default order. */
    setSort(sort: Sort) {
      const text = sort.direction === 'desc' ? `-${sort.by}` : sort.by
      set({ sort: list.sorts.find((one) => one === text) ?? null })
    },
    /** Props for Pager; `nextCursor` from the page shown. */
    pages(nextCursor: string | null | undefined) {
      const back = (to: string | undefined) => setValues({ cursor: to ?? null, open: null }, 'push')
      return {
        onPrevious: cursor
          ? () =>
              void trail().then(
                ({ previousCursor }) => back(previousCursor(list.page, cursor)),
                () => back(undefined),
              )
          : undefined,
        onNext: nextCursor
          ? () => {
              trail().then(
                ({ rememberStep, forgetTrail }) =>
                  cursor ? rememberStep(list.page, cursor, nextCursor) : forgetTrail(list.page),
                () => {},
              )
              setValues({ cursor: nextCursor, open: null }, 'push')
            }
          : undefined,
      }
    },
    /** The row whose drawer is open, by whatever id the page gives. */
    open: textOf(own.open),
    setOpen: (id: string | null) => setValues({ open: id }, own.open && id ? 'replace' : 'push'),
    /** The view as a query string: filters, search and sort, without the page, the drawer or the account. */
    query: queryOf(list, own),
  }
}
export type ListState<Filters extends Parsers, S extends string> = ReturnType<typeof useList<Filters, S>>

/** The part of it that is alike for every list, whatever its filters. */
export type ListHands = Omit<ListState<Parsers, string>, 'input' | 'matching'>

function parsed(list: { filters: Parsers }, field: string, value: string): unknown {
  return list.filters[field]?.parse(value) ?? null
}

function toSort(text: string | undefined): Sort | undefined {
  if (!text) return undefined
  return text.startsWith('-') ? { by: text.slice(1), direction: 'desc' } : { by: text, direction: 'asc' }
}

function queryOf(list: { filters: Parsers }, values: Readonly<Record<string, unknown>>) {
  const query = new URLSearchParams()
  for (const name of [...Object.keys(list.filters), 'sort'])
    if (values[name] !== null && values[name] !== undefined && values[name] !== '')
      query.set(name, String(values[name]))
  return query.toString()
}
