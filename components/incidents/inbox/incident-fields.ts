import type { FilterField } from '#components/ui/filter-bar.tsx'
import type { IncidentSummary } from '#contract/incidents.ts'
import { causeWords, severityWords, stateWords } from '../words.ts'

type Someone = { id: string; name: string } | undefined

const optionsOf = (words: Readonly<Record<string, string | { word: string }>>) =>
  Object.entries(words).map(([value, said]) => ({ value, label: typeof said === 'string' ? said : said.word }))

const yesOrNo = (yes: string, no: string) => [
  { value: 'true', label: yes },
  { value: 'false', label: no },
]

/** What incidents can be filtered by. People and tags are those on the page. */
export function incidentFields(rows: readonly IncidentSummary[], me: Someone, oneAccount: boolean): FilterField[] {
  const tags = [...new Set(rows.flatMap((row) => row.tags))].sort()
  return [
    {
      id: 'view',
      label: 'Show',
      options: [
        { value: 'all', label: 'Open and past' },
        { value: 'past', label: 'Past only' },
      ],
    },
    { id: 'state', label: 'State', options: optionsOf(stateWords) },
    { id: 'severity', label: 'Severity', options: optionsOf(severityWords) },
    { id: 'cause', label: 'Cause', options: optionsOf(causeWords) },
    { id: 'assignee', label: 'Assigned to', options: people(rows, me) },
    { id: 'active', label: 'Conflicts', options: yesOrNo('Still arriving', 'Quiet') },
    { id: 'tag', label: 'Tag', ...(tags.length > 0 && { options: tags.map((value) => ({ value, label: value })) }) },
    // Their names mean something in one account only.
    ...(oneAccount
      ? [
          { id: 'thing', label: 'Thing', kind: 'text' as const, placeholder: 'The whole thing name' },
          { id: 'certificate', label: 'Certificate', kind: 'text' as const, placeholder: 'The whole certificate ID' },
        ]
      : []),
    { id: 'drill', label: 'Exercises', options: [{ value: 'true', label: 'Exercises only' }] },
  ]
}

function people(rows: readonly IncidentSummary[], me: Someone) {
  const others = new Map(rows.flatMap(({ assignee }) => (assignee ? [[assignee.id, assignee.name] as const] : [])))
  if (me) others.delete(me.id)
  return [
    { value: 'me', label: 'Me' },
    { value: 'nobody', label: 'Nobody' },
    ...[...others].map(([value, label]) => ({ value, label })),
  ]
}
