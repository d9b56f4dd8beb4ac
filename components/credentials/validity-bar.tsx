'use client'

import { cx } from '#components/ui/cx.ts'
import { formatShare } from '#components/ui/format.ts'
import { AbsoluteTime } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { Expiry } from '#contract/health.ts'
import { describeExpiry, lifePassed } from './expiry.ts'

/** First day, last day, and how far between them we are. Drawn in SVG: its geometry is attributes, not styles. */
export function ValidityBar({ notBefore, notAfter, expiry, usable }: ValidityBarProps) {
  const now = useNow()
  const passed = lifePassed({ notBefore, notAfter }, now)
  if (passed === null) {
    return (
      <p className="hatched rounded-md px-3 py-2 text-unknown">
        {notBefore || notAfter ? 'Its dates do not describe a period' : 'Its dates are unknown'}
      </p>
    )
  }
  const words = describeExpiry({ notBefore, notAfter, expiry }, now)
  const ink =
    !usable || expiry === 'not-yet-valid'
      ? 'fill-edge'
      : expiry === 'expired'
        ? 'fill-bad'
        : expiry === 'expiring'
          ? 'fill-attention'
          : 'fill-ok'
  return (
    <div>
      <svg
        role="img"
        aria-label={`${words}. ${formatShare(passed, 1)} of its life has passed.`}
        className="h-2.5 w-full"
      >
        <rect width="100%" height="100%" rx="3" className="fill-line" />
        <rect width={`${passed * 100}%`} height="100%" rx="3" className={ink} />
      </svg>
      <div className="mt-1.5 flex flex-wrap justify-between gap-x-4 gap-y-0.5 text-xs">
        <span className="text-muted">
          from <AbsoluteTime at={notBefore} />
        </span>
        <span className={cx('font-medium', usable && expiry === 'expired' && 'text-bad')}>
          {words}, {formatShare(passed, 1)} passed
        </span>
        <span className="text-muted">
          to <AbsoluteTime at={notAfter} />
        </span>
      </div>
    </div>
  )
}
type ValidityBarProps = {
  notBefore: string | null
  notAfter: string | null
  expiry: Expiry
  /** Whether it can be used at all: only then is its end coloured. */
  usable: boolean
}
