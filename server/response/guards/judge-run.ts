import type { ActionId } from '#contract/actions.ts'
import type { PlanSummary } from '#contract/response.ts'
import { type Allowance, judgeGuards } from './judge.ts'

// Adding to a group is how a thing is quarantined; releases and undos only put memberships back.
const joins = 'AddThingToThingGroup'

/** Judges a stored plan by what is allowed now. */
export function judgePlan(
  { action, plan, target }: { action: ActionId; plan: PlanSummary; target: string | null },
  allowance: Allowance,
): PlanSummary['guards'] {
  const judged = {
    action,
    changes: plan.changes,
    losingThings: plan.losing.things,
    touches: plan.touches,
    target,
    neverTouched: plan.guards.neverTouched,
    quarantines:
      action === 'quarantine-thing' ||
      (action === 'cut-off-thing' && plan.calls.some(({ operation }) => operation === joins)),
  }
  return judgeGuards(judged, allowance)
}
