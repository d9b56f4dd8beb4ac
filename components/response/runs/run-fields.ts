import type { FilterField } from '#components/ui/filter-bar.tsx'
import { actions } from '#contract/actions.ts'
import type { RunSummary } from '#contract/response.ts'
import { runStateWords } from '../words.ts'

type Someone = { id: string; name: string } | undefined

/** What the runs can be filtered by. People are oneself and those on the page. */
export function runFields(rows: readonly RunSummary[], me: Someone): FilterField[] {
  return [
    {
      id: 'state',
      label: 'State',
      options: Object.entries(runStateWords).map(([value, { word }]) => ({ value, label: word })),
    },
    {
      id: 'action',
      label: 'Action',
      options: Object.entries(actions).map(([value, { label }]) => ({ value, label })),
    },
    {
      id: 'underWay',
      label: 'Under way',
      options: [
        { value: 'true', label: 'Has calls to make' },
        { value: 'false', label: 'Has none' },
      ],
    },
    { id: 'by', label: 'Asked by', options: people(rows, me) },
    {
      id: 'waiting',
      label: 'Waiting for',
      options: [
        { value: 'me', label: 'My approval' },
        { value: 'anyone', label: "Anybody's approval" },
      ],
    },
    {
      id: 'outcome',
      label: 'Containment',
      options: [
        { value: 'proving', label: 'Being proved' },
        { value: 'not-contained', label: 'Not contained' },
        { value: 'unproved', label: 'Not proved' },
        { value: 'over-limit', label: 'Over the limit' },
      ],
    },
  ]
}

function people(rows: readonly RunSummary[], me: Someone) {
  const names = new Map(rows.flatMap(({ by }) => (by.id === null ? [] : [[by.id, by.name] as const])))
  if (me) names.set(me.id, 'Me')
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => Number(b.label === 'Me') - Number(a.label === 'Me'))
}
