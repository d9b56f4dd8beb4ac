import { actions } from '#contract/actions.ts'
import type { RunSummary } from '#contract/response.ts'
import { actionPhrase, nameOf } from '../words.ts'

/** "Deactivate 12 certificates", "Cut off pump-17", "Undo run 7": what a run does, as its title. */
export function runTitle({ action, target, targets, undoOf }: Titled): string {
  if (undoOf) return `Undo run ${undoOf.number}`
  return actionPhrase(action, { count: targets, name: target && nameOf(actions[action].target, target) })
}
type Titled = Pick<RunSummary, 'action' | 'target' | 'targets' | 'undoOf'>
