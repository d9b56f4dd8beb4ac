import { createParser, parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { severityWords } from '#components/incidents/words.ts'
import type { VerificationState, ViolationState } from '#contract/behaviours.ts'
import type { Severity } from '#contract/incidents.ts'
import { stateWords, verificationWords } from './words.ts'

// The tables are typed by exactly these words.
const states = Object.keys(stateWords) as ViolationState[]
const verifications = Object.keys(verificationWords) as VerificationState[]
const severities = Object.keys(severityWords) as Severity[]

const short = createParser({
  parse: (text: string) => (text.length > 0 && text.length <= 128 ? text : null),
  serialize: (text: string) => text,
})

/** What the list of violations keeps in its address: the contract's filters. */
export const violationList = defineList('violations', {
  filters: {
    search: parseAsString,
    state: parseAsStringLiteral(states),
    verification: parseAsStringLiteral(verifications),
    severity: parseAsStringLiteral(severities),
    source: parseAsStringLiteral(['ours', 'detect']),
    metric: short,
    profile: short,
    device: short,
  },
  sorts: [],
})
