import type { ReportContent } from '../content.ts'
import { registers } from '../registers/all.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import { tokenised } from './register-rows.ts'

/** What pseudonymising does and does not do, for whoever is handed a report. */
const pseudonymNotes = (unsought: number): string[] => [
  'Pseudonymised: names of things, client IDs, IDs, common names and serial numbers of certificates, addresses and the values of things’ attributes are tokens. One name has one token in every file and every report of this installation; only the key that stays there leads back.',
  'In free text, names that are known in the accounts of this report, addresses and certificate IDs are tokens. Not found there are names of fewer than three characters, names joined with other letters, host names, and what only a person recognises.',
  'Not pseudonymised are people, AWS accounts, thing groups and types, policies, roles, topics, deployments and software.',
  ...(unsought > 0
    ? [`${unsought} names with unusual signs are tokens in their columns, and are not looked for in free text.`]
    : []),
]

/** What a report says, with tokens in place of names. `rest` is what differs because its registers do. */
export function pseudonymisedContent(
  content: ReportContent,
  pseudonyms: Pseudonyms,
  rest: Pick<ReportContent, 'registers'>,
): ReportContent {
  const words = (text: string) => pseudonyms.words(text)
  const maybe = (text: string | null) => (text === null ? null : words(text))
  return {
    ...content,
    ...rest,
    title: words(content.title),
    controls: content.controls.map((control) => ({
      ...control,
      reason: words(control.reason),
      evidence: control.evidence.map((one) => ({ ...one, says: words(one.says) })),
      attestation: control.attestation && {
        ...control.attestation,
        statement: words(control.attestation.statement),
        link: maybe(control.attestation.link),
      },
      items: control.items.map((item) => ({
        ...item,
        name: tokenised(item.name, 'subject', item.kind, pseudonyms),
        detail: words(item.detail),
      })),
    })),
    figures: content.figures.map((figure) => ({ ...figure, whyNot: maybe(figure.whyNot) })),
    records: Object.fromEntries(
      Object.entries(content.records).map(([name, rows]) => [name, rows.map((row) => recordOf(name, row, pseudonyms))]),
    ),
    notes: [...content.notes.map(words), ...pseudonymNotes(pseudonyms.unsought)],
  }
}

function recordOf(register: string, row: Record<string, unknown>, pseudonyms: Pseudonyms): Record<string, unknown> {
  const columns = registers.find(({ name }) => name === register)?.columns ?? []
  const kind = typeof row.subject_kind === 'string' ? row.subject_kind : null
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const as = columns.find(([column]) => column === name)?.[1] ?? 'text'
      return [name, typeof value === 'string' ? tokenised(value, as, kind, pseudonyms) : value]
    }),
  )
}
