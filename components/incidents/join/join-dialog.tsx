'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { whyNotMerge } from '#contract/incident-moves.ts'
import type { Incident } from '#contract/incidents.ts'
import { CandidateList } from './candidate-list.tsx'
import { consequences } from './consequences.ts'
import { useJoin } from './use-join.ts'

type Direction = 'into' | 'from'

/** Chooses another incident, says what joining them does, and joins them in either direction. */
export function JoinDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { id, number } = incident
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [direction, setDirection] = useState<Direction>('into')
  const { join, busy } = useJoin()
  const query = useQuery({
    ...api.incidents.candidates.queryOptions({ input: { id, ...(search && { search }) } }),
    placeholderData: keepPreviousData,
  })
  const failed = failureOf(query, 'The incidents')
  const other = query.data?.find((one) => one.id === chosen)
  const self = { ...incident, joined: incident.joined.length }
  const [parent, child] = direction === 'into' ? [other, self] : [self, other]
  const whyNot =
    parent && child ? (whyNotMerge(parent, child) ?? undefined) : 'Choose the incident that it belongs with'
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`Join incident ${number} with another`}
      description="One of both stands for the other from then on. It can be taken out again."
      footer={
        <>
          <Button onClick={onClose}>Leave them apart</Button>
          <Button
            variant="primary"
            busy={busy}
            disabledReason={whyNot}
            onClick={() => parent && child && join(parent, child, onClose)}
          >
            {parent && child ? `Join #${child.number} to #${parent.number}` : 'Join'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SearchBox label="Part of a client ID, or a number" value={search} onChange={setSearch} />
        {query.data ? (
          <CandidateList candidates={query.data} searched={search !== ''} chosen={chosen} onChoose={setChosen} />
        ) : failed ? (
          <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
        ) : (
          <SkeletonLines lines={4} />
        )}
        {other ? (
          <section
            aria-label="What joining them does"
            className="flex flex-col items-start gap-2 border-t border-line pt-3"
          >
            <Segmented<Direction>
              label="Which stands for the other"
              name="direction"
              value={direction}
              onChange={setDirection}
              options={[
                { value: 'into', label: `#${other.number} stands for #${number}` },
                { value: 'from', label: `#${number} stands for #${other.number}` },
              ]}
            />
            {parent && child ? (
              <ul className="list-disc pl-5">
                {consequences(parent, child).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            ) : null}
          </section>
        ) : null}
      </div>
    </Dialog>
  )
}
