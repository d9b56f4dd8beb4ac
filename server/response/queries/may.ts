import { type ActionId, actions } from '#contract/actions.ts'
import type { PlanSummary, Run } from '#contract/response.ts'
import { whyNotRole } from '#contract/roles.ts'
import type { Actor } from '#server/platform/context.ts'
import { detailsOf, type StoredRow } from './stored-run.ts'

/** How old a plan may be when it is asked for: what it saw may have changed since. */
const planLastsMs = 15 * 60_000

type Asked = {
  row: StoredRow
  action: ActionId
  guards: PlanSummary['guards'] | null
  actor: Pick<Actor, 'id' | 'role'>
  now: Date
}

/** Why the person asking cannot do what a run's page offers; null when they can. */
export function mayOf(asked: Asked): Run['may'] {
  return {
    request: whyNotRequest(asked),
    approve: whyNotApprove(asked),
    cancel: whyNotCancel(asked),
    retry: whyNotRetry(asked),
  }
}

/** Why a plan cannot be asked for, apart from the reason, the typing and the digest. */
export function whyNotRequest({ row, action, guards, actor, now }: Asked): string | null {
  const role = whyNotRole(actor.role, actions[action].role)
  if (role) return role
  if (row.state === 'planning') return 'The plan is being made.'
  if (row.state !== 'planned') return alreadyPast(row.state)
  if (row.by_id !== actor.id) return `${row.by_name} made this plan. Make one of your own.`
  if (!row.planned_at || !row.digest || !guards) return 'The plan cannot be read. Plan again.'
  if (now.getTime() - row.planned_at.getTime() > planLastsMs) return 'This plan is older than 15 minutes. Plan again.'
  return guards.whyNot[0] ?? null
}

/** Why a request cannot be approved by the person asking. Rejecting needs less: see `whyNotDecide`. */
export function whyNotApprove(asked: Asked): string | null {
  const { row, action, guards, actor } = asked
  const decide = whyNotDecide(asked)
  if (decide) return decide
  const role = whyNotRole(actor.role, actions[action].role)
  if (role) return role
  if (isOutdated(row))
    return 'What it would do has changed since it was asked for. Reject it, so that it is planned again.'
  return guards?.whyNot[0] ?? null
}

/** Why a request cannot be decided on at all by the person asking. */
export function whyNotDecide({ row, actor, now }: Omit<Asked, 'guards'>): string | null {
  const role = whyNotRole(actor.role, 'approver')
  if (role) return role
  if (row.state !== 'awaiting-approval') return 'It waits for no approval.'
  if (row.by_id === actor.id) return 'You asked for it yourself: somebody else must decide.'
  if (!row.approval_expires_at || row.approval_expires_at <= now) return 'The request has expired.'
  return null
}

/** Whether fresh facts gave another plan than the one asked for. */
function isOutdated(row: StoredRow): boolean {
  const { recheck } = detailsOf(row)
  return recheck !== null && recheck.digest !== row.digest
}

/** Why a run cannot be cancelled. Stopping is safe: everybody who may act may stop. */
export function whyNotCancel({ row, actor }: Pick<Asked, 'row' | 'actor'>): string | null {
  const role = whyNotRole(actor.role, 'responder')
  if (role) return role
  if (row.cancel_wanted_at && row.state === 'running') return 'It is being cancelled.'
  if (row.state === 'watching') return 'Every call was made. Undo takes them back.'
  return cancellable.includes(row.state) ? null : 'It is over.'
}

/** States from which something is left to cancel. */
const cancellable = ['planning', 'plan-failed', 'planned', 'awaiting-approval', 'queued', 'running']

/** Why what failed cannot be planned again. */
export function whyNotRetry({ row, action, actor }: Pick<Asked, 'row' | 'action' | 'actor'>): string | null {
  const role = whyNotRole(actor.role, actions[action].role)
  if (role) return role
  // What failed is done with, however long the others are watched: nobody should wait for them to try it again.
  if (!over.includes(row.state) && row.state !== 'watching') return 'It is not over.'
  const left = (row.counts?.failed ?? 0) + (row.counts?.['not-started'] ?? 0)
  return left > 0 ? null : 'Nothing failed, and nothing was left out.'
}

/** States in which nothing more will be called. */
const over = ['rejected', 'expired', 'changed', 'done', 'stopped', 'cancelled']

function alreadyPast(state: string): string {
  if (state === 'plan-failed') return 'It could not be planned. Plan again.'
  return state === 'awaiting-approval' ? 'It was asked for, and waits for approval.' : 'It was asked for already.'
}
