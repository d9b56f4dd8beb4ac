import { createParser, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import type { Unupdatable } from '#contract/deployments.ts'
import { planWords, whyWords } from './words.ts'

// The tables are typed by exactly these words.
const states = Object.keys(planWords) as Unupdatable['state'][]
const reasons = Object.keys(whyWords) as Unupdatable['why'][]

/** What the register keeps in its address: the contract's filters. */
export const unupdatableList = defineList('unupdatable', {
  filters: {
    state: parseAsStringLiteral(states),
    why: parseAsStringLiteral(reasons),
    thing: createParser({
      parse: (text: string) => (text.length > 0 && text.length <= 128 ? text : null),
      serialize: (text: string) => text,
    }),
  },
  sorts: [],
})
