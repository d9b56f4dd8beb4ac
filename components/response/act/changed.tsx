'use client'

import { RotateCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import type { Difference, Run } from '#contract/response.ts'

/** It was refused because AWS is no longer as the plan says: the differences, and the way to a new plan. */
export function Changed({ run, onAgain, retrying }: { run: Run; onAgain: () => void; retrying: boolean }) {
  return (
    <div role="alert" className="flex flex-col gap-3">
      <p className="text-base font-medium">Nothing was done: AWS is no longer as the plan says.</p>
      {run.stopReason ? <p className="text-muted">{run.stopReason}</p> : null}
      <Differences of={run.differences ?? run.recheck?.differences ?? []} />
      <div>
        <Button
          variant="primary"
          busy={retrying}
          icon={<RotateCw aria-hidden className="size-3.5" />}
          onClick={onAgain}
        >
          Review again
        </Button>
      </div>
    </div>
  )
}

/** What a plan said and what is true now, target by target. */
export function Differences({ of }: { of: readonly Difference[] }) {
  if (of.length === 0) return null
  return (
    <ul className="overflow-hidden rounded-md border border-line">
      {of.map(({ name, before, after }) => (
        <li key={name} className="border-b border-line px-3 py-2 last:border-b-0">
          <p className="mono break-all">{name}</p>
          <p className="break-words text-muted">
            <span className="sr-only">Planned: </span>
            {before} <span aria-hidden>→</span>
            <span className="sr-only">, now:</span> <span className="font-medium text-ink">{after}</span>
          </p>
        </li>
      ))}
    </ul>
  )
}
