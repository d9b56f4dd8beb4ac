import { createParser, parseAsBoolean, parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import type { Cause, IncidentFilters, IncidentState, Severity } from '#contract/incidents.ts'
import { causeWords, severityWords, stateWords } from '../words.ts'

// The tables are typed by exactly these words.
const states = Object.keys(stateWords) as IncidentState[]
const causes = Object.keys(causeWords) as Cause[]
const severities = Object.keys(severityWords) as Severity[]

const upTo = (longest: number) =>
  createParser({
    parse: (text: string) => (text.length > 0 && text.length <= longest ? text : null),
    serialize: (text: string) => text,
  })

/**
 * What the inbox keeps in its address: the contract's filters, and `view` for more than what is open. The contract's
 * `open` is not among them, because in an address that names the row whose drawer is open.
 */
export const incidentList = defineList('incidents', {
  filters: {
    search: parseAsString,
    view: parseAsStringLiteral(['all', 'past']),
    state: parseAsStringLiteral(states),
    cause: parseAsStringLiteral(causes),
    severity: parseAsStringLiteral(severities),
    assignee: upTo(64),
    thing: upTo(128),
    certificate: upTo(128),
    tag: upTo(60),
    active: parseAsBoolean,
    drill: parseAsBoolean,
  },
  sorts: ['-last', '-first', 'severity', '-kicks'],
})

type Asked = IncidentFilters & { view?: 'all' | 'past'; cursor?: string }

/** What the endpoint is asked: an inbox holds what is open, unless the address says otherwise. Alike on both sides. */
export function incidentsInput({ view, ...input }: Asked) {
  if (view === 'past') return { ...input, open: false }
  const whole = view === 'all' || input.state !== undefined || input.drill === true
  return whole ? input : { ...input, open: true }
}
