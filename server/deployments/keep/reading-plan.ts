import type { DeploymentCounts } from '#contract/deployments.ts'
import { type CountedStatus, countedAs } from './facts.ts'

/** AWS's most for a page of executions. */
const pageSize = 250

/** Which of a job's executions to read: all of them (`fresh`: of which none is known), or only those in some states. */
export type ReadingPlan = { whole: true; fresh: boolean } | { whole: false; states: CountedStatus[] }

/**
 * The fewest pages that show what moved. A device that moved is found in the state it came to, so only states that AWS
 * counts more of than we do need to be read. What is in progress is read along, because its time of update moves
 * without its count. `kept`: how many executions we hold per state. `before`: whether all were read once. `over`: nothing
 * will move any more, so one reading of all is worth it.
 */
export function planReading(
  counts: DeploymentCounts,
  kept: Partial<Record<string, number>>,
  { before, over }: { before: boolean; over: boolean },
): ReadingPlan {
  const whole = { whole: true, fresh: Object.keys(kept).length === 0 } as const
  if (!before || over) return whole
  const states = Object.entries(countedAs).map(([key, state]) => ({
    state,
    count: counts[key as keyof DeploymentCounts],
    held: kept[state] ?? 0,
  }))
  const gained = states.filter(({ count, held }) => count > held)
  const differs = states.some(({ count, held }) => count !== held)
  // Only lost: they were deleted, which a list of all tells.
  if (differs && gained.length === 0) return whole
  const wanted = states.filter((one) => gained.includes(one) || (one.state === 'IN_PROGRESS' && one.count > 0))
  const pages = wanted.reduce((sum, { count }) => sum + pagesOf(count), 0)
  const total = states.reduce((sum, { count }) => sum + count, 0)
  return pages < pagesOf(total) ? { whole: false, states: wanted.map(({ state }) => state) } : whole
}

const pagesOf = (count: number) => Math.max(1, Math.ceil(count / pageSize))
