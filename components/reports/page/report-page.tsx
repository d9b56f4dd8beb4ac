'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import { reportDownloads } from '#contract/report-downloads.ts'
import type { Report } from '#contract/reports.ts'
import { useAccountNames } from '../list/use-account-names.ts'
import { isUnderWay, reportStates, scopeInWords } from '../words.ts'
import { FrozenReport } from './frozen-report.tsx'

const followMs = 1_500
const breadcrumbs = [{ label: 'Reports', href: links.reports() }]

/** One report: how far its making is, why it failed, or what it froze. */
export function ReportPage({ id }: { id: string }) {
  const query = useQuery({
    ...api.reports.get.queryOptions({ input: { id } }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? followMs : false),
  })
  const failed = failureOf(query, 'This report')
  if (query.data)
    return (
      <>
        {failed ? <LastGoodNotice failed={failed} /> : null}
        <Whole report={query.data} />
      </>
    )
  return (
    <>
      <PageHeader title="Report" breadcrumbs={breadcrumbs} />
      {failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </>
  )
}

function Whole({ report }: { report: Report }) {
  const { id, number, title, state, scope, asOf, by } = report
  const nameOf = useAccountNames()
  const ready = state === 'ready'
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={breadcrumbs}
        status={<Badge tone={ready ? 'ok' : state === 'failed' ? 'bad' : 'neutral'}>{reportStates[state]}</Badge>}
        actions={
          ready ? (
            <>
              <CompareLink report={report} />
              <LinkButton href={reportDownloads.file(id, 'pdf')} download variant="primary">
                Download PDF
              </LinkButton>
            </>
          ) : null
        }
      >
        <span className="flex flex-wrap gap-x-4">
          <span>Report {number}</span>
          <span>{scopeInWords(scope, nameOf)}</span>
          <span>
            as of <AbsoluteTime at={asOf} />
          </span>
          <span>{report.schedule === null ? `asked for by ${by}` : `made by the schedule of ${by}`}</span>
        </span>
      </PageHeader>
      {ready ? <FrozenReport report={report} /> : <Unready report={report} />}
    </>
  )
}

/** To what changed since the one before, of the same scope and choice where there is one; to the choice of two without any. */
function CompareLink({ report: { id, asOf, framework, scope } }: { report: Report }) {
  const { data } = useQuery({ ...api.reports.list.queryOptions({ input: {} }), staleTime: 60_000 })
  const about = JSON.stringify([framework, scope])
  const earlier = data?.items.filter((one) => one.state === 'ready' && one.id !== id && one.asOf < asOf) ?? []
  const before = earlier.find((one) => JSON.stringify([one.framework, one.scope]) === about) ?? earlier[0]
  return before ? (
    <LinkButton href={links.comparison(before.id, id)}>Compare with report {before.number}</LinkButton>
  ) : (
    <LinkButton href={links.comparison()}>Compare…</LinkButton>
  )
}

function Unready({ report: { state, error, progress } }: { report: Report }) {
  if (state === 'failed')
    return (
      <Panel title="It was not made">
        <EmptyState
          title={error ?? 'Nobody knows why.'}
          action={<LinkButton href={links.reports()}>See all reports</LinkButton>}
        >
          Nothing of it was kept. It can be asked for again in the list of reports.
        </EmptyState>
      </Panel>
    )
  return (
    <Panel title={reportStates[state]}>
      <div className="flex max-w-md flex-col gap-2">
        <ProgressBar label="The report" value={progress === null ? null : progress * 100} />
        <p className="text-muted" role="status">
          {state === 'wanted' ? 'The worker begins within seconds.' : 'It reads one moment’s facts; this page follows.'}
        </p>
      </div>
    </Panel>
  )
}
