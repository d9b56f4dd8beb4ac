/*
 * What a page keeps in its address, read alike by the server and the browser. Our own few lines, because a library for
 * it cost every page 7 KB.
 */

/** How one query parameter is read and written; `parse` gives null for what it refuses. */
export type Parser<Value> = { parse(text: string): Value | null; serialize(value: Value): string }
export type Parsers = Readonly<Record<string, Parser<unknown>>>

/** The values of an address; null where absent or refused. */
export type AddressValues<P extends Parsers> = { [Name in keyof P]: ReturnType<P[Name]['parse']> }

/** Next's query parameters of a page. */
export type SearchParams = Record<string, string | string[] | undefined>

/** A parser of its own making. */
export const createParser = <Value>(parser: Parser<Value>): Parser<Value> => parser

export const parseAsString = createParser<string>({ parse: (text) => text, serialize: String })

export const parseAsInteger = createParser<number>({
  parse: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : null),
  serialize: String,
})

export const parseAsBoolean = createParser<boolean>({
  parse: (text) => ({ true: true, false: false })[text.toLowerCase()] ?? null,
  serialize: String,
})

/** One of a few words. */
export const parseAsStringLiteral = <const Word extends string>(words: readonly Word[]) =>
  createParser<Word>({ parse: (text) => words.find((word) => word === text) ?? null, serialize: String })

/** The parameters whose parser refuses what the address says, as it says it. Without a value there is nothing to refuse. */
export const refusedIn = (parsers: Parsers, get: (name: string) => string | null | undefined) =>
  Object.entries(parsers).flatMap(([name, parser]) => {
    const text = get(name)
    return text && parser.parse(text) === null ? [{ name, text }] : []
  })

/** Reads every parameter through its parser; of a repeated one the first counts. */
export function readAddress<P extends Parsers>(parsers: P, get: (name: string) => string | null | undefined) {
  const values = Object.entries(parsers).map(([name, parser]) => {
    const text = get(name)
    return [name, text === null || text === undefined ? null : parser.parse(text)]
  })
  // Each value was made by the parser of the same name.
  return Object.fromEntries(values) as AddressValues<P>
}
