import { Status } from '#components/ui/badge.tsx'
import { actions } from '#contract/actions.ts'
import type { RunSummary } from '#contract/response.ts'
import { duration } from '../words.ts'

type Measured = Pick<RunSummary, 'action' | 'containedInS' | 'overLimit' | 'undone' | 'counts'>

/** How long containment took, and a mark when that was, or already is, longer than the limit. */
export function ContainmentTime({ run: { action, containedInS, overLimit, undone, counts } }: { run: Measured }) {
  if (!actions[action].contains) return <span className="text-faint">–</span>
  const words = containedInS === null ? null : duration(containedInS)
  // How long it took says how long it took, and not that they are out.
  if (undone || counts.undone)
    return (
      <span className="text-muted" data-tip="Taken back since">
        {words ? `${words}, undone` : 'Undone'}
      </span>
    )
  if (!overLimit) return <>{words ?? <span className="text-faint">–</span>}</>
  return (
    <Status health="bad" tip="Longer than the limit in the settings">
      {words ?? 'Over the limit'}
    </Status>
  )
}
