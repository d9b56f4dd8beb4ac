'use client'

import { useQuery } from '@tanstack/react-query'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Deployment } from '#contract/deployments.ts'
import { etaInWords, failuresOf } from '../counts.ts'
import { DeploymentBadge } from '../marks.tsx'
import { Failures, Interrupted, Stalls } from '../page/attention.tsx'
import { LabelledCounts } from '../page/labelled-counts.tsx'
import { awsSays, standingInWords } from '../standing.ts'

/** What a drawer says about a deployment; its code loads with the first drawer. */
export function DeploymentGlance({ id }: { id: string }) {
  const query = useQuery(api.deployments.get.queryOptions({ input: { id } }))
  return (
    <div className="flex flex-col gap-5">
      <WhenRead query={query} what="This deployment">
        {(deployment) => <Glance deployment={deployment} />}
      </WhenRead>
    </div>
  )
}

function Glance({ deployment }: { deployment: Deployment }) {
  const { id, account, health, window, counts, intent, createdAt, lastChangeAt, seenAt, stalls, interrupted } =
    deployment
  const aws = awsSays(deployment)
  return (
    <>
      <p>
        <DeploymentBadge health={health} window={window} />
      </p>
      <p className="text-base text-pretty">
        {standingInWords(deployment)} {aws ? <span className="text-muted">{aws}</span> : null}
      </p>
      <LabelledCounts id={id} counts={counts} />
      {stalls.length > 0 ? (
        <section aria-label="Devices that are held up">
          <h3 className="mb-2 text-xs font-semibold text-muted">Devices that are held up</h3>
          <Stalls deployment={deployment} />
        </section>
      ) : null}
      {interrupted.count > 0 ? (
        <section aria-label="Devices that were stopped under way">
          <h3 className="mb-2 text-xs font-semibold text-muted">Devices that were stopped under way</h3>
          <Interrupted deployment={deployment} />
        </section>
      ) : null}
      {failuresOf(counts) > 0 ? (
        <section aria-label="What failed devices said">
          <h3 className="mb-2 text-xs font-semibold text-muted">What failed devices said</h3>
          <Failures deployment={deployment} most={3} />
        </section>
      ) : null}
      <KeyValueList
        items={[
          { label: 'Brings', value: intent ?? <span className="text-muted">not said</span> },
          { label: 'Through', value: etaInWords(deployment) ?? <span className="text-muted">it is over</span> },
          { label: 'Begun', value: <RelativeTime at={createdAt} never="unknown" /> },
          { label: 'Counts changed', value: <RelativeTime at={lastChangeAt} never="unknown" /> },
          { label: 'Age of counts', value: <RelativeTime at={seenAt} never="unknown" /> },
          { label: 'Account', value: <AccountName id={account} /> },
        ]}
      />
    </>
  )
}
