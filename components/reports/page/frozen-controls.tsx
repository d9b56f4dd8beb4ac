'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { ControlResult, Report } from '#contract/reports.ts'
import { byGroup } from '../controls/control-groups.ts'
import { EvidenceList } from '../controls/evidence-list.tsx'
import { AnswerMark, ClauseId, KindMark } from '../marks.tsx'
import { talliedInWords, tally } from '../words.ts'

/** Every control as it was answered then; each opens to what was behind it. */
export function FrozenControls({ report: { results } }: { report: Report }) {
  const { data } = useQuery({ ...api.reports.frameworks.queryOptions({ input: {} }), staleTime: 600_000 })
  const titleOf = (framework: string) => data?.find(({ id }) => id === framework)?.title ?? framework
  return (
    <Panel title="Controls" note={talliedInWords(tally(results))} flush>
      {byGroup(results).map(({ id, controls }) => (
        <section key={id} aria-label={id}>
          <h3 className="border-b border-line bg-sunken px-4 py-1.5 text-sm font-semibold">{id}</h3>
          {controls.map((control) => (
            <Frozen key={control.control} control={control} titleOf={titleOf} />
          ))}
        </section>
      ))}
    </Panel>
  )
}

function Frozen({ control, titleOf }: { control: ControlResult; titleOf: (framework: string) => string }) {
  const { title, answer, reason, kind, clauses, attestation } = control
  return (
    <details id={control.control} className="group border-b border-line">
      <summary className="grid min-h-9 cursor-pointer list-none grid-cols-[1rem_minmax(0,1fr)_8.5rem] items-baseline gap-x-2 px-4 py-1.5 hover:bg-hover max-sm:grid-cols-[1rem_minmax(0,1fr)]">
        <ChevronRight aria-hidden className="size-3.5 self-center text-faint group-open:rotate-90" />
        <span className="min-w-0">
          <span className="font-medium">{title}</span>
          <span className="block text-muted [overflow-wrap:anywhere]">{reason}</span>
        </span>
        <span className="max-sm:col-start-2">
          <AnswerMark answer={answer} />
        </span>
      </summary>
      <div className="flex max-w-4xl flex-col gap-3 px-4 pt-1 pb-4 pl-10">
        <EvidenceList control={control} />
        {attestation ? (
          <p className="[overflow-wrap:anywhere]">
            {attestation.owner.name} vouched on <AbsoluteTime at={attestation.reviewedAt} precision="day" />
            {attestation.account === null ? '' : ` for ${attestation.accountName ?? attestation.account}`}, to be
            reviewed by <AbsoluteTime at={attestation.expiresAt} precision="day" />:{' '}
            <q className="whitespace-pre-line">{attestation.statement}</q>{' '}
            {attestation.lapsed ? <Badge tone="attention">Lapsed</Badge> : null}
            {attestation.answer === 'pass' && !attestation.link && !attestation.file ? (
              <Badge tone="attention">No evidence attached</Badge>
            ) : null}
          </p>
        ) : null}
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          <KindMark kind={kind} />
          {clauses.map(({ framework, id, verified }) => (
            <span key={`${framework} ${id}`} className="inline-flex items-baseline gap-1.5">
              <span className="text-muted">{titleOf(framework)}</span>
              <ClauseId id={id} verified={verified} />
            </span>
          ))}
        </p>
      </div>
    </details>
  )
}
