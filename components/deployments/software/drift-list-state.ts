import { createParser, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import type { SoftwareDrift } from '#contract/deployments.ts'
import { driftWords } from './words.ts'

// The table is typed by exactly these words.
const kinds = Object.keys(driftWords) as SoftwareDrift['kind'][]

const short = createParser({
  parse: (text: string) => (text.length > 0 && text.length <= 128 ? text : null),
  serialize: (text: string) => text,
})

/** What the list of drift keeps in its address: the contract's filters. */
export const driftList = defineList('software-drift', {
  filters: { kind: parseAsStringLiteral(kinds), package: short, thing: short },
  sorts: [],
})
