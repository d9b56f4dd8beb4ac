import { plural } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { RunTarget } from '#contract/response.ts'

/** Added proof from the logs: the device tries to come back, and AWS refuses it. Nothing when no log shows it. */
export function Refused({ target: { refused } }: { target: Pick<RunTarget, 'refused'> }) {
  if (!refused) return null
  return (
    <p className="break-words">
      AWS refused {plural(refused.count, 'attempt')} to connect since
      {refused.reasons.length > 0 ? ` (${refused.reasons.join(', ')})` : ''}, the last{' '}
      <RelativeTime at={refused.lastAt} />.
    </p>
  )
}
