'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useScope } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { plural } from '#components/ui/format.ts'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { Age } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { ControlResult, Framework } from '#contract/reports.ts'
import { AnswersBar } from '../answers-bar.tsx'
import { behindClauses } from '../controls/control-groups.ts'
import { ControlsTable } from '../controls/controls-table.tsx'
import { ClauseId } from '../marks.tsx'

const breadcrumbs = [
  { label: 'Reports', href: links.reports() },
  { label: 'Scorecards', href: links.scorecards() },
]

/** One framework, clause by clause, with the controls behind each and what they answer. */
export function ScorecardPage({ framework: id }: { framework: string }) {
  const scope = useScope()
  const frameworks = useQuery(api.reports.frameworks.queryOptions({ input: scope }))
  const controls = useQuery(api.reports.controls.queryOptions({ input: scope }))
  const failed = failureOf(frameworks, 'The scorecard') ?? failureOf(controls, 'The controls')
  const framework = frameworks.data?.find((one) => one.id === id)
  return (
    <>
      <PageHeader
        title={framework?.title ?? 'Scorecard'}
        breadcrumbs={breadcrumbs}
        status={framework?.factsAt ? <Age at={framework.factsAt} prefix="Oldest facts" /> : null}
        actions={<LinkButton href={links.controls({ framework: id })}>See its controls</LinkButton>}
      >
        {framework?.edition}
      </PageHeader>
      {failed && framework && controls.data ? <LastGoodNotice failed={failed} /> : null}
      {framework && controls.data ? (
        <Scorecard framework={framework} controls={controls.data} />
      ) : failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={12} />
      )}
    </>
  )
}

function Scorecard({ framework, controls }: { framework: Framework; controls: readonly ControlResult[] }) {
  const clauses = behindClauses(framework, controls)
  const without = clauses.filter((clause) => clause.controls.length === 0).length
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <section aria-label="Answers" className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3">
        <AnswersBar
          wide
          counts={framework.answers}
          hrefOf={(answer) => links.controls({ framework: framework.id, answer })}
        />
        <p className="text-pretty text-muted">
          {plural(framework.controls, 'control')} behind {plural(clauses.length, 'clause')}.{' '}
          {without > 0 ? `${plural(without, 'clause')} without a control. ` : ''}
          IDs and our own one-line wording; the published text decides. This is evidence, not a certificate.
        </p>
      </section>
      <div className="min-w-0 rounded-lg border border-line bg-surface">
        <ControlsTable
          label="Clauses"
          groups={clauses.map(({ id, says, verified, controls: behind }) => ({
            id,
            heading: <ClauseId id={id} verified={verified} />,
            note: says,
            controls: behind,
          }))}
          hrefOf={({ control }) => links.control(control)}
        />
      </div>
    </div>
  )
}
