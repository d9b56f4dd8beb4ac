'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatAbsolute } from '#components/ui/format-time.ts'
import { Field, Select } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { links } from '#contract/links.ts'
import type { ReportSummary } from '#contract/reports.ts'

/** Asks which two of the latest reports to compare; at first the two newest that are ready. */
export function ChooseTwo() {
  const query = useQuery(api.reports.list.queryOptions({ input: {} }))
  const failed = failureOf(query, 'The reports')
  if (!query.data)
    return failed ? (
      <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
    ) : (
      <SkeletonLines lines={4} />
    )
  const ready = query.data.items.filter(({ state }) => state === 'ready')
  const [newest, before] = ready
  if (!newest || !before)
    return (
      <EmptyState
        title="Two reports are needed"
        action={<LinkButton href={links.reports()}>See all reports</LinkButton>}
      >
        {ready.length === 1 ? 'Only one is ready. Make another' : 'None is ready. Make two'}, and what changed stands
        here.
      </EmptyState>
    )
  return <Choice ready={ready} before={before} newest={newest} />
}

function Choice({ ready, before, newest }: ChoiceProps) {
  const [from, setFrom] = useState(before.id)
  const [to, setTo] = useState(newest.id)
  const options = ready.map(({ id, number, title, asOf }) => ({
    value: id,
    label: `Report ${number}: ${title} (${formatAbsolute(new Date(asOf), 'UTC')})`,
  }))
  return (
    <Panel title="Which two">
      <div className="flex max-w-xl flex-col gap-4">
        <Field label="From">
          <Select options={options} value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label="To">
          <Select options={options} value={to} onChange={(event) => setTo(event.target.value)} />
        </Field>
        {from === to ? (
          <p className="text-muted">These are one and the same: choose another.</p>
        ) : (
          <LinkButton variant="primary" className="self-start" href={links.comparison(from, to)}>
            See what changed
          </LinkButton>
        )}
      </div>
    </Panel>
  )
}
type ChoiceProps = { ready: readonly ReportSummary[]; before: ReportSummary; newest: ReportSummary }
