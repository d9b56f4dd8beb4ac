'use client'

import { ArrowRight } from 'lucide-react'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import type { PlannedStep, PlanSummary, Run, RunTarget } from '#contract/response.ts'
import { nameOf } from '../words.ts'
import { Part } from './plan-part.tsx'

/** What will be called, in order, with what each call changes; for several targets first in numbers. */
export function PlanChanges({ run, plan, targets }: PlanChangesProps) {
  const [one] = targets
  if (run.targets === 1)
    return (
      <Part title="What will change" note="Call by call, in this order">
        {one?.plan ? <Calls steps={one.plan.steps} /> : null}
      </Part>
    )
  const planned = targets.filter(({ plan }) => plan !== null && plan.steps.length > 0)
  return (
    <Part title="What will change" note={`${formatCount(plan.changes)} of ${formatCount(run.targets)} selected`}>
      <ul className="overflow-hidden rounded-md border border-line">
        {plan.calls.map(({ operation, count, perSecond }) => (
          <li key={operation} className="flex flex-wrap gap-x-3 border-b border-line px-3 py-1.5 last:border-b-0">
            <span className="mono min-w-0 flex-1 break-all">{operation}</span>
            <span className="w-24 text-right tabular-nums">
              {formatCount(count)} {count === 1 ? 'call' : 'calls'}
            </span>
            <span className="w-24 text-right text-muted tabular-nums">{perSecond} a second</span>
          </li>
        ))}
      </ul>
      <details className="mt-2">
        <summary className="min-h-6 cursor-pointer text-accent">
          {planned.length < plan.changes
            ? `The first ${formatCount(planned.length)}, call by call`
            : 'Each, call by call'}
        </summary>
        <ul className="mt-2 flex flex-col gap-3">
          {planned.map((target) => (
            <li key={target.n}>
              <p className="mono mb-1 break-all" data-tip={target.name}>
                {nameOf(actions[run.action].target, target.name)}
              </p>
              <Calls steps={target.plan?.steps ?? []} />
            </li>
          ))}
        </ul>
        {planned.length < plan.changes ? (
          <p className="mt-2">
            <Link href={links.run(run.id)} target="_blank" className="text-accent hover:underline">
              All {formatCount(run.targets)} on the run’s page
            </Link>
          </p>
        ) : null}
      </details>
    </Part>
  )
}
type PlanChangesProps = { run: Run; plan: PlanSummary; targets: readonly RunTarget[] }

function Calls({ steps }: { steps: readonly PlannedStep[] }) {
  return (
    <ol className="overflow-hidden rounded-md border border-line">
      {steps.map((step, at) => (
        <li
          key={`${step.operation} ${step.subject} ${step.to}`}
          className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 border-b border-line px-3 py-2 last:border-b-0"
        >
          <span aria-hidden className="text-faint tabular-nums">
            {at + 1}
          </span>
          <div className="min-w-0">
            <p className="break-words">{step.sentence}</p>
            <p className="mono flex flex-wrap items-center gap-x-2 text-xs text-muted">
              <span className="break-all">{step.operation}</span>
              {step.to === null ? null : <FromTo {...step} />}
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}

function FromTo({ from, to }: PlannedStep) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {from === null ? null : <span className="break-all">{from}</span>}
      <ArrowRight aria-hidden className="size-3 text-faint" />
      <span className="sr-only">becomes</span>
      <span className="font-medium break-all text-ink">{to}</span>
    </span>
  )
}
