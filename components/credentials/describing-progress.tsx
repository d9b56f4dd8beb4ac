'use client'

import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import type { CertificateBreakdown } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'

/** How many certificates have been described: until all are, every figure by date, key or issuer is a lower bound. */
export function DescribingProgress({ breakdown, unknown }: DescribingProgressProps) {
  const all = breakdown?.keys.reduce((sum, { count }) => sum + count, 0) ?? unknown
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-2.5"
    >
      <p className="min-w-0 flex-1 basis-72">
        <span className="font-medium">
          Dates and keys known for {formatCount(all - unknown)} of {formatCount(all)} certificates.
        </span>{' '}
        <span className="text-muted">
          The rest are listed but not described yet, so what expires below is a lower bound.
        </span>
      </p>
      <span className="w-40">
        <ProgressBar label="Certificates described" value={all - unknown} max={all} />
      </span>
      <Link href={links.sync()} className="text-accent hover:underline">
        See the sync
      </Link>
    </div>
  )
}
type DescribingProgressProps = {
  breakdown: CertificateBreakdown | undefined
  /** Those whose key is not known yet. */
  unknown: number
}
