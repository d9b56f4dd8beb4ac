import { actions } from '#contract/actions.ts'
import type { Run } from '#contract/response.ts'
import { actionPhrase } from '../words.ts'
import type { ActRequest } from './act.ts'
import { nameOf } from './consequence.ts'
import type { Draft } from './decision-form.tsx'

/** As many characters of reason as the server wants at least. */
export const shortestReason = 8

/** What the dialog is called: the action with its object, as exactly as is known by then. */
export function titleOf(about: ActRequest, run: Run | undefined): string {
  if (about.kind === 'undo') return `Undo run ${about.run.number}`
  if (about.kind === 'retry') return `Try again what failed in run ${about.run.number}`
  if (!run) return about.kind === 'plan' ? actionPhrase(about.action, about.seen) : `Run ${about.run.number}`
  const seen = about.kind === 'plan' ? about.seen.name : undefined
  return actionPhrase(run.action, { count: run.targets, name: seen ?? targetName(run) })
}

/** What the button says: the exact number that will change, which is what was frozen less what is skipped. */
export function askPhrase(run: Run): string {
  const count = run.plan?.changes ?? 0
  const phrase =
    run.action === 'restore' && run.undoOf
      ? `Undo run ${run.undoOf.number}`
      : actionPhrase(run.action, { count, name: count === 1 ? targetName(run) : null })
  return run.plan?.guards.approval ? `Request approval: ${phrase.charAt(0).toLowerCase()}${phrase.slice(1)}` : phrase
}

/** Why the plan cannot be asked for as it stands, in words for the button. */
export function whyNotAsk(run: Run, { category, reason, typed }: Draft): string | undefined {
  const { plan, may } = run
  if (!plan) return 'The plan is still being made'
  if (plan.changes === 0) return 'There is nothing to change'
  const [why] = plan.guards.whyNot
  if (why) return why
  if (may.request) return may.request
  if (!category) return 'Choose a kind of reason first'
  if (reason.trim().length < shortestReason) return 'Say why in a few words first'
  if (plan.guards.typed && typed !== plan.guards.typed) return `Type ${plan.guards.typed} to confirm first`
  return undefined
}

function targetName({ action, target }: Run) {
  return target && nameOf(actions[action].target, target)
}
