import { createParser, parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import { severityWords } from '#components/incidents/words.ts'
import type { FindingSource, SubjectKind } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'
import { kindWords, sourceWords } from '../words.ts'

// The tables are typed by exactly these words.
const severities = Object.keys(severityWords) as Severity[]
const sources = Object.keys(sourceWords) as FindingSource[]
const kinds = Object.keys(kindWords) as SubjectKind[]

const upTo = (longest: number) =>
  createParser({
    parse: (text: string) => (text.length > 0 && text.length <= longest ? text : null),
    serialize: (text: string) => text,
  })

/** What the list of findings keeps in its address: the contract's filters. */
export const findingList = defineList('findings', {
  filters: {
    search: parseAsString,
    check: upTo(300),
    severity: parseAsStringLiteral(severities),
    state: parseAsStringLiteral(['open', 'resolved', 'suppressed']),
    source: parseAsStringLiteral(sources),
    kind: parseAsStringLiteral(kinds),
    subject: upTo(256),
    thing: upTo(128),
    owner: upTo(64),
    incident: createParser({
      parse: (text: string) => (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text) ? text : null),
      serialize: (text: string) => text,
    }),
  },
  sorts: ['severity', '-opened', 'opened'],
})
