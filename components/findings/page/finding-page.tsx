'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { Finding } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { FindingFacts, FindingMarks, WhyAndFix, Witnesses } from './finding-parts.tsx'

const FindingVerbs = afterPaint(
  () => import('../decide/finding-verbs.tsx').then((part) => part.FindingVerbs),
  <div aria-hidden className="h-8" />,
)
const FindingLog = afterPaint(
  () => import('./finding-log.tsx').then((part) => part.FindingLog),
  <Panel title="What happened" loading />,
)

/** One finding: what fails, who says so, what to do, and what people decided about it. */
export function FindingPage({ id }: { id: string }) {
  const query = useQuery(api.findings.get.queryOptions({ input: { id } }))
  const failed = failureOf(query, 'This finding')
  if (query.data)
    return (
      <>
        {failed ? <LastGoodNotice failed={failed} /> : null}
        <Whole finding={query.data} />
      </>
    )
  return (
    <>
      <PageHeader title="Finding" breadcrumbs={[{ label: 'Findings', href: links.findings() }]} />
      {failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </>
  )
}

function Whole({ finding }: { finding: Finding }) {
  const { title, check, account, detail, related, suppression } = finding
  const breadcrumbs = [
    { label: 'Findings', href: links.findings() },
    { label: title, href: links.findings({ account, check }) },
  ]
  return (
    <>
      <PageHeader
        title={<span className="mono text-lg break-all">{finding.subject}</span>}
        breadcrumbs={breadcrumbs}
        status={<FindingMarks finding={finding} />}
        actions={<FindingVerbs finding={finding} />}
      >
        {detail}
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={title}>
            <WhyAndFix finding={finding} />
          </Panel>
          <Panel title="Witnesses">
            <Witnesses finding={finding} />
          </Panel>
          {related.length > 0 ? <RelatedPanel related={related} /> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Facts">
            <FindingFacts finding={finding} />
          </Panel>
          {suppression ? <Hidden suppression={suppression} /> : null}
          <FindingLog finding={finding} />
        </div>
      </div>
    </>
  )
}

function RelatedPanel({ related }: { related: Finding['related'] }) {
  return (
    <Panel title="What else it concerns">
      <ul className="flex flex-col gap-1.5">
        {related.map(({ kind, name, detail }) => (
          <li key={`${kind} ${name}`} className="min-w-0">
            <span className="text-muted">{kind}</span>{' '}
            {kind === 'deployment' ? (
              <Link href={links.deployment(name)} className="break-words text-accent hover:underline">
                {detail ?? name}
              </Link>
            ) : (
              <>
                <span className="mono break-all">{name}</span>
                {detail ? <span className="block text-muted">{detail}</span> : null}
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Hidden({
  suppression: { id, why, by, owner, expiresAt },
}: {
  suppression: NonNullable<Finding['suppression']>
}) {
  return (
    <Panel title="Why it is suppressed">
      <p className="break-words">{why}</p>
      <p className="mt-1 text-muted">
        Suppression {id} by {by}, owned by {owner}, {expiresAt ? `until ${expiresAt.slice(0, 10)}` : 'without an end'}.
      </p>
    </Panel>
  )
}
