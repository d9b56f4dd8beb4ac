'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { parseAsStringLiteral } from '#components/data/list/address.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useAddress } from '#components/data/list/use-address.ts'
import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { links } from '#contract/links.ts'
import {
  AgesPanel,
  type BreakdownProps,
  ConcernsPanel,
  IssuersPanel,
  KeysPanel,
  StatusesPanel,
} from './breakdown-panels.tsx'
import { ExpiryTimeline } from './expiry-timeline.tsx'

const parsers = { by: parseAsStringLiteral(['days', 'months']) }

/** The scope's certificates by last day, concern, age, key, issuer and status: cells of the grid around it. */
export function CredentialCharts({ scope, breakdown, failed, onDay }: CredentialChartsProps) {
  const [{ by }, setAddress] = useAddress(parsers)
  const timeline = useQuery(api.certificates.timeline.queryOptions({ input: scope }))
  const { data: feeds } = useFeeds()
  const described = feeds && freshnessOf(feeds, 'certificate-details')
  const shared = { breakdown, failed, scope }
  // The page already says which feed is stale; each panel tells how old its own facts are.
  const age = (...collectors: string[]) => ({ at: feeds && freshnessOf(feeds, ...collectors)?.at })
  return (
    <>
      <div className="min-w-0 lg:col-span-2">
        <ExpiryTimeline
          timeline={timeline.data}
          scale={by ?? 'days'}
          onScale={(next) => setAddress({ by: next === 'days' ? null : next })}
          onPick={onDay}
          hrefs={{
            overdue: links.credentials({ ...scope, expiry: 'expired' }),
            unknown: links.credentials({ ...scope, expiry: 'unknown' }),
          }}
          freshness={described}
          failed={failureOf(timeline, 'The expiry timeline')}
        />
      </div>
      <ConcernsPanel {...shared} freshness={age('certificates', 'thing-principals', 'policy-targets')} />
      {failed && !breakdown ? null : (
        <>
          <AgesPanel {...shared} freshness={age('certificates')} />
          <IssuersPanel {...shared} freshness={age('certificate-details')} />
          <StatusesPanel {...shared} freshness={age('certificates')} />
          <div className="min-w-0 lg:col-span-3">
            <KeysPanel {...shared} freshness={age('certificate-details')} />
          </div>
        </>
      )}
    </>
  )
}
type CredentialChartsProps = Pick<BreakdownProps, 'scope' | 'breakdown' | 'failed'> & {
  onDay: (expiresOn: string) => void
}
