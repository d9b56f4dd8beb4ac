'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { keepIncident, useWhyNot } from '../triage/use-change.ts'

/** What belongs together: incidents the same actor seems to cause, those joined to this one, and its client IDs. */
export function MergePanel({ incident }: { incident: Incident }) {
  const { suggestions, joined, memberClients, members, state, account } = incident
  const queries = useQueryClient()
  const whyNot = useWhyNot()
  const onError = (error: Error) => toast({ tone: 'bad', title: 'Nothing was changed', detail: error.message })
  const unmerge = useMutation(
    api.incidents.unmerge.mutationOptions({ onSuccess: (answer) => keepIncident(queries, answer), onError }),
  )
  const merge = useMutation(
    api.incidents.merge.mutationOptions({
      onSuccess: (answer, { other }) => {
        keepIncident(queries, answer)
        const undo = { label: 'Undo', run: () => unmerge.mutate({ id: other }) }
        toast({ tone: 'ok', title: 'Joined to this incident', action: undo })
      },
      onError,
    }),
  )
  const takeOut = (id: string) => (
    <Button size="sm" disabledReason={whyNot} busy={unmerge.isPending} onClick={() => unmerge.mutate({ id })}>
      Take out
    </Button>
  )
  if (state === 'merged')
    return (
      <Panel title="Belongs together">
        <p className="mb-2">It stands where the incident stands that it was joined to.</p>
        {takeOut(incident.id)}
      </Panel>
    )
  if (suggestions.length + joined.length === 0 && members <= 1) return null
  return (
    <Panel title="Belongs together" flush>
      {suggestions.map((one) => (
        <Row
          key={one.id}
          href={links.incident(one.id)}
          name={one.clientId}
          number={one.number}
          says={one.why}
          action={
            <Button
              size="sm"
              disabledReason={whyNot}
              busy={merge.isPending}
              onClick={() => merge.mutate({ id: incident.id, other: one.id })}
            >
              Join to this
            </Button>
          }
        />
      ))}
      {joined.map((one) => (
        <Row
          key={one.id}
          href={links.incident(one.id)}
          name={one.clientId}
          number={one.number}
          says="Joined to this one."
          action={takeOut(one.id)}
        />
      ))}
      {members > 1 ? (
        <details className="px-4 py-2">
          <summary className="min-h-6 cursor-pointer">{formatCount(members)} client IDs in it</summary>
          <ul className="mt-1 max-h-60 overflow-y-auto">
            {memberClients.map(({ clientId, thing, kicks }) => (
              <li key={clientId} className="flex justify-between gap-3 py-0.5">
                {thing ? (
                  <Link href={links.thing(account, thing)} className="mono truncate text-accent hover:underline">
                    {clientId}
                  </Link>
                ) : (
                  <span className="mono truncate">{clientId}</span>
                )}
                <span className="text-muted tabular-nums">{formatCount(kicks)} kicks</span>
              </li>
            ))}
          </ul>
          {members > memberClients.length ? (
            <p className="text-muted">The first {formatCount(memberClients.length)} are listed.</p>
          ) : null}
        </details>
      ) : null}
    </Panel>
  )
}

type RowProps = { href: string; name: string; number: number; says: string; action: ReactNode }

function Row({ href, name, number, says, action }: RowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 gap-2">
          <span className="text-faint tabular-nums">#{number}</span>
          <Link href={href} className="mono truncate text-accent hover:underline">
            {name}
          </Link>
        </p>
        <p className="break-words text-muted">{says}</p>
      </div>
      {action}
    </div>
  )
}
