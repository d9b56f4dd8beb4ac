import { type ActionId, actions } from '#contract/actions.ts'
import type { PlanSummary } from '#contract/response.ts'
import type { Guards, Responder } from '#contract/response-settings.ts'
import { whyNotQuarantine } from '#contract/why-not.ts'

/** What a plan would do, as far as guards care. */
export type Judged = {
  action: ActionId
  /** Targets that would be changed. */
  changes: number
  /** Things that lose access, which may be more: through a shared certificate or a group. */
  losingThings: number
  /** Devices that are told to do or to stop something. */
  touches: number
  /** The one target's name; null when there are several. */
  target: string | null
  /** Targets that the never-touch list left out. */
  neverTouched: number
  /** Whether it puts things into the quarantine group. */
  quarantines: boolean
}

/** What the installation allows at this moment. */
export type Allowance = {
  guards: Guards
  /** Targets of the account attempted in the last hour, and those that wait to be; of a denied group its things. */
  used: number
  /** Targets of final actions that the same person asked for in the last hour without a second one. */
  finalAlone: number
  /** Targets, or the things behind them, that the same person cut off in the last hour without a second one. */
  cutAlone: number
  responder: { roleArn: string | null; quarantine: Responder['quarantine'] }
  /** Whether the account is watched. */
  watched: boolean
}

type Verdict = PlanSummary['guards']

/** What stands between a plan and its execution. Decided by the server; who asks makes no difference. */
export function judgeGuards(
  plan: Judged,
  { guards, used, finalAlone, cutAlone, responder, watched }: Allowance,
): Verdict {
  const { action, changes, losingThings, touches, neverTouched } = plan
  const { final } = actions[action]
  const capLeft = Math.max(0, guards.targetsPerHour - used)
  const cuts = cutsOff(action)
  const reach = cuts ? Math.max(changes, losingThings) : Math.max(changes, touches)
  // One call denies them all, or sets them all to work: what it does counts, not how it is done.
  const counted = ['deny-group', 'retry-failed-job'].includes(action) && changes > 0 ? reach : changes
  const whyNot = [
    guards.readOnly && 'Response is read-only: an admin has switched every action off.',
    !watched && 'This account is not watched any more.',
    !responder.roleArn && noResponder,
    plan.quarantines && (responder.quarantine === 'unknown' ? quarantineUnread : whyNotQuarantine(responder)),
    changes === 0 && nothingLeft(neverTouched),
    counted > capLeft && overCap({ action, perHour: guards.targetsPerHour, left: capLeft, counted, changes }),
  ].filter((why) => typeof why === 'string')
  return {
    whyNot,
    approval: approvalFor(plan, reach, { guards, finalAlone, cutAlone }),
    typed: (final || reach > guards.typedAbove) && changes > 0 ? typedFor(plan) : null,
    neverTouched,
    capLeft,
    alone: cuts ? { cut: cutAlone, left: Math.max(0, guards.approvalAbove - cutAlone) } : null,
  }
}

/** Whether an action takes access away. What AWS does to a policy reaches everything that it is attached to. */
export const cutsOff = (action: ActionId): boolean => actions[action].contains || action === 'apply-mitigation'

/** The sentence for an account whose collector may read, but where nothing may write. */
export const noResponder = 'No responder role is configured for this account.'

function approvalFor(
  { action, changes }: Judged,
  reach: number,
  { guards, finalAlone, cutAlone }: Pick<Allowance, 'guards' | 'finalAlone' | 'cutAlone'>,
): string | null {
  const { approvalAbove: above, finalNeedsApproval } = guards
  if (actions[action].final && changes > 1) return 'Revoking more than one certificate always needs a second person.'
  // One at a time would be a way around that.
  if (actions[action].final && changes + finalAlone > 1)
    return 'You revoked another within the hour: more than one always needs a second person.'
  if (actions[action].final && finalNeedsApproval && changes > 0)
    return 'AWS has no way back from this: here that needs a second person, also for a single target.'
  // So would many small plans be.
  const together = reach + cutAlone
  if (cutsOff(action) && reach > 0 && reach <= above && together > above)
    return `${cutAlone} were cut off within the hour on one person’s word; with ${reach} more that makes ${together}, and more than ${above} need a second person.`
  if (reach <= above) return null
  const told = cutsNobody.includes(action) ? 'be told what to do' : 'lose access'
  const what = reach > changes ? `${reach} things would ${told}` : `${changes} targets would be changed`
  return `${what}; more than ${above} need a second person.`
}

const cutsNobody: readonly ActionId[] = ['cancel-job', 'retry-failed-job']

const nothingLeft = (neverTouched: number) =>
  neverTouched > 0 ? 'Nothing is left to change: the rest is on the never-touch list.' : 'There is nothing to change.'

type OverCap = { action: ActionId; perHour: number; left: number; counted: number; changes: number }

function overCap({ action, perHour, left, counted, changes }: OverCap): string {
  const what = action === 'retry-failed-job' ? 'A retry' : 'A group'
  const group = counted > changes ? ` ${what} counts as the ${counted} things in it.` : ''
  return `At most ${perHour} targets an hour are acted on in one account; ${left} are left.${group} Choose fewer, wait, or ask an admin.`
}

const quarantineUnread = 'Whether the quarantine group is ready has not been read from AWS yet.'

/** What a person types to show that they mean it: the one target's name, or what happens to how many. */
function typedFor({ action, changes, target }: Judged): string {
  // The id of an audit's finding says nothing to who types it; a deployment has its kind before its name.
  const name = actions[action].target === 'deployment' ? target?.replace(/^[a-z]+\//, '') : target
  return (action === 'apply-mitigation' ? null : name) ?? `${typedWords[action]} ${changes}`
}

const typedWords: Record<ActionId, string> = {
  'cut-off-thing': 'CUT OFF',
  'quarantine-thing': 'QUARANTINE',
  'release-thing': 'RELEASE',
  'deactivate-certificate': 'DEACTIVATE',
  'reactivate-certificate': 'REACTIVATE',
  'revoke-certificate': 'REVOKE',
  'disconnect-client': 'DISCONNECT',
  'deny-group': 'DENY',
  restore: 'UNDO',
  'prepare-quarantine': 'CREATE',
  'apply-mitigation': 'MITIGATE',
  'cancel-job': 'CANCEL',
  'retry-failed-job': 'RETRY',
  'cancel-greengrass-deployment': 'CANCEL',
}
