import { createParser, parseAsBoolean, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { type ActionId, actions } from '#contract/actions.ts'
import type { RunState } from '#contract/response.ts'
import { runStateWords } from '../words.ts'

// The tables are typed by exactly these words.
const states = Object.keys(runStateWords) as RunState[]
const actionIds = Object.keys(actions) as ActionId[]

const parseAsPerson = createParser({
  parse: (text: string) => (text.length > 0 && text.length <= 64 ? text : null),
  serialize: (text: string) => text,
})

/** What the list of runs keeps in its address: the contract's filters. */
export const runList = defineList('response', {
  filters: {
    state: parseAsStringLiteral(states),
    action: parseAsStringLiteral(actionIds),
    underWay: parseAsBoolean,
    by: parseAsPerson,
    waiting: parseAsStringLiteral(['me', 'anyone']),
    outcome: parseAsStringLiteral(['not-contained', 'unproved', 'over-limit', 'proving']),
  },
  sorts: [],
})
