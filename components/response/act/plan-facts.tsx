'use client'

import { plural } from '#components/ui/format.ts'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { PlanSummary, Run } from '#contract/response.ts'
import { duration } from '../words.ts'

/** What the plan rests on and what it costs: age of the facts, calls and time, permissions never used, room left. */
export function PlanFacts({ run, plan }: { run: Run; plan: PlanSummary }) {
  const calls = plan.calls.reduce((sum, { count }) => sum + count, 0)
  const unproved = plan.permissions.filter(({ state }) => state === 'unproved')
  return (
    <ul className="flex flex-col gap-0.5 text-xs text-muted">
      <li>
        {plan.fromAws ? (
          <>
            AWS was asked for this plan <RelativeTime at={plan.factsAt ?? run.plannedAt} />.
          </>
        ) : plan.factsAt ? (
          <>
            From stored facts; the oldest was read <RelativeTime at={plan.factsAt} />.
          </>
        ) : (
          'From stored facts of unknown age.'
        )}{' '}
        Targets were frozen at <AbsoluteTime at={run.createdAt} precision="second" />: {plural(run.targets, 'target')}.
      </li>
      {plan.changes > 0 ? (
        <li>
          {plural(calls, 'call')}, {plan.seconds < 1 ? 'under a second' : `about ${duration(plan.seconds)}`}. This
          hour’s cap leaves {plural(plan.guards.capLeft, 'target')}.
        </li>
      ) : null}
      {unproved.length > 0 ? (
        <li>
          Not tried yet by the responder role:{' '}
          <span className="mono">{unproved.map(({ action }) => action).join(', ')}</span>. AWS says only at the call
          whether it may.
        </li>
      ) : null}
    </ul>
  )
}
