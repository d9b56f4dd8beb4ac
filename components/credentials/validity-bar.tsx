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
      <p className="mb-1.5 flex flex-wrap justify-between gap-x-4">
        <span className={cx('font-medium', usable && expiry === 'expired' && 'text-bad')}>{words}</span>
        <span className="text-muted">{formatShare(passed, 1)} of its life has passed</span>
      </p>
      <svg aria-hidden="true" className="block h-2.5 w-full">
        <rect width="100%" height="100%" rx="3" className="fill-line" />
        <rect width={`${passed * 100}%`} height="100%" rx="3" className={ink} />
      </svg>
      <p className="mt-1.5 flex flex-wrap justify-between gap-x-4 text-xs text-muted">
        <span>
          from <AbsoluteTime at={notBefore} precision="day" />
        </span>
        <span>
          to <AbsoluteTime at={notAfter} precision="day" />
        </span>
      </p>
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
