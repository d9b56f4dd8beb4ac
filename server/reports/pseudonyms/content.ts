import type { FailingItem, ReportContent } from '../content.ts'
import { registers } from '../registers/all.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import { tokenised } from './register-rows.ts'
import { pseudonymWords } from './words.ts'

const pseudonymNotes = (unsought: number): string[] => [
  ...pseudonymWords,
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
    scope: {
      accounts: content.scope.accounts.map((account) => ({ ...account, name: words(account.name) })),
      groups: content.scope.groups.map(words),
    },
    controls: content.controls.map((control) => ({
      ...control,
      reason: words(control.reason),
      evidence: control.evidence.map((one) => ({ ...one, says: words(one.says) })),
      attestation: control.attestation && {
        ...control.attestation,
        statement: words(control.attestation.statement),
        link: maybe(control.attestation.link),
        file: control.attestation.file && { ...control.attestation.file, name: words(control.attestation.file.name) },
      },
      items: inNoOrder(
        control.items.map((item) => ({
          ...item,
          name: tokenised(item.name, 'subject', item.kind, pseudonyms),
          detail: words(item.detail),
        })),
      ),
    })),
    figures: content.figures.map((figure) => ({ ...figure, whyNot: maybe(figure.whyNot) })),
    records: Object.fromEntries(
      Object.entries(content.records).map(([name, rows]) => {
        const told = rows.map((row) => recordOf(name, row, pseudonyms))
        const byName = registers.find((register) => register.name === name)?.byName ?? false
        return [name, byName ? told.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : told]
      }),
    ),
    notes: [...content.notes.map(words), ...pseudonymNotes(pseudonyms.unsought)],
  }
}

/** Items by their tokens, check by check and the gravest first as before: within a check they stood by name. */
function inNoOrder(items: readonly FailingItem[]): FailingItem[] {
  const blocks = [...new Set(items.map(blockOf))]
  return items.toSorted((a, b) => blocks.indexOf(blockOf(a)) - blocks.indexOf(blockOf(b)) || (a.name < b.name ? -1 : 1))
}

const blockOf = ({ check, severity }: FailingItem) => `${check} ${severity}`

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
