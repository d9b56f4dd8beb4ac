import type { FilterField } from '#components/ui/filter-bar.tsx'
import type { ActivityEntry } from '#contract/activity.ts'
import { wordsFor } from './action-words.ts'
import { resultWords } from './result-badge.tsx'

type Choices = { actors: { id: string; name: string }[]; actions: string[]; kinds: string[] }

/** What the list can be narrowed by: what occurs in the trail, and what the rows shown and oneself add to it. */
export function activityFields(
  choices: Choices | undefined,
  rows: readonly ActivityEntry[],
  me: { id: string; name: string } | undefined,
): FilterField[] {
  const names = new Map(choices?.actors.map(({ id, name }) => [id, name]))
  for (const { actorId, actorName } of rows) if (actorId) names.set(actorId, actorName)
  if (me) names.set(me.id, me.name)
  const actions = new Set([...(choices?.actions ?? []), ...rows.map(({ action }) => action)])
  return [
    { id: 'actor', label: 'Who', options: [...names].map(([value, label]) => ({ value, label })) },
    { id: 'action', label: 'What', options: [...actions].map((value) => ({ value, label: wordsFor(value) })) },
    { id: 'object', label: 'About', placeholder: 'Certificate ID, thing, run or name' },
    { id: 'kind', label: 'Kind', options: (choices?.kinds ?? []).map((value) => ({ value, label: value })) },
    { id: 'result', label: 'Result', options: Object.entries(resultWords).map(([value, label]) => ({ value, label })) },
    { id: 'from', label: 'From', kind: 'date' },
    { id: 'to', label: 'To', kind: 'date' },
  ]
}
