import { Status } from '#components/ui/badge.tsx'
import { plural } from '#components/ui/format.ts'
import type { Policy } from '#contract/policies.ts'

/** How many targets a policy has: unknown until they were read, which is not the same as none. */
export function TargetCount({ policy: { targets } }: { policy: Pick<Policy, 'targets'> }) {
  if (targets === null)
    return (
      <Status health="unknown" tip="Its targets have not been read from AWS yet">
        Unknown
      </Status>
    )
  if (targets === 0) return <span className="text-muted">nothing</span>
  return plural(targets, 'target')
}
