import { parseAsBoolean, parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'

/** The policies page's address: the contract's policy filters, its sorts, and the open drawer. */
export const policyList = defineList('policies', {
  filters: {
    search: parseAsString,
    attached: parseAsBoolean,
    worst: parseAsStringLiteral(['critical', 'high', 'medium', 'low', 'info']),
    gone: parseAsBoolean,
  },
  sorts: ['name', '-targets'],
})
