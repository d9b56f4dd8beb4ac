'use client'

import { useQuery } from '@tanstack/react-query'
import { ShieldAlert } from 'lucide-react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { FindingsPanel } from '#components/findings/placed/placed.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { Age, RelativeTime } from '#components/ui/time.tsx'
import type { Deployment } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { etaInWords, failuresOf, openOf } from '../counts.ts'
import { DeploymentBadge } from '../marks.tsx'
import { awsSays, standingInWords } from '../standing.ts'
import { deploymentKindWords } from '../words.ts'
import { Failures, Interrupted, Stalls } from './attention.tsx'
import { LabelledCounts } from './labelled-counts.tsx'

const DeploymentVerbs = afterPaint(
  () => import('./deployment-verbs.tsx').then((part) => part.DeploymentVerbs),
  <div aria-hidden className="h-8" />,
)
const ProgressPanel = afterPaint(
  () => import('./progress-panel.tsx').then((part) => part.ProgressPanel),
  <div aria-hidden className="h-[19.2rem] rounded-lg border border-line bg-surface" />,
)
const DevicesPanel = afterPaint(
  () => import('./devices-panel.tsx').then((part) => part.DevicesPanel),
  <Panel title="Devices" loading />,
)
const ConfigPanel = afterPaint(
  () => import('./config-panel.tsx').then((part) => part.ConfigPanel),
  <Panel title="What it is" loading />,
)
const DocumentPanel = afterPaint(
  () => import('./document-panel.tsx').then((part) => part.DocumentPanel),
  <Panel title="Document" loading />,
)
const RunsPanel = afterPaint(() => import('./runs-panel.tsx').then((part) => part.RunsPanel), null)

const breadcrumbs = [{ label: 'Deployments', href: links.deployments() }]
// Running ones are counted every few minutes; one that is over is not counted again.
const staleAfterMs = 3_600_000

/** One deployment: how it goes by its counts, who does not get it and why, and what can be done. */
export function DeploymentPage({ id }: { id: string }) {
  const query = useQuery(api.deployments.get.queryOptions({ input: { id } }))
  const failed = failureOf(query, 'This deployment')
  if (query.data)
    return (
      <>
        {failed ? <LastGoodNotice failed={failed} /> : null}
        <Whole deployment={query.data} />
      </>
    )
  return (
    <>
      <PageHeader title="Deployment" breadcrumbs={breadcrumbs} />
      {failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </>
  )
}

function Whole({ deployment }: { deployment: Deployment }) {
  const { id, account, name, title, kind, health, security, counts, createdAt, seenAt } = deployment
  const aws = awsSays(deployment)
  const eta = etaInWords(deployment)
  const underWay = openOf(counts) > 0
  const freshness = {
    at: seenAt,
    ...(underWay && { staleAfterMs, feed: 'the counts of this deployment' }),
  }
  return (
    <>
      <PageHeader
        title={<span className="break-words">{title}</span>}
        breadcrumbs={breadcrumbs}
        status={
          <span className="flex flex-wrap items-center gap-2">
            <DeploymentBadge health={health} window={deployment.window} />
            <Badge>{deploymentKindWords[kind]}</Badge>
            {security ? (
              <Badge
                icon={ShieldAlert}
                tip="Told to be a security update by its name, description or document; of Greengrass by its name or tags"
              >
                Security update
              </Badge>
            ) : null}
            <Age at={seenAt} prefix="Counted" {...(underWay && { staleAfterMs })} />
          </span>
        }
        actions={<DeploymentVerbs deployment={deployment} />}
      >
        <p>
          {standingInWords(deployment)} {aws} <WaitsForWindow deployment={deployment} />
          Begun <RelativeTime at={createdAt} never="at an unknown time" /> in <AccountName id={account} />.
        </p>
      </PageHeader>
      <div className="flex flex-col gap-4">
        <Panel title="How far it has come" freshness={freshness} note={eta && `When it is through: ${eta}`}>
          <LabelledCounts id={id} counts={counts} />
        </Panel>
        <Attention deployment={deployment} />
        <RunsPanel deployment={deployment} />
        <FindingsPanel account={account} kind="deployment" subject={`${kind}/${name}`} />
        <ProgressPanel deployment={deployment} />
        <div id="devices" className="scroll-mt-16">
          <DevicesPanel deployment={deployment} />
        </div>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <ConfigPanel deployment={deployment} />
          <DocumentPanel deployment={deployment} />
        </div>
      </div>
    </>
  )
}

function WaitsForWindow({ deployment: { window } }: { deployment: Pick<Deployment, 'window'> }) {
  if (!window) return null
  if (window.opensAt === null) return 'Its last maintenance window is over. '
  return (
    <>
      The rest waits for its maintenance window, which opens <RelativeTime at={window.opensAt} />.{' '}
    </>
  )
}

function Attention({ deployment }: { deployment: Deployment }) {
  const { stalls, counts, health, interrupted } = deployment
  const failures = failuresOf(counts)
  const shown = [stalls.length > 0, interrupted.count > 0, failures > 0].filter(Boolean).length
  if (shown === 0)
    return (
      <Panel title="What needs attention">
        <EmptyState title={health === 'unknown' ? 'Too little is known to tell' : 'Nothing needs attention'}>
          {health === 'unknown'
            ? 'Its counts are missing or too old. The page of syncs says why.'
            : 'No device failed, and none is held up.'}
        </EmptyState>
      </Panel>
    )
  return (
    <div className={cx('grid items-start gap-4', shown > 1 && 'lg:grid-cols-2')}>
      {stalls.length > 0 ? (
        <Panel title="Devices that are held up" note="By cause">
          <Stalls deployment={deployment} />
        </Panel>
      ) : null}
      {interrupted.count > 0 ? (
        <Panel title="Devices that were stopped under way" note="Nothing says how far they came">
          <Interrupted deployment={deployment} />
        </Panel>
      ) : null}
      {failures > 0 ? (
        <Panel title="What failed devices said" note="Their own words, which nobody checked">
          <Failures deployment={deployment} />
        </Panel>
      ) : null}
    </div>
  )
}
