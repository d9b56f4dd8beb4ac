'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#components/data/api.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Incident } from '#contract/incidents.ts'
import { CauseMark, StateBadge } from '../badges.tsx'
import { EvidenceList } from '../page/evidence-list.tsx'
import { sidesTitle } from '../page/side-words.ts'
import { Sides } from '../page/sides.tsx'
import { isConflict, rateInWords } from '../words.ts'

/** What a drawer says about an incident; its code loads with the first drawer. */
export function IncidentGlance({ id }: { id: string }) {
  const query = useQuery(api.incidents.get.queryOptions({ input: { id } }))
  return (
    <div className="flex flex-col gap-5">
      <WhenRead query={query} what="This incident">
        {(incident) => <Glance incident={incident} />}
      </WhenRead>
    </div>
  )
}

function Glance({ incident }: { incident: Incident }) {
  const { severity, severityReasons, state, kicks, active, ratePerMinute, assignee, firstAt, lastAt } = incident
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={severity} />
        <StateBadge state={state} />
        <CauseMark of={incident} />
      </p>
      {isConflict(incident) || incident.sides.length > 0 ? (
        <Part title={sidesTitle(incident.sides)}>
          <Sides incident={incident} narrow />
        </Part>
      ) : null}
      <Part title="How we know">
        <EvidenceList evidence={incident.evidence} cause={incident.cause} most={4} />
      </Part>
      <KeyValueList
        items={[
          ...(isConflict(incident)
            ? [{ label: 'Kicks', value: `${formatCount(kicks)}, ${active ? rateInWords(ratePerMinute) : 'quiet now'}` }]
            : []),
          { label: 'First', value: <RelativeTime at={firstAt} /> },
          { label: 'Last', value: <RelativeTime at={lastAt} /> },
          { label: 'Assigned to', value: assignee?.name ?? <span className="text-muted">nobody</span> },
          { label: 'Why this severity', value: severityReasons.join(' ') || null },
        ]}
      />
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  )
}
