'use client'

import { lazy } from 'react'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { RowDrawer } from '#components/data/list/row-drawer.tsx'
import { Button } from '#components/ui/button.tsx'
import type { IncidentSummary } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { useTriage, useWhyNot } from '../triage/use-change.ts'
import { causeInSentence } from '../words.ts'

const IncidentGlance = lazy(() => import('./incident-glance.tsx').then((part) => ({ default: part.IncidentGlance })))

/** One incident over the inbox behind it; j and k step, a takes it, s moves it. */
export function IncidentDrawer({ onMove, ...over }: IncidentDrawerProps) {
  const { row, steps } = overRows(over, ({ id }) => id)
  const { openId } = over
  const whyNot = useWhyNot()
  const { me, assign } = useTriage()
  const mine = me !== undefined && row?.assignee?.id === me.id
  return (
    <RowDrawer
      {...steps}
      title={row?.clientId ?? 'Incident'}
      subtitle={row ? `Incident #${row.number}: ${causeInSentence(row.cause)}` : undefined}
      href={openId && links.incident(openId)}
      verbs={
        row ? (
          <>
            <Button
              size="sm"
              aria-keyshortcuts="a"
              disabledReason={whyNot ?? (mine ? 'It is yours already' : undefined)}
              onClick={() => assign(row)}
            >
              Assign to me <Key name="a" />
            </Button>
            <Button size="sm" aria-keyshortcuts="s" onClick={() => onMove(row)}>
              Move… <Key name="s" />
            </Button>
          </>
        ) : null
      }
    >
      {openId ? <IncidentGlance id={openId} /> : null}
    </RowDrawer>
  )
}
type IncidentDrawerProps = OverRows<IncidentSummary> & { onMove: (incident: IncidentSummary) => void }

function Key({ name }: { name: string }) {
  return (
    <kbd aria-hidden className="mono text-faint">
      {name}
    </kbd>
  )
}
