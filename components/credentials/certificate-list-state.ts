import { createParser, parseAsBoolean, parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { concernWords, entriesOf, expiryWords, statusWords } from './words.ts'

const keysOf = <Key extends string>(words: Record<Key, unknown>) => entriesOf(words).map(([key]) => key)

// The contract's own bounds: what the server would refuse is dropped from the address instead.
const daysFrom = (least: number) =>
  createParser({
    parse: (text) => (/^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= 36_500 ? Number(text) : null),
    serialize: String,
  })
const dayOrMonth = createParser({
  parse: (text) => (/^\d{4}-\d{2}(-\d{2})?$/.test(text) ? text : null),
  serialize: String,
})

/** The credentials page's address: the contract's certificate filters, its sorts, and the open drawer. */
export const certificateList = defineList('credentials', {
  filters: {
    search: parseAsString,
    status: parseAsStringLiteral(keysOf(statusWords)),
    expiry: parseAsStringLiteral(keysOf(expiryWords)),
    expiresWithinDays: daysFrom(0),
    expiresOn: dayOrMonth,
    olderThanDays: daysFrom(1),
    concern: parseAsStringLiteral(keysOf(concernWords)),
    ca: parseAsString,
    key: parseAsString,
    signature: parseAsString,
    gone: parseAsBoolean,
  },
  sorts: ['expiry', '-expiry', 'created', '-created'],
})
