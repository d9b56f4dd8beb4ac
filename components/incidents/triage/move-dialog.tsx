'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { type Moved, whyNotDismiss, whyNotMove } from '#contract/incident-moves.ts'
import type { IncidentSummary } from '#contract/incidents.ts'
import { stateWords } from '../words.ts'
import { DismissForm } from './dismiss-form.tsx'
import { useTriage, useWhyNot } from './use-change.ts'

const moves: readonly { to: Moved; label: string; says: string }[] = [
  { to: 'triaged', label: 'Triage', says: 'Somebody has taken it up; the time to acknowledge ends.' },
  { to: 'resolved', label: 'Resolve', says: 'Its cause is removed. New conflicts open it again.' },
  { to: 'closed', label: 'Close', says: 'Nothing is left to be done. New conflicts open it again.' },
  { to: 'new', label: 'Put back to new', says: 'As if nobody had looked at it.' },
]

/** The state menu: every way on from here, each with its consequence, and with the reason where it cannot be. */
export function MoveDialog({ incident, dismissing, onClose }: MoveDialogProps) {
  const { id, number, state, clientId } = incident
  const whyNot = useWhyNot()
  const { move } = useTriage()
  const [dismiss, setDismiss] = useState(dismissing ?? false)
  const title = dismiss ? `Dismiss incident ${number}` : `Move incident ${number}`
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={title}
      description={`${clientId} is ${stateWords[state].word.toLowerCase()}. ${stateWords[state].meaning}`}
    >
      {dismiss ? (
        <DismissForm id={id} number={number} onDone={onClose} />
      ) : (
        <ul className="flex flex-col gap-2">
          {moves.map(({ to, label, says }) => (
            <li key={to} className="flex items-center gap-3">
              <Button
                className="w-36"
                disabledReason={whyNot ?? whyNotMove(state, to) ?? undefined}
                onClick={() => {
                  move(incident, to)
                  onClose()
                }}
              >
                {label}
              </Button>
              <span className="text-muted">{whyNotMove(state, to) ?? says}</span>
            </li>
          ))}
          <li className="flex items-center gap-3">
            <Button
              className="w-36"
              disabledReason={whyNot ?? whyNotDismiss(state) ?? undefined}
              onClick={() => setDismiss(true)}
            >
              Dismiss…
            </Button>
            <span className="text-muted">
              {whyNotDismiss(state) ?? 'Puts it aside for some days, with a reason. It comes back when it gets worse.'}
            </span>
          </li>
        </ul>
      )}
    </Dialog>
  )
}
type MoveDialogProps = {
  incident: Pick<IncidentSummary, 'id' | 'number' | 'state' | 'clientId' | 'assignee'>
  /** Begins with the question of how long and why. */
  dismissing?: boolean
  onClose: () => void
}
