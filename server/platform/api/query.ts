import { type AnyContractProcedure, ORPCError } from '@orpc/contract'
import { z } from 'zod'

/**
 * Throws what becomes a 400 when an address asks for something that nothing here takes, or for one thing twice. Left out
 * of the reading, it would narrow nothing, and whoever mistyped a filter would take all there is for what they asked for.
 */
export function requireKnownQuery(query: URLSearchParams, known: readonly string[]): void {
  const given = [...query.keys()]
  const strange = [...new Set(given)].filter((name) => !known.includes(name))
  const twice = known.filter((name) => given.indexOf(name) !== given.lastIndexOf(name))
  const issues = [
    ...strange.map((name) => ({ path: [name.slice(0, longestName)], message: noSuch(name, known) })),
    ...twice.map((name) => ({ path: [name], message: 'Give it once' })),
  ]
  if (issues.length > 0) throw new ORPCError('BAD_REQUEST', { data: { issues } })
}

/** What the query of an entry may name: the fields of a GET that no place in its path takes; of a command, nothing. */
export function queryOf({ '~orpc': { inputSchema, route } }: AnyContractProcedure): readonly string[] {
  if (route.method !== 'GET' || !inputSchema) return []
  return fieldsOf(inputSchema as unknown as z.ZodType).filter((name) => !route.path?.includes(`{${name}}`))
}

/** The names of an object's fields. Throws when it is none: then nobody could say what is not among them. */
export function fieldsOf(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  throw new Error('The input of something that is asked by address is an object')
}

const longestName = 60

function noSuch(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'There is no such parameter; none is taken here'
  const near = nearest(name, known)
  return near
    ? `There is no such parameter. Did you mean ${near}?`
    : `There is no such parameter, only ${known.join(', ')}`
}

/** The name that somebody probably meant: one that theirs begins, or that is a slip or two away. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const typed = name.slice(0, longestName).toLowerCase()
  const [first] = known
    .map((one) => ({ one, slips: one.toLowerCase().startsWith(typed) ? 0 : slips(typed, one.toLowerCase()) }))
    .filter(({ one, slips }) => slips <= Math.max(1, Math.floor(one.length / 3)))
    .sort((a, b) => a.slips - b.slips)
  return first?.one
}

/** How many letters are to be put in, taken out or changed to make one word of the other. */
function slips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const above = row
    row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed))
    }
  }
  return row.at(-1) ?? 0
}
