import { actions } from '#contract/actions.ts'
import type { Run } from '#contract/response.ts'
import { actionPhrase, nameOf } from '../words.ts'
import type { ActRequest } from './act.ts'
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
      : actionPhrase(run.action, { count, name: count <= 1 ? targetName(run) : null })
  return run.plan?.guards.approval ? `Request approval: ${phrase.charAt(0).toLowerCase()}${phrase.slice(1)}` : phrase
}

/** Why the plan cannot be asked for as it stands, in words for the button. */
export function whyNotAsk({ plan, may }: Run): string | undefined {
  if (!plan) return 'The plan is still being made'
  // That nothing is left to change is explained by what is left alone.
  const [skipped] = plan.skipped
  if (plan.changes === 0 && skipped && plan.skipped.length === 1 && plan.guards.whyNot.length < 2) return skipped.why
  return plan.guards.whyNot[0] ?? may.request ?? (plan.changes === 0 ? 'There is nothing to change' : undefined)
}

/** What is still to be filled in, by field; nothing when it is complete. */
export function missingIn({ plan }: Run, { category, reason, typed }: Draft): Partial<Record<keyof Draft, string>> {
  const wanted = plan?.guards.typed
  return {
    ...(category === '' && { category: 'Choose one' }),
    ...(reason.trim().length < shortestReason && { reason: `Say why in at least ${shortestReason} letters` }),
    ...(wanted && typed.trim() !== wanted && { typed: 'It is not the same text' }),
  }
}

function targetName({ action, target }: Run) {
  return target && nameOf(actions[action].target, target)
}
