'use client'

import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { RunTarget, TargetStep } from '#contract/response.ts'
import { TargetBadge } from '../badges.tsx'
import { IncidentsNamed } from '../incidents-named.tsx'
import { Refused } from '../refused.tsx'
import { targetStateWords } from '../words.ts'
import { StepMark } from './step-mark.tsx'

/** What became of one target: the fact that proves it, each call in order, and what its plan said. */
export function TargetDetail({ target }: { target: RunTarget }) {
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1.5">
        <p>
          <TargetBadge state={target.state} />
        </p>
        <p className="text-muted">{target.plan?.skip ?? targetStateWords[target.state].meaning}</p>
        {target.error ? <p className="rounded-md bg-bad-soft px-3 py-2 break-words text-bad">{target.error}</p> : null}
      </div>
      {target.observation ? (
        <Part title="Observed">
          <p className="break-words">{target.observation}</p>
          <p className="text-xs text-muted">
            <AbsoluteTime at={target.observedAt} precision="second" />
          </p>
          <Refused target={target} />
        </Part>
      ) : null}
      <Part title="Calls">
        {target.steps.length === 0 ? (
          <p className="text-muted">None: it is left alone.</p>
        ) : (
          <ol className="overflow-hidden rounded-md border border-line">
            {target.steps.map((step) => (
              <Step key={`${step.operation} ${step.subject} ${step.to}`} step={step} />
            ))}
          </ol>
        )}
      </Part>
      <Plan target={target} />
      <Part title="Times">
        <KeyValueList
          items={[
            { label: 'Applied', value: <AbsoluteTime at={target.appliedAt} precision="second" never="not applied" /> },
            {
              label: 'Confirmed',
              value: <AbsoluteTime at={target.confirmedAt} precision="second" never="not confirmed" />,
            },
            ...(target.proving
              ? [
                  {
                    label: 'Being proved since',
                    value: <AbsoluteTime at={target.proving.since} precision="second" never="not begun" />,
                  },
                  {
                    label: 'Decided',
                    value: (
                      <AbsoluteTime
                        at={target.proving.decideAt}
                        precision="second"
                        never="once the record of its session is read"
                      />
                    ),
                  },
                ]
              : []),
            {
              label: target.state === 'undone' ? 'Contained until it was undone' : 'Contained since',
              value: <AbsoluteTime at={target.containedAt} precision="second" never="not shown" />,
            },
            ...(target.provedAt
              ? [{ label: 'Proved', value: <AbsoluteTime at={target.provedAt} precision="second" /> }]
              : []),
            {
              label: 'Identity',
              value: target.identity ? <MiddleCut text={target.identity} copy="identity" tail={16} /> : null,
            },
          ]}
        />
      </Part>
    </div>
  )
}

function Step({ step }: { step: TargetStep }) {
  // A session or a new object has none.
  const before = step.before ?? step.from
  return (
    <li className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-b-0">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="min-w-0 break-words">{step.sentence}</span>
        <StepMark state={step.state} />
      </p>
      <p className="mono flex flex-wrap items-center gap-x-1.5 text-muted">
        <span className="break-all">{step.operation}</span>
        {step.subject ? <span className="break-all">{step.subject}</span> : null}
      </p>
      <p className="mono flex flex-wrap items-center gap-1.5">
        {before === null ? null : (
          <>
            <span className="sr-only">Before: </span>
            <span className="break-all">{before}</span>
            {step.before === null ? <span className="text-faint">(planned)</span> : null}
          </>
        )}
        <ArrowRight aria-hidden className="size-3 text-faint" />
        <span className="sr-only">After: </span>
        <span className="font-medium break-all">{step.to ?? 'nothing'}</span>
      </p>
      {step.error ? <p className="break-words text-bad">{step.error}</p> : null}
      <p className="flex flex-wrap items-center gap-x-3 text-xs text-muted">
        {step.at ? <AbsoluteTime at={step.at} precision="second" /> : <span>not called</span>}
        {step.requestId ? (
          <span className="inline-flex max-w-full min-w-0 items-center gap-1">
            request <MiddleCut text={step.requestId} copy="AWS request ID" />
          </span>
        ) : null}
      </p>
    </li>
  )
}

function Plan({ target: { plan } }: { target: RunTarget }) {
  if (!plan) return null
  const { warnings, things, sessions, shared, jobs, incidents, factsAt, fromAws } = plan
  const items = [
    ...(things.length > 0 ? [{ label: 'Loses access', value: things.join(', ') }] : []),
    ...(sessions.length > 0 ? [{ label: 'Sessions', value: sessions.map(sessionInWords).join('; ') }] : []),
    ...shared.map(({ certificateId, things, included }) => ({
      label: included ? 'Shared, included' : 'Shared, left alone',
      value: (
        <>
          <MiddleCut text={certificateId} />
          <span className="text-muted">{things.join(', ')}</span>
        </>
      ),
    })),
    ...(jobs && jobs.length > 0
      ? [{ label: 'Running jobs', value: jobs.map(({ jobId, status }) => `${jobId} (${status})`).join(', ') }]
      : []),
    ...(incidents.length > 0 ? [{ label: 'Open incidents', value: <IncidentsNamed of={incidents} /> }] : []),
    {
      label: 'Facts',
      value: (
        <>
          {fromAws ? 'asked of AWS' : 'as last synced'} <RelativeTime at={factsAt} never="at an unknown time" />
        </>
      ),
    },
  ]
  return (
    <Part title="Its plan">
      {warnings.length > 0 ? (
        <ul className="mb-2 flex list-disc flex-col gap-1 pl-4 text-attention">
          {warnings.map((warning) => (
            <li key={warning} className="break-words">
              {warning}
            </li>
          ))}
        </ul>
      ) : null}
      <KeyValueList items={items} />
    </Part>
  )
}

function sessionInWords({ clientId, connected }: NonNullable<RunTarget['plan']>['sessions'][number]) {
  return `${clientId}: ${connected === null ? 'unknown' : connected ? 'connected' : 'not connected'}`
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  )
}
