'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { leftOpen, type Moved, whyNotDismiss, whyNotMove } from '#contract/incident-moves.ts'
import type { IncidentSummary } from '#contract/incidents.ts'
import { stateWords } from '../words.ts'
import { DismissForm } from './dismiss-form.tsx'
import { EndForm } from './end-form.tsx'
import { useTriage, useWhyNot } from './use-change.ts'

const moves: readonly { to: Moved; label: string; says: string }[] = [
  { to: 'triaged', label: 'Triage', says: 'Somebody has taken it up; the time to acknowledge ends.' },
  { to: 'resolved', label: 'Resolve', says: 'Its cause is removed. New conflicts open it again.' },
  { to: 'closed', label: 'Close', says: 'Nothing is left to be done. New conflicts open it again.' },
  { to: 'new', label: 'Put back to new', says: 'As if nobody had looked at it.' },
]

/** The state menu: every way on from here, each with its consequence, and with the reason where it cannot be. */
export function MoveDialog({ incident, dismissing, ending, onClose }: MoveDialogProps) {
  const { id, number, state, active, clientId } = incident
  const whole = useQuery(api.incidents.get.queryOptions({ input: { id } }))
  const whyNot = useWhyNot()
  const { move } = useTriage()
  const [dismiss, setDismiss] = useState(dismissing ?? false)
  const [end, setEnd] = useState(ending ?? null)
  const against = (to: Moved) => leftOpen({ state, active, runs: whole.data?.runs ?? [] }, to)
  const title = dismiss
    ? `Dismiss incident ${number}`
    : end
      ? `${end === 'closed' ? 'Close' : 'Resolve'} incident ${number}?`
      : `Move incident ${number}`
  function go(to: Moved) {
    move(incident, to)
    onClose()
  }
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
      ) : end ? (
        <EndForm left={against(end)} to={end} onEnd={() => go(end)} onKeep={onClose} />
      ) : (
        <ul className="flex flex-col gap-2">
          {moves.map(({ to, label, says }) => (
            <li key={to} className="flex items-center gap-3">
              <Button
                className="w-36"
                disabledReason={whyNot ?? whyNotMove(state, to) ?? undefined}
                onClick={() => (against(to).length > 0 ? setEnd(to) : go(to))}
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
  incident: Pick<IncidentSummary, 'id' | 'number' | 'state' | 'active' | 'clientId' | 'assignee'>
  /** Begins with the question of how long and why. */
  dismissing?: boolean
  /** Begins with the question whether to end it all the same. */
  ending?: Moved | undefined
  onClose: () => void
}
