import { CircleCheck, CircleHelp, OctagonAlert } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Age } from '#components/ui/time.tsx'
import type { TrailState } from '#contract/activity.ts'

// The self-check runs every minute; one that has not for this long is no longer about what is shown.
const checkStaleAfterMs = 10 * 60_000

/** How far the trail was verified and when, or that it was tampered with. */
export function TrailBadge({ state }: { state: TrailState | undefined }) {
  if (!state) return null
  if (trailProblems(state).length > 0) {
    return (
      <Badge tone="bad" icon={OctagonAlert}>
        Tampered with
      </Badge>
    )
  }
  const newest = newestCheck(state)
  if (!newest) {
    return (
      <Badge tone="unknown" icon={CircleHelp}>
        Not verified yet
      </Badge>
    )
  }
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <Badge tone="ok" icon={CircleCheck} tip={`Head ${state.head.position}:${state.head.hash}`}>
        Verified up to entry {formatCount(newest.position)}
      </Badge>
      <Age at={newest.checkedAt} staleAfterMs={checkStaleAfterMs} />
    </span>
  )
}

/** What the newest checks found, each once. */
export function trailProblems({ recent, full }: TrailState) {
  const found = [...(full?.problems ?? []), ...(recent?.problems ?? [])]
  return [...new Map(found.map((problem) => [problem.sentence, problem])).values()]
}

function newestCheck({ recent, full }: TrailState) {
  return [recent, full].filter((check) => check !== null).sort((a, b) => b.checkedAt.localeCompare(a.checkedAt))[0]
}
