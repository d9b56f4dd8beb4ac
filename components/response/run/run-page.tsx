'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { announce } from '#components/ui/announce.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { Run, TargetState } from '#contract/response.ts'
import { isSettled } from '../act/progress.ts'
import { useFollowed } from '../act/use-run.ts'
import { RunBadge } from '../badges.tsx'
import { ReadOnlyNotice } from '../read-only-notice.tsx'
import { categoryWords, standingOf } from '../words.ts'
import { endingOf } from './ending.ts'
import { Related } from './related.tsx'
import { RunProgress } from './run-progress.tsx'
import { runTitle } from './run-title.ts'
import { RunVerbs } from './run-verbs.tsx'
import { StageList } from './stage-list.tsx'
import { stagesOf } from './stages.ts'
import { targetsHref } from './target-links.ts'
import { targetsInput } from './targets-input.ts'
import { useSeconds } from './use-seconds.ts'
import { verdictOf } from './verdict.ts'
import { VerdictView } from './verdict-view.tsx'

// Drawn by the server; its code comes after, as it is absent mostly.
const EndingView = lazy(() => import('./ending-view.tsx').then((part) => ({ default: part.EndingView })))
// What stands above tells whether all is well; the rest comes right after it.
const DecisionPanel = afterPaint(
  () => import('./decision-panel.tsx').then((part) => part.DecisionPanel),
  <Panel title="Waits for a second person" loading />,
)
const TargetsPanel = afterPaint(
  () => import('./targets-panel.tsx').then((part) => part.TargetsPanel),
  <Panel title="Targets" loading />,
)
const AgreedPlan = afterPaint(
  () => import('./agreed-plan.tsx').then((part) => part.AgreedPlan),
  <SkeletonLines lines={8} />,
)
const breadcrumbs = [{ label: 'Response', href: links.response() }]

/** One run, from its plan to its proof, for one target or a hundred thousand. */
export function RunPage({ id }: { id: string }) {
  const query = useFollowed(id)
  const failed = failureOf(query, 'This run')
  if (query.data)
    return (
      <>
        {failed ? <LastGoodNotice failed={failed} /> : null}
        <Whole run={query.data} />
      </>
    )
  return (
    <>
      <PageHeader title="Run" breadcrumbs={breadcrumbs} />
      {failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </>
  )
}

function Whole({ run }: { run: Run }) {
  const nowMs = useSeconds(!isSettled(run))
  const one = useQuery({
    ...api.response.targets.queryOptions({ input: targetsInput(run.id, {}) }),
    enabled: run.targets === 1,
  }).data?.items[0]
  useSaid(run)
  const verdict = verdictOf(run, nowMs, one)
  const ending = endingOf(run)
  const waits = run.state === 'awaiting-approval'
  const undecided = waits || run.state === 'planned' || run.state === 'planning'
  const { data: guards } = useQuery(api.responseSettings.guards.queryOptions())
  const hrefOf = (state: TargetState) => targetsHref(run, state)
  return (
    <>
      <PageHeader
        title={runTitle(run)}
        breadcrumbs={breadcrumbs}
        status={
          <span className="flex flex-wrap items-center gap-2">
            <span className="text-lg text-muted tabular-nums">#{run.number}</span>
            <RunBadge run={run} />
          </span>
        }
        actions={<RunVerbs run={run} />}
      >
        <Line run={run} />
      </PageHeader>
      <div className="flex flex-col gap-4">
        {guards?.readOnly ? <ReadOnlyNotice /> : null}
        <Suspense fallback={null}>
          {ending ? <EndingView ending={ending} differences={run.differences} /> : null}
        </Suspense>
        {waits ? <DecisionPanel run={run} /> : null}
        {verdict ? (
          <Panel title="Are they out?">
            <VerdictView verdict={verdict} hrefOf={hrefOf} />
          </Panel>
        ) : null}
        <Panel title="From request to proof">
          <div className="flex flex-col gap-4">
            <StageList stages={stagesOf(run, one)} />
            {run.requestedAt && !waits ? <RunProgress run={run} nowMs={nowMs} hrefOf={hrefOf} /> : null}
          </div>
        </Panel>
        {/* Before it is decided, the plan is what matters; afterwards, what became of it. */}
        {undecided ? <PlanPanel run={run} /> : null}
        <div id="targets" className="scroll-mt-16">
          <TargetsPanel run={run} />
        </div>
        {undecided || run.state === 'plan-failed' ? null : <PlanPanel run={run} />}
      </div>
    </>
  )
}

function PlanPanel({ run }: { run: Run }) {
  return (
    <Panel title={planTitle(run)} note={run.plannedAt ? <MadeAt at={run.plannedAt} /> : undefined}>
      {run.state === 'planning' ? (
        <p role="status" className="text-muted">
          AWS is being asked. Nothing is changed.
        </p>
      ) : (
        <AgreedPlan run={run} />
      )}
    </Panel>
  )
}

function planTitle({ state, requestedAt }: Run) {
  if (!requestedAt) return 'The plan'
  return ['awaiting-approval', 'rejected', 'expired'].includes(state)
    ? 'The plan as it was asked for'
    : 'The plan as it was agreed'
}

function Line({ run }: { run: Run }) {
  return (
    <div className="flex flex-col gap-0.5">
      <p className="flex flex-wrap gap-x-1.5">
        <span>
          {run.requestedAt ? 'Asked for' : 'Planned'} by {run.by.name}{' '}
          <RelativeTime at={run.requestedAt ?? run.createdAt} />
        </span>
        <span>
          in <AccountName id={run.account} />
          {run.category ? ',' : null}
        </span>
        {run.category ? <span>{categoryWords[run.category].toLowerCase()}</span> : null}
        <Related run={run} />
      </p>
      {run.reason ? <p className="max-w-prose break-words text-ink">{run.reason}</p> : null}
    </div>
  )
}

function MadeAt({ at }: { at: string }) {
  return (
    <>
      Made <RelativeTime at={at} />
    </>
  )
}

/** Tells assistive technology when it comes to stand otherwise. */
function useSaid(run: Run) {
  const { word } = standingOf(run)
  const last = useRef(word)
  useEffect(() => {
    if (last.current === word) return
    last.current = word
    announce(`Run ${run.number}: ${word}`)
  }, [word, run.number])
}
