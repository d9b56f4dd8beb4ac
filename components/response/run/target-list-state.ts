import { parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import type { TargetState } from '#contract/response.ts'
import { targetStateWords } from '../words.ts'

// The table is typed by exactly these words.
const states = Object.keys(targetStateWords) as TargetState[]

/** What a run's page keeps in its address of its targets. */
export const targetList = defineList('run-targets', {
  filters: { search: parseAsString, state: parseAsStringLiteral(states) },
  sorts: [],
})
