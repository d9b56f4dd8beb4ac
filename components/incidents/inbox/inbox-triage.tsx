'use client'

import { lazy, Suspense } from 'react'
import type { IncidentSummary } from '#contract/incidents.ts'
import { useTriage, useWhyNot } from '../triage/use-change.ts'
import { useTriageKeys } from '../triage/use-triage-keys.ts'

const MoveDialog = lazy(() => import('../triage/move-dialog.tsx').then((part) => ({ default: part.MoveDialog })))

/** The keys of triage and the dialog they open. They act on the open drawer's incident, else on the row in focus. */
export function InboxTriage({ rows, open, moving, onMove }: InboxTriageProps) {
  const whyNot = useWhyNot()
  const { assign } = useTriage()
  const on = (act: (of: IncidentSummary) => void) => () => {
    const incident = rows.find(({ id }) => id === open) ?? rows[focusedRow()]
    if (incident) act(incident)
  }
  // Whoever may not assign reads why in the dialog.
  useTriageKeys({ a: on((of) => (whyNot ? onMove(of) : assign(of))), s: on(onMove) })
  return moving ? (
    <Suspense fallback={null}>
      <MoveDialog incident={moving} onClose={() => onMove(null)} />
    </Suspense>
  ) : null
}
type InboxTriageProps = {
  rows: readonly IncidentSummary[]
  /** The incident whose drawer is open. */
  open: string | undefined
  moving: IncidentSummary | null
  onMove: (incident: IncidentSummary | null) => void
}

function focusedRow() {
  const row = document.activeElement?.closest('[data-row]')
  return row ? [...(row.parentElement?.querySelectorAll('[data-row]') ?? [])].indexOf(row) : -1
}
