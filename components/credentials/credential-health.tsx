'use client'

import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { Button } from '#components/ui/button.tsx'
import type { Failure } from '#components/ui/panel.tsx'
import type { CertificateBreakdown } from '#contract/certificates.ts'
import { ExpiryFigures } from './expiry-figures.tsx'

const frame = 'rounded-lg border border-line bg-surface'
// Only while a first sync is on its way.
const DescribingProgress = afterPaint(
  () => import('./describing-progress.tsx').then((part) => part.DescribingProgress),
  <div className={`h-12 ${frame}`} />,
)
const CredentialCharts = afterPaint(
  () => import('./credential-charts.tsx').then((part) => part.CredentialCharts),
  <>
    <div className={`h-77 lg:col-span-2 ${frame}`} />
    <div className={`h-77 ${frame}`} />
    <div className={`h-108 lg:col-span-3 ${frame}`} />
  </>,
)

/**
 * The scope's credential health in figures and charts, whatever the list below is filtered by. A filter folds the
 * charts, so that its answer is in sight; once somebody has shown or hidden them, they stay so.
 */
export function CredentialHealth({ scope, breakdown, failed, narrowed, onDay }: CredentialHealthProps) {
  const id = useId()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const open = chosen ?? !narrowed
  const unknown = breakdown?.keys.find(({ value }) => value === 'unknown')?.count ?? 0
  return (
    <section aria-label="Credential health" className="flex flex-col gap-3">
      {unknown > 0 ? <DescribingProgress breakdown={breakdown} unknown={unknown} /> : null}
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
        {open ? <CredentialCharts scope={scope} breakdown={breakdown} failed={failed} onDay={onDay} /> : null}
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
