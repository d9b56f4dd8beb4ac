import { escapeLike, type Fragment, joined, sql } from '#server/platform/sql.ts'

/** Names from `from`, included, to `to`, excluded, by their bytes. */
export type NameRange = { from: string; to: string }

/** Part of a search in list order: what it asks of the name, and the ranges it lies in when it is about beginnings. */
export type NamePart = { search: Fragment; starts?: NameRange[] }

// An index of three-letter groups cannot answer less; shorter searches match the beginning of the name.
const substringFrom = 3

/** What a search asks of a thing's name: that it contains the text, in any case, or begins with a short one. */
export function namePart(search: string): Fragment {
  return search.length < substringFrom ? within(rangesOf(everySpelling(search))) : contains(search)
}

/**
 * A search in the order of its answers: names that begin with the text, then the others that contain it. Beginnings
 * lie together in the index, wherever that is; without this, the first page would wait for them all to be found.
 */
export function nameParts(search: string): NamePart[] {
  if (search.length < substringFrom) {
    const starts = rangesOf(everySpelling(search))
    return [{ search: within(starts), starts }]
  }
  const starts = rangesOf(usualSpellings(search))
  return [{ search: within(starts), starts }, { search: sql`(${contains(search)} and not ${within(starts)})` }]
}

/**
 * Every three bytes in a row of this text, as name-parts.ts keeps them of names: ASCII in lower case, none with a blank.
 * A name that contains the text has them all.
 */
export function lettersIn(search: string): Buffer[] {
  const bytes = Buffer.from(search.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
  const found = Array.from({ length: Math.max(0, bytes.length - 2) }, (_, at) => bytes.subarray(at, at + 3))
  const known = new Map(found.map((three) => [three.toString('hex'), three]))
  return [...known.values()].filter((three) => !three.includes(' '))
}

const contains = (search: string) => sql`t.name ilike ${`%${escapeLike(search)}%`}`

function within(ranges: NameRange[]): Fragment {
  return sql`(${joined(
    ranges.map(({ from, to }) => sql`(t.name >= ${from} and t.name < ${to})`),
    ' or ',
  )})`
}

const rangesOf = (starts: string[]): NameRange[] => starts.map((from) => ({ from, to: `${from}\u{10FFFF}` }))

function everySpelling(start: string): string[] {
  let spellings = ['']
  for (const letter of start) {
    const cases = [...new Set([letter.toLowerCase(), letter.toUpperCase()])]
    spellings = spellings.flatMap((head) => cases.map((one) => head + one))
  }
  return spellings
}

function usualSpellings(start: string): string[] {
  const [lower, upper] = [start.toLowerCase(), start.toUpperCase()]
  return [...new Set([start, lower, upper, upper.slice(0, 1) + lower.slice(1)])]
}
