import { type ActionId, actionIds, actions } from '#contract/actions.ts'
import type { Incident } from '#contract/incidents.ts'

/** Whether what kept the parties of a resolved incident out was taken back, with nothing in its place. */
export function isLetIn({
  state,
  runs,
}: {
  state: string
  runs: readonly Pick<Incident['runs'][number], 'action' | 'outcome' | 'undone'>[]
}) {
  if (state !== 'resolved') return false
  const containing = runs.filter(({ action }) => isAction(action) && actions[action].contains)
  return (
    containing.some(({ undone }) => undone) && !containing.some((one) => one.outcome === 'contained' && !one.undone)
  )
}

const isAction = (action: string): action is ActionId => actionIds.some((one) => one === action)
