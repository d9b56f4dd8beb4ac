import { createParser, parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'

/** A day as 2026-11-20, or an instant; anything else is dropped from the address. */
const parseAsDay = createParser<string>({
  parse: (text) => (/^\d{4}-\d\d-\d\d($|T)/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null),
  serialize: String,
})

/** The activity page's address. */
export const activityList = defineList('activity', {
  filters: {
    actor: parseAsString,
    action: parseAsString,
    object: parseAsString,
    kind: parseAsString,
    result: parseAsStringLiteral(['ok', 'refused', 'failed']),
    from: parseAsDay,
    to: parseAsDay,
  },
  sorts: [],
})
