'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useScope } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { Age } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { Framework } from '#contract/reports.ts'
import { AnswersBar } from '../answers-bar.tsx'
import { ReportsTabs } from '../reports-tabs.tsx'
import { inOrder } from '../words.ts'

/** The same controls by framework: how many stand behind each, and what they answer. */
export function ScorecardsPage() {
  const query = useQuery(api.reports.frameworks.queryOptions({ input: useScope() }))
  const failed = failureOf(query, 'The scorecards')
  return (
    <>
      <PageHeader title="Reports">
        The same controls, as each framework counts them. Answers are never made one percentage.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <ReportsTabs current={links.scorecards()} />
        {failed && query.data ? <LastGoodNotice failed={failed} /> : null}
        {query.data ? (
          <ul className="grid gap-4 lg:grid-cols-2">
            {inOrder(query.data).map((framework) => (
              <Card key={framework.id} framework={framework} />
            ))}
          </ul>
        ) : failed ? (
          <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
        ) : (
          <SkeletonLines lines={12} />
        )}
      </div>
    </>
  )
}

function Card({ framework: { id, title, edition, controls, answers, factsAt, clauses } }: { framework: Framework }) {
  const unverified = clauses.filter(({ verified }) => !verified).length
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div>
        <h2 className="text-sm font-semibold">
          <Link href={links.scorecard(id)} className="hover:underline">
            {title}
          </Link>
        </h2>
        <p className="text-xs text-muted">{edition}</p>
      </div>
      <AnswersBar wide counts={answers} hrefOf={(answer) => links.controls({ framework: id, answer })} />
      <p className="mt-auto flex flex-wrap items-baseline justify-between gap-x-4 text-muted">
        <span>
          {plural(controls, 'control')} behind {plural(clauses.length, 'clause')}
          {unverified > 0 ? `; ${plural(unverified, 'ID')} not verified` : ''}
        </span>
        {factsAt ? <Age at={factsAt} prefix="Oldest facts" /> : null}
      </p>
    </li>
  )
}
