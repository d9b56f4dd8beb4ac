'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { MemberList } from '../join/member-list.tsx'
import { useJoin } from '../join/use-join.ts'
import { useWhyNot } from '../triage/use-change.ts'

const JoinDialog = lazy(() => import('../join/join-dialog.tsx').then((part) => ({ default: part.JoinDialog })))

/** What belongs together: incidents the same actor seems to cause, any other that is chosen, and those joined to this one. */
export function MergePanel({ incident }: { incident: Incident }) {
  const { id, suggestions, joined, members, state, mergedInto } = incident
  const [joining, setJoining] = useState(false)
  const whyNot = useWhyNot()
  const { join, takeOut, busy } = useJoin()
  if (state === 'merged')
    return (
      <Panel title="Belongs together">
        <p className="mb-2">
          It stands where{' '}
          {mergedInto ? (
            <Link href={links.incident(mergedInto)} className="text-accent hover:underline">
              the incident it was joined to
            </Link>
          ) : (
            'the incident it was joined to'
          )}{' '}
          stands.
        </p>
        <Button size="sm" disabledReason={whyNot} busy={busy} onClick={() => takeOut(id)}>
          Take out
        </Button>
      </Panel>
    )
  const closed = state === 'closed' ? 'It is closed. Take it up again first' : undefined
  const any = joined.length > 0 || members > 1
  return (
    <Panel
      title="Belongs together"
      note={members > 1 ? `${formatCount(members)} client IDs of one common cause` : undefined}
      flush
      actions={
        <Button size="sm" disabledReason={whyNot ?? closed} onClick={() => setJoining(true)}>
          Join with another…
        </Button>
      }
    >
      {suggestions.map((one) => (
        <Suggestion
          key={one.id}
          {...one}
          action={
            <Button
              size="sm"
              disabledReason={whyNot ?? closed}
              busy={busy}
              onClick={() => join(incident, { id: one.id, number: one.number })}
            >
              Join to this
            </Button>
          }
        />
      ))}
      {any ? <MemberList id={id} whyNot={whyNot} /> : null}
      {any || suggestions.length > 0 ? null : (
        <p className="p-4 text-muted">Nothing is joined to it, and no other incident has a credential of its sides.</p>
      )}
      <Suspense fallback={null}>
        {joining ? <JoinDialog incident={incident} onClose={() => setJoining(false)} /> : null}
      </Suspense>
    </Panel>
  )
}

type SuggestionProps = Incident['suggestions'][number] & { action: ReactNode }

function Suggestion({ id, clientId, number, why, action }: SuggestionProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 gap-2">
          <span className="text-faint tabular-nums">#{number}</span>
          <Link href={links.incident(id)} className="mono truncate text-accent hover:underline">
            {clientId}
          </Link>
        </p>
        <p className="break-words text-muted">{why}</p>
      </div>
      {action}
    </div>
  )
}
