'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { parseAsStringLiteral } from '#components/data/list/address.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useAddress } from '#components/data/list/use-address.ts'
import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { Button } from '#components/ui/button.tsx'
import type { Failure } from '#components/ui/panel.tsx'
import type { CertificateBreakdown } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { AgesPanel, ConcernsPanel, IssuersPanel, KeysPanel, StatusesPanel } from './breakdown-panels.tsx'
import { DescribingProgress } from './describing-progress.tsx'
import { ExpiryFigures } from './expiry-figures.tsx'
import { ExpiryTimeline } from './expiry-timeline.tsx'

const parsers = { by: parseAsStringLiteral(['days', 'months']) }

/**
 * The scope's credential health in figures and charts, whatever the list below is filtered by. A filter folds the
 * charts, so that its answer is in sight; once somebody has shown or hidden them, they stay so.
 */
export function CredentialHealth({ scope, breakdown, failed, narrowed, onDay }: CredentialHealthProps) {
  const id = useId()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const open = chosen ?? !narrowed
  const [{ by }, setAddress] = useAddress(parsers)
  const timeline = useQuery(api.certificates.timeline.queryOptions({ input: scope }))
  const { data: feeds } = useFeeds()
  const described = feeds && freshnessOf(feeds, 'certificate-details')
  const shared = { breakdown, failed, scope }
  // The page already says which feed is stale; each panel tells how old its own facts are.
  const age = (...collectors: string[]) => ({ at: feeds && freshnessOf(feeds, ...collectors)?.at })
  return (
    <section aria-label="Credential health" className="flex flex-col gap-3">
      <DescribingProgress breakdown={breakdown} />
      <ExpiryFigures scope={scope} />
      <div>
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={open}
          aria-controls={id}
          icon={
            open ? <ChevronDown aria-hidden className="size-3.5" /> : <ChevronRight aria-hidden className="size-3.5" />
          }
          onClick={() => setChosen(!open)}
        >
          {open ? 'Hide charts' : 'Show charts'}
        </Button>
      </div>
      <div id={id} className={open ? 'grid gap-3 lg:grid-cols-3' : 'hidden'}>
        {open ? (
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
                <KeysPanel {...shared} freshness={age('certificate-details')} />
                <div className="grid min-w-0 content-start gap-3">
                  <IssuersPanel {...shared} freshness={age('certificate-details')} />
                  <StatusesPanel {...shared} freshness={age('certificates')} />
                </div>
              </>
            )}
          </>
        ) : null}
      </div>
    </section>
  )
}
type CredentialHealthProps = {
  scope: { account?: number }
  breakdown: CertificateBreakdown | undefined
  failed: Failure | undefined
  narrowed: boolean
  onDay: (expiresOn: string) => void
}
