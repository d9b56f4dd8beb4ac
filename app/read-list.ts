import { cookies } from 'next/headers'
import { cache } from 'react'
import { type Parsers, parseAsInteger, readAddress, type SearchParams } from '#components/data/list/address.ts'
import { inputOf, type ListDefinition, matchingOf, textOf, type Values } from '#components/data/list/list-state.ts'
import { scopeCookie } from '#components/shell/shell-data.ts'

/**
 * The account in scope as a server component sees it: `?account=` in the address, else the cookie; undefined is all. `own`:
 * what else a page that is no list keeps in its address; of anything beside it the page says that it narrows nothing.
 */
export async function readAccount(searchParams?: Promise<SearchParams>, own?: readonly string[]) {
  if (searchParams && own) await noteUnknown(searchParams, own)
  const linked = searchParams ? (await read({ account: parseAsInteger }, searchParams)).account : null
  const chosen = Number((await cookies()).get(scopeCookie)?.value)
  return linked ?? (Number.isSafeInteger(chosen) && chosen > 0 ? chosen : undefined)
}

/** The parameters of this request's address that its page does not know: Prefetch says so above the page. */
export const notUnderstood = cache((): string[] => [])

/** The query of this request's address without its cursor: where the list begins. Undefined where it has none. */
export const beginning = cache((): { query?: string } => ({}))

// What charts and panels around a list keep in the address.
const besides = ['by']

/** For a page's prefetch: exactly what the browser will ask for this address, so that its cache finds the answer. */
export async function readList<Filters extends Parsers, Sort extends string>(
  list: ListDefinition<Filters, Sort>,
  searchParams: Promise<SearchParams>,
) {
  const account = await readAccount(searchParams)
  await noteUnknown(searchParams, [...Object.keys(list.parsers), ...besides])
  await noteBeginning(searchParams)
  const values: Values = { ...(await read(list.parsers, searchParams)), account }
  return { input: inputOf(list, values), matching: matchingOf(list, values), open: textOf(values.open), account }
}

async function noteUnknown(searchParams: Promise<SearchParams>, known: readonly string[]) {
  const names = Object.keys(await searchParams)
  notUnderstood().push(...names.filter((name) => name !== 'account' && !known.includes(name)))
}

async function noteBeginning(searchParams: Promise<SearchParams>) {
  const { cursor, open: _, ...rest } = await searchParams
  if (cursor === undefined) return
  const kept = Object.entries(rest).flatMap(([name, given]) => [given ?? []].flat().map((value) => [name, value]))
  beginning().query = `?${new URLSearchParams(kept)}`
}

async function read<P extends Parsers>(parsers: P, searchParams: Promise<SearchParams>) {
  const given = await searchParams
  return readAddress(parsers, (name) => [given[name]].flat()[0])
}
