import { severityWords } from '#components/incidents/words.ts'
import type { FilterField } from '#components/ui/filter-bar.tsx'
import type { CheckGroup, FindingSummary } from '#contract/findings.ts'
import { kindWords, sourceWords } from '../words.ts'

type Someone = { id: string; name: string } | undefined

const optionsOf = (words: Readonly<Record<string, string | { word: string }>>) =>
  Object.entries(words).map(([value, said]) => ({ value, label: typeof said === 'string' ? said : said.word }))

/** What findings can be filtered by. People are oneself and those on the page. */
export function findingFields(
  rows: readonly FindingSummary[],
  checks: readonly CheckGroup[],
  me: Someone,
): FilterField[] {
  return [
    { id: 'check', label: 'Check', options: checks.map(({ check, title }) => ({ value: check, label: title })) },
    { id: 'severity', label: 'Severity', options: optionsOf(severityWords) },
    {
      id: 'state',
      label: 'State',
      options: [
        { value: 'open', label: 'Open' },
        { value: 'suppressed', label: 'Suppressed' },
        { value: 'resolved', label: 'Resolved' },
      ],
    },
    { id: 'kind', label: 'Resource', options: optionsOf(kindWords) },
    { id: 'source', label: 'Said by', options: optionsOf(sourceWords) },
    { id: 'owner', label: 'Owner', options: people(rows, me) },
    { id: 'subject', label: 'Name', kind: 'text', placeholder: 'The whole name or ID' },
    { id: 'thing', label: 'Reaching thing', kind: 'text', placeholder: 'Its whole name' },
    { id: 'incident', label: 'Incident', kind: 'text', placeholder: 'The ID in the address of its page' },
  ]
}

function people(rows: readonly FindingSummary[], me: Someone) {
  const others = new Map(rows.flatMap(({ owner }) => (owner ? [[owner.id, owner.name] as const] : [])))
  if (me) others.delete(me.id)
  return [
    { value: 'me', label: 'Me' },
    { value: 'nobody', label: 'Nobody' },
    ...[...others].map(([value, label]) => ({ value, label })),
  ]
}
