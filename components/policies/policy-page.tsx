'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { PolicyHistory } from '#components/history/history.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { plural } from '#components/ui/format.ts'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { PolicyDetail } from '#contract/policies.ts'
import { PolicyJudgement } from './placed.tsx'
import { PolicyTargets } from './policy-targets.tsx'
import { PolicyVersions } from './policy-versions.tsx'
import { TargetCount } from './target-count.tsx'

/** One policy: its default document and siblings, what it is attached to, and how it came to be so. */
export function PolicyPage({ initial }: { initial: PolicyDetail }) {
  const one = { account: initial.account, name: initial.name }
  const query = useQuery({ ...api.policies.get.queryOptions({ input: one }), initialData: initial })
  const { data: feeds } = useFeeds(initial.account)
  const policy = query.data
  const failed = failureOf(query, 'The policy')
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <PageHeader
        title={policy.name}
        breadcrumbs={[{ label: 'Policies', href: links.policies() }]}
        status={policy.goneAt ? <Badge tone="unknown">No longer listed</Badge> : null}
        freshness={feeds && freshnessOf(feeds, 'policies')}
      >
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          <span>
            {policy.defaultVersionId ? `Default version ${policy.defaultVersionId}` : 'Default version unknown'} of{' '}
            {plural(policy.versions, 'version')}
          </span>
          <span className="inline-flex gap-1">
            Attached to <TargetCount policy={policy} />
          </span>
        </span>
      </PageHeader>
      {failed ? <LastGoodNotice failed={failed} /> : null}
      <PolicyVersions policy={policy} />
      <PolicyJudgement {...one} />
      <PolicyTargets policy={policy} />
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <PolicyHistory {...one} />
        <Panel title="In AWS IoT">
          <KeyValueList
            items={[
              { label: 'Created', value: policy.createdAt && <AbsoluteTime at={policy.createdAt} /> },
              { label: 'Last modified', value: policy.lastModifiedAt && <AbsoluteTime at={policy.lastModifiedAt} /> },
              { label: 'First seen here', value: <AbsoluteTime at={policy.firstSeenAt} /> },
              { label: 'Last change seen', value: <AbsoluteTime at={policy.changedAt} /> },
              { label: 'Targets read', value: <AbsoluteTime at={policy.targetsReadAt} never="not yet" /> },
              {
                label: 'Generation',
                value: policy.generationId && <span className="mono">{policy.generationId}</span>,
              },
              { label: 'ARN', value: policy.arn && <MiddleCut text={policy.arn} copy="ARN" /> },
            ]}
          />
        </Panel>
      </div>
    </div>
  )
}
