import { cookies } from 'next/headers'
import { createLoader, type ParserMap, parseAsInteger, type SearchParams } from 'nuqs/server'
import { inputOf, type ListDefinition, matchingOf, textOf, type Values } from '#components/data/list/list-state.ts'
import { scopeCookie } from '#components/shell/shell-data.ts'

/** The account in scope as a server component sees it: `?account=` in the address, else the cookie; undefined is all. */
export async function readAccount(searchParams?: Promise<SearchParams>) {
  const linked = searchParams ? (await createLoader({ account: parseAsInteger })(searchParams)).account : null
  const chosen = Number((await cookies()).get(scopeCookie)?.value)
  return linked ?? (Number.isSafeInteger(chosen) && chosen > 0 ? chosen : undefined)
}

/** For a page's prefetch: exactly what the browser will ask for this address, so that its cache finds the answer. */
export async function readList<Filters extends ParserMap, Sort extends string>(
  list: ListDefinition<Filters, Sort>,
  searchParams: Promise<SearchParams>,
) {
  const account = await readAccount(searchParams)
  const values: Values = { ...(await createLoader(list.parsers)(searchParams)), account }
  return { input: inputOf(list, values), matching: matchingOf(list, values), open: textOf(values.open), account }
}
