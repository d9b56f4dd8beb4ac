'use client'

import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'

/** When a last chance is, or was: "by 2027-11-09 00:00 UTC, in 11 months". */
export function LastChanceTime({ at }: { at: string }) {
  return (
    <span className="text-xs">
      {Date.parse(at) < useNow() ? 'on' : 'by'} <AbsoluteTime at={at} />, <RelativeTime at={at} />
    </span>
  )
}
