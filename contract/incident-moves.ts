import type { Incident, IncidentState, IncidentSummary } from './incidents.ts'

/** Where a person may move an incident. 'contained' is data's to say. */
export type Moved = 'new' | 'triaged' | 'resolved' | 'closed'

const from: Record<IncidentState, readonly Moved[]> = {
  new: ['triaged', 'resolved', 'closed'],
  triaged: ['new', 'resolved', 'closed'],
  contained: ['new', 'triaged', 'resolved', 'closed'],
  resolved: ['new', 'triaged', 'closed'],
  closed: ['new', 'triaged'],
  dismissed: ['new', 'triaged', 'closed'],
  merged: [],
}

const takeOut = 'It was joined to another incident. Take it out first.'

/** Why a person cannot make this move now, for the button and for the server's refusal; null when they can. */
export function whyNotMove(state: IncidentState, to: Moved): string | null {
  if (state === to) return `It is ${state} already.`
  if (state === 'merged') return takeOut
  return from[state].includes(to) ? null : `What is ${state} cannot become ${to}. Take it up again first.`
}

type Ended = Pick<Incident, 'state' | 'active'> & {
  runs: readonly Pick<Incident['runs'][number], 'number' | 'outcome' | 'undone'>[]
}

const unshown: Partial<Record<Ended['runs'][number]['outcome'], string>> = {
  'not-contained': 'is not contained',
  unproved: 'is not shown to be contained',
  proving: 'is still being proved',
}

/**
 * What speaks against an end now, as sentences, for the question before it and for the log after it; none when nothing
 * does. A run that was undone does not: who removed the cause lets its devices in again.
 */
export function leftOpen({ state, active, runs }: Ended, to: Moved): string[] {
  const ends = (to === 'resolved' || to === 'closed') && ['new', 'triaged', 'contained'].includes(state)
  if (!ends) return []
  return [
    ...(active ? ['Sessions were thrown out within the last 30 minutes.'] : []),
    ...runs.flatMap(({ number, outcome, undone }) => {
      const said = undone ? undefined : unshown[outcome]
      return said ? [`Run ${number} ${said}.`] : []
    }),
  ]
}

/** Why an incident cannot be put aside now; null when it can. */
export function whyNotDismiss(state: IncidentState): string | null {
  if (state === 'dismissed') return 'It is dismissed already.'
  if (state === 'merged') return takeOut
  if (state === 'resolved' || state === 'closed') return `It is ${state}: there is nothing to put aside.`
  return null
}

type Joinable = Pick<IncidentSummary, 'id' | 'number' | 'account' | 'state' | 'drill'>

/** Why `child` cannot be joined to `parent`; null when it can. */
export function whyNotMerge(parent: Joinable, child: Joinable): string | null {
  if (parent.id === child.id) return 'An incident cannot be joined to itself.'
  if (parent.account !== child.account) return 'They are of different accounts.'
  if (parent.drill !== child.drill) return 'An exercise stays apart from what is real.'
  if (parent.state === 'merged') return `Incident ${parent.number} is joined to another one itself. Join it there.`
  if (child.state === 'merged') return `Incident ${child.number} is joined to another one already.`
  if (parent.state === 'closed') return `Incident ${parent.number} is closed. Take it up again first.`
  return child.state === 'closed' ? `Incident ${child.number} is closed. Take it up again first.` : null
}
