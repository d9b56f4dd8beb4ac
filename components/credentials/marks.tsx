'use client'

import { Badge, type Tone } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { Concern, Expiry } from '#contract/health.ts'
import { expiryParts } from './expiry-parts.ts'
import { concernWords, expiryWords, statusWord } from './words.ts'

const inks: Partial<Record<Tone, string>> = {
  ok: 'text-ok',
  attention: 'text-attention',
  bad: 'text-bad',
  unknown: 'text-unknown',
}

/** The quiet form for table cells. */
export function StatusMark({ status }: { status: string }) {
  const { word, tone, icon: Icon, meaning } = statusWord(status)
  return (
    <span data-tip={meaning} className="flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', inks[tone] ?? 'text-muted')} />
      {word}
    </span>
  )
}

export type Dated = { status: string; expiry: Expiry; notBefore: string | null; notAfter: string | null }

/** "Expires in 6 days". Coloured only while the certificate can connect: an expired inactive one harms nobody. */
export function ExpiryMark({ of }: { of: Dated }) {
  const { icon: Icon } = expiryWords[of.expiry]
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', inks[toneOf(of)] ?? 'text-muted')} />
      <ExpiryWords of={of} />
    </span>
  )
}

// Relative, with the instant itself on hover.
export function ExpiryWords({ of }: { of: Dated }) {
  const { verb, at } = expiryParts(of, useNow())
  return (
    <span>
      {verb} {at ? <RelativeTime at={at} /> : null}
    </span>
  )
}

/** Every concern in a word, or a dash. */
export function ConcernMarks({ concerns }: { concerns: readonly Concern[] }) {
  if (concerns.length === 0) return <span className="text-faint">none</span>
  return (
    <span className="flex flex-wrap gap-1">
      {concerns.map((concern) => (
        <Badge key={concern} tone={concernWords[concern].tone} tip={concernWords[concern].meaning}>
          {concernWords[concern].short}
        </Badge>
      ))}
    </span>
  )
}

export function toneOf({ status, expiry }: Dated): Tone {
  if (expiry === 'unknown') return 'unknown'
  return status === 'ACTIVE' ? expiryWords[expiry].tone : 'neutral'
}
