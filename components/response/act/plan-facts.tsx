'use client'

import { formatCount, plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
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
      {plan.changes > 0 ? <SecondPerson plan={plan} /> : null}
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

/** What a person may still do on their own word, and where that is set. */
function SecondPerson({ plan: { final, guards } }: { plan: PlanSummary }) {
  const { approval, alone } = guards
  const settings = (
    <Link href={links.responseSettings()} target="_blank" className="text-accent underline">
      guards
    </Link>
  )
  if (approval) return null
  if (final)
    return (
      <li>
        One certificate an hour is revoked without a second person, though AWS has no way back; an admin can ask for one
        in the {settings}.
      </li>
    )
  if (!alone) return null
  return (
    <li>
      {alone.cut > 0
        ? `${formatCount(alone.cut)} cut off within the hour on the same person’s word; `
        : 'Within an hour, '}
      {formatCount(alone.left)} {alone.cut > 0 ? 'more' : 'may be cut off'} without a second person, by the {settings}.
    </li>
  )
}
