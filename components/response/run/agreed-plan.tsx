'use client'

import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { plural } from '#components/ui/format.ts'
import type { PlanSummary, Run } from '#contract/response.ts'
import { consequenceOf } from '../act/consequence.ts'
import { PlanChanges } from '../act/plan-changes.tsx'
import { PlanFacts } from '../act/plan-facts.tsx'
import { PlanLosing } from '../act/plan-losing.tsx'
import { PlanNotes } from '../act/plan-notes.tsx'
import { Part } from '../act/plan-part.tsx'
import { duration } from '../words.ts'

const firstTargets = 25
const nothing = () => {}

/** The plan as it was agreed to: what it changes, who loses access, what stood against it, the ways there were. */
export function AgreedPlan({ run }: { run: Run }) {
  const { data } = useQuery(api.response.targets.queryOptions({ input: { id: run.id, limit: firstTargets } }))
  const targets = data?.items ?? []
  const { plan } = run
  if (!plan) return <p className="text-muted">There is no plan.</p>
  return (
    <div className="flex flex-col gap-5">
      <p className="text-base font-medium text-pretty">{consequenceOf({ ...run, plan })}</p>
      <PlanNotes plan={plan} />
      {plan.changes > 0 ? <PlanChanges run={run} plan={plan} targets={targets} /> : null}
      {/* It is not to be changed any more: its choices show as they were made. */}
      <PlanLosing run={run} plan={plan} targets={targets} busy onReplan={nothing} />
      <Routes plan={plan} />
      <Guards plan={plan} asked={run.requestedAt !== null} />
      <PlanFacts run={run} plan={plan} />
    </div>
  )
}

function Routes({ plan: { routes } }: { plan: PlanSummary }) {
  if (routes.length < 2) return null
  return (
    <Part title="Which way">
      <ul className="flex flex-col gap-1.5">
        {routes.map(({ route, sentence, calls, seconds, cacheMinutes, chosen }) => (
          <li key={route} className="flex gap-2 rounded-md border border-line px-3 py-2">
            <span className="w-4 shrink-0">
              {chosen ? <Check role="img" aria-label="Chosen" className="mt-0.5 size-4 text-ok" /> : null}
            </span>
            <span className={chosen ? undefined : 'text-muted'}>
              {sentence}
              <span className="block text-xs text-muted tabular-nums">
                {plural(calls, 'call')}, {duration(seconds)}
                {cacheMinutes > 0 ? `, then up to ${cacheMinutes} min until AWS’s policy caches expire` : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Guards({ plan: { guards }, asked }: { plan: PlanSummary; asked: boolean }) {
  return (
    <Part title="Guards">
      <ul className="flex list-disc flex-col gap-1 pl-4 text-muted">
        <li>
          {guards.approval
            ? `A second person: ${guards.approval}`
            : asked
              ? 'No second person was needed.'
              : 'No second person is needed.'}
        </li>
        <li>{guards.typed ? `To be confirmed by typing “${guards.typed}”.` : 'Nothing has to be typed.'}</li>
        <li>
          {guards.neverTouched === 0
            ? 'The never-touch list covers none of them.'
            : `${plural(guards.neverTouched, 'target')} left out by the never-touch list.`}
        </li>
        <li>
          {plural(guards.capLeft, 'target')} left of the hourly cap{asked ? ' when it was planned' : ''}.
        </li>
      </ul>
    </Part>
  )
}
