import type { IncidentState } from '#contract/incidents.ts'

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

/** Why a person cannot make this move now; null when they can. */
export function whyNotMove(state: IncidentState, to: Moved): string | null {
  if (state === to) return `It is ${state} already.`
  if (state === 'merged') return 'It was joined to another incident. Take it out first.'
  return from[state].includes(to) ? null : `What is ${state} cannot become ${to}. Take it up again first.`
}
