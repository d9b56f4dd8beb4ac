'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { announce } from '#components/ui/announce.ts'
import { Badge, SeverityBadge } from '#components/ui/badge.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { CauseMark, StateBadge } from '../badges.tsx'
import { isConflict, stateWords } from '../words.ts'
import { EvidenceList } from './evidence-list.tsx'
import { IncidentLine } from './incident-line.tsx'
import { isLetIn } from './let-in.ts'
import { sidesTitle } from './side-words.ts'
import { Sides } from './sides.tsx'

// Who, what and why stand above; everything one does about it comes right after.
const IncidentVerbs = afterPaint(
  () => import('./incident-verbs.tsx').then((part) => part.IncidentVerbs),
  <div aria-hidden className="h-8" />,
)
const AnswerPanel = afterPaint(
  () => import('./answer-panel.tsx').then((part) => part.AnswerPanel),
  <Panel title="What ends it" loading />,
)
const RestOfPage = afterPaint(
  () => import('./rest-of-page.tsx').then((part) => part.RestOfPage),
  <Panel title="In time" loading />,
)
const breadcrumbs = [{ label: 'Incidents', href: links.incidents() }]

/** One incident: who fights over a client ID, how we know, and everything that is done about it. */
export function IncidentPage({ id }: { id: string }) {
  const query = useQuery(api.incidents.get.queryOptions({ input: { id } }))
  const failed = failureOf(query, 'This incident')
  if (query.data)
    return (
      <>
        {failed ? <LastGoodNotice failed={failed} /> : null}
        <Whole incident={query.data} />
      </>
    )
  return (
    <>
      <PageHeader title="Incident" breadcrumbs={breadcrumbs} />
      {failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </>
  )
}

function Whole({ incident }: { incident: Incident }) {
  useSaid(incident)
  const { clientId, number, severity, state, drill, reopened, wouldDecide } = incident
  return (
    <>
      <PageHeader
        title={<span className="mono text-lg break-all">{clientId}</span>}
        breadcrumbs={breadcrumbs}
        status={
          <span className="flex flex-wrap items-center gap-2">
            <span className="text-lg text-muted tabular-nums">#{number}</span>
            <SeverityBadge severity={severity} />
            <StateBadge state={state} />
            {isLetIn(incident) ? (
              <Badge
                tone="attention"
                tip="The run that kept it out was taken back. Look once more whether its cause is gone."
              >
                Containment undone
              </Badge>
            ) : null}
            {drill ? (
              <Badge tone="accent" tip="Virtual devices play it; it counts nowhere among real incidents">
                Exercise
              </Badge>
            ) : null}
            {reopened > 0 ? <Badge tone="attention">Reopened {reopened > 1 ? `${reopened} times` : ''}</Badge> : null}
            <CauseMark of={incident} />
          </span>
        }
        actions={<IncidentVerbs incident={incident} />}
      >
        <IncidentLine incident={incident} />
      </PageHeader>
      <div className="flex flex-col gap-4">
        {/* An alarm or a finding has no sides. */}
        {!isConflict(incident) && incident.sides.length === 0 ? null : (
          <Panel title={sidesTitle(incident.sides)} note="As far as the records say">
            <Sides incident={incident} />
          </Panel>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Panel title="How we know">
            <EvidenceList evidence={incident.evidence} cause={incident.cause} />
            {wouldDecide.length > 0 ? <WouldDecide steps={wouldDecide} /> : null}
          </Panel>
          <AnswerPanel incident={incident} />
        </div>
        <RestOfPage incident={incident} />
      </div>
    </>
  )
}

function WouldDecide({ steps }: { steps: string[] }) {
  return (
    <section aria-label="What would decide it" className="mt-4 border-t border-line pt-3">
      <h3 className="mb-1 text-xs font-semibold text-muted">What would decide it</h3>
      <ul className="list-disc pl-5">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
    </section>
  )
}

/** Tells assistive technology when data or somebody else moves it. */
function useSaid({ state, number }: Incident) {
  const last = useRef(state)
  useEffect(() => {
    if (last.current === state) return
    last.current = state
    announce(`Incident ${number}: ${stateWords[state].word}`)
  }, [state, number])
}
