import { Ban, TriangleAlert } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import type { ActivityResult } from '#contract/activity.ts'

export const resultWords: Record<ActivityResult, string> = { ok: 'Done', refused: 'Refused', failed: 'Failed' }

/** How it ended; what went as it should is said quietly. */
export function ResultBadge({ result }: { result: ActivityResult }) {
  if (result === 'ok') return <span className="text-muted">{resultWords.ok}</span>
  return (
    <Badge tone={result === 'refused' ? 'attention' : 'bad'} icon={result === 'refused' ? Ban : TriangleAlert}>
      {resultWords[result]}
    </Badge>
  )
}
