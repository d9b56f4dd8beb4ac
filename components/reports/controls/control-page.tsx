'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useScope } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { plural } from '#components/ui/format.ts'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { links } from '#contract/links.ts'
import type { Attestation, ControlResult } from '#contract/reports.ts'
import { AnswerMark, KindMark } from '../marks.tsx'
import { AttestationsPanel } from './attestations-panel.tsx'
import { ClausesPanel } from './clauses-panel.tsx'
import { failingPath } from './control-groups.ts'
import { EvidenceList } from './evidence-list.tsx'

const AttestButton = afterPaint(
  () => import('./attest-button.tsx').then((part) => part.AttestButton),
  <div aria-hidden className="h-8 w-28" />,
)

const breadcrumbs = [
  { label: 'Reports', href: links.reports() },
  { label: 'Controls', href: links.controls() },
]

/** One control: its answer and why, what it rests on and how old that is, where it stands in frameworks, who vouched. */
export function ControlPage({ control }: { control: string }) {
  const scope = useScope()
  const query = useQuery(api.reports.control.queryOptions({ input: { control, ...scope } }))
  const failed = failureOf(query, 'This control')
  if (query.data)
    return (
      <>
        {failed ? <LastGoodNotice failed={failed} /> : null}
        <Whole control={query.data} />
      </>
    )
  return (
    <>
      <PageHeader title="Control" breadcrumbs={breadcrumbs} />
      {failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </>
  )
}

export type WholeControl = ControlResult & { attestations: Attestation[]; about: string }

function Whole({ control }: { control: WholeControl }) {
  const { title, group, about, answer, reason, kind, failing } = control
  const path = failing > 0 ? failingPath(control) : null
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[...breadcrumbs, { label: group, href: links.controls({ search: group }) }]}
        status={<AnswerMark answer={answer} />}
        actions={
          <>
            {path ? <LinkButton href={path}>See {plural(failing, 'failing item')}</LinkButton> : null}
            <AttestButton control={control} />
          </>
        }
      >
        {reason}
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="About" note={<KindMark kind={kind} />}>
            <p className="text-pretty">{about}</p>
          </Panel>
          <Panel title="What it rests on" freshness={control.factsAt ? { at: control.factsAt } : undefined}>
            {failing > 0 && !path ? (
              <p className="mb-2 text-muted">
                {plural(failing, 'failing item')} in all, on several pages: each line leads to its own.
              </p>
            ) : null}
            <EvidenceList control={control} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <AttestationsPanel control={control} />
          <ClausesPanel clauses={control.clauses} />
        </div>
      </div>
    </>
  )
}
