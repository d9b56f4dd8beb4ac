import { createParser, parseAsBoolean, parseAsInteger, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'

const presences = ['connected', 'disconnected', 'never-connected', 'unknown'] as const
const healths = ['valid', 'expiring', 'expired', 'inactive', 'none', 'unknown'] as const

/** name=value, as the endpoint wants it. */
const parseAsAttribute = createParser({
  parse: (text: string) => (/^[^=]+=/.test(text) && text.length <= 1000 ? text : null),
  serialize: (text: string) => text,
})

const parseAsDays = createParser({
  parse: (text: string) => {
    const days = parseAsInteger.parse(text)
    return days !== null && days >= 1 && days <= 3650 ? days : null
  },
  serialize: String,
})

const parseAsName = createParser({
  parse: (text: string) => (text.length <= 128 ? text : null),
  serialize: (text: string) => text,
})

/** What the inventory keeps in its address: the contract's filters and sorts. */
export const fleetList = defineList('fleet', {
  filters: {
    search: parseAsName,
    type: parseAsName,
    group: parseAsName,
    billingGroup: parseAsName,
    attribute: parseAsAttribute,
    presence: parseAsStringLiteral(presences),
    quietDays: parseAsDays,
    health: parseAsStringLiteral(healths),
    withoutCredential: parseAsBoolean,
    gone: parseAsBoolean,
  },
  sorts: ['name', '-name', 'last-change', '-last-change', 'expiry', '-first-seen'],
})
