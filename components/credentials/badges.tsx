import { Badge } from '#components/ui/badge.tsx'
import { type Dated, ExpiryWords, toneOf } from './marks.tsx'
import { expiryWords, statusWord } from './words.ts'

/** A certificate's status as a badge, its meaning as the tip. */
export function StatusBadge({ status }: { status: string }) {
  const { word, tone, icon, meaning } = statusWord(status)
  return (
    <Badge tone={tone} icon={icon} tip={meaning}>
      {word}
    </Badge>
  )
}

/** The same as ExpiryMark, as a badge. */
export function ExpiryBadge({ of }: { of: Dated }) {
  return (
    <Badge tone={toneOf(of)} icon={expiryWords[of.expiry].icon}>
      <ExpiryWords of={of} />
    </Badge>
  )
}
