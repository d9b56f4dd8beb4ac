'use client'

import { CircleSlash, KeyRound, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount, plural } from '#components/ui/format.ts'
import type { PlanSummary } from '#contract/response.ts'

/** What stands against it, what to beware of, what is left alone and why, worst first. */
export function PlanNotes({ plan }: { plan: PlanSummary }) {
  const { guards, permissions, skipped } = plan
  // That nothing is left to change is what the skipped are there to explain.
  const whyNot = plan.changes === 0 && skipped.length > 0 ? guards.whyNot.slice(0, -1) : guards.whyNot
  // What is said of single ones among several stands with each of them.
  const warnings = new Set(plan.warnings)
  const denied = permissions.filter(({ state }) => state === 'denied')
  const nothing = whyNot.length + warnings.size + denied.length + skipped.length === 0 && guards.neverTouched === 0
  if (nothing) return null
  return (
    <ul className="flex flex-col gap-2">
      {whyNot.map((why) => (
        <Note key={why} icon={<OctagonAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />}>
          <span className="font-medium">{why}</span>
        </Note>
      ))}
      {denied.length > 0 ? (
        <Note icon={<KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />}>
          <span className="font-medium">
            The responder role was refused {plural(denied.length, 'permission')} that this needs.
          </span>{' '}
          <span className="mono break-words text-muted">{denied.map(({ action }) => action).join(', ')}</span>
        </Note>
      ) : null}
      {[...warnings].map((warning) => (
        <Note key={warning} icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-attention" />}>
          {warning}
        </Note>
      ))}
      {skipped.map(({ why, count }) => (
        <Note key={why} icon={<CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />}>
          <span className="font-medium">{formatCount(count)} skipped:</span> {why}
        </Note>
      ))}
    </ul>
  )
}

function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2">
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </li>
  )
}
