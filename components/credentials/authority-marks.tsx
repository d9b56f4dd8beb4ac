import { Badge } from '#components/ui/badge.tsx'
import { authorityStatus } from './authority-words.ts'

/** A CA certificate's status as a badge, its meaning as the tip. */
export function AuthorityStatusBadge({ status }: { status: string }) {
  const { word, tone, icon, meaning } = authorityStatus(status)
  return (
    <Badge tone={tone} icon={icon} tip={meaning}>
      {word}
    </Badge>
  )
}
