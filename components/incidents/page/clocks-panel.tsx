'use client'

import { Button } from '#components/ui/button.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { Incident } from '#contract/incidents.ts'
import { useChange, useWhyNot } from '../triage/use-change.ts'
import { clocksOf } from './clocks.ts'

/** How long it took so far; and, once we are aware of it, the clocks of the Cyber Resilience Act where it applies. */
export function ClocksPanel({ incident }: { incident: Incident }) {
  const { awareAt, acknowledgedAt, containedAt, resolvedAt, craApplies, drill } = incident
  const law = drill
    ? 'As under the EU Cyber Resilience Act; an exercise is reported to nobody'
    : 'Under the EU Cyber Resilience Act'
  return (
    <Panel title="Clocks" note={craApplies ? law : undefined}>
      <div className="flex flex-col gap-4">
        {craApplies && awareAt ? <Countdowns awareAt={awareAt} /> : null}
        <KeyValueList
          items={[
            {
              label: 'Became aware',
              value: awareAt ? <AbsoluteTime at={awareAt} /> : <span className="text-muted">not stamped</span>,
            },
            { label: 'Acknowledged', value: <RelativeTime at={acknowledgedAt} never="not yet" /> },
            { label: 'Contained', value: <RelativeTime at={containedAt} never="not yet" /> },
            { label: 'Resolved', value: <RelativeTime at={resolvedAt} never="not yet" /> },
          ]}
        />
        {awareAt ? null : <BecomeAware incident={incident} />}
      </div>
    </Panel>
  )
}

function Countdowns({ awareAt }: { awareAt: string }) {
  const now = useNow()
  return (
    <ul className="flex flex-col gap-3">
      {clocksOf(awareAt, now).map(({ hours, what, share, over, said, due }) => (
        <li key={hours} className="flex flex-col gap-1">
          <p className="flex flex-wrap justify-between gap-x-3">
            <span>
              {hours} h: {what}
            </span>
            <span className={over ? 'font-medium text-bad' : 'text-muted'}>{said}</span>
          </p>
          <ProgressBar label={`${hours} hour clock`} value={share} max={1} tone={over ? 'bad' : 'accent'} />
          <p className="text-xs text-muted">
            Until <AbsoluteTime at={due} />
          </p>
        </li>
      ))}
    </ul>
  )
}

function BecomeAware({ incident: { id, craApplies } }: { incident: Incident }) {
  const whyNot = useWhyNot()
  const { mutate, isPending } = useChange()
  return (
    <div className="flex flex-col items-start gap-1">
      <Button
        size="sm"
        variant={craApplies ? 'secondary' : 'ghost'}
        busy={isPending}
        disabledReason={whyNot}
        onClick={() => mutate({ id, aware: true })}
      >
        We became aware now
      </Button>
      <p className="text-xs text-muted">
        {craApplies
          ? 'Stamps the moment and starts the 24 h and 72 h clocks. It is set once.'
          : 'Stamps the moment, for a report. It is set once.'}
      </p>
    </div>
  )
}
