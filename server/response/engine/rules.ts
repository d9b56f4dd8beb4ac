import type { Guards } from '#contract/response-settings.ts'

/** How many targets were tried, how many of them failed, and what most of those failed with. */
export type Tried = { tried: number; failed: number; mostly?: string | undefined }

/** Why the circuit breaker stops a run now; null while it holds. */
export function breakerWords({ tried, failed, mostly }: Tried, guards: Pick<Guards, 'errorShare' | 'errorsAtLeast'>) {
  if (failed < guards.errorsAtLeast || failed <= tried * guards.errorShare) return null
  const share = Math.round((100 * failed) / tried)
  const most = Math.round(100 * guards.errorShare)
  return `${failed} of ${tried} targets failed (${share} %); a run stops when more than ${most} % do.${mostly ? ` Mostly: ${mostly}` : ''}`
}

/** How many calls of one operation went through, and how many were denied for which missing IAM action. */
export type Reception = { ok: number; denied: number; action: string | null }

// With this many refusals and nothing else it is the role, not the target.
const enoughDenied = 5

/** Why a run stops whose first calls of an operation were all denied; null otherwise. */
export function deniedWords(receptions: Iterable<readonly [string, Reception]>, firstWindowOver: boolean) {
  for (const [operation, { ok, denied, action }] of receptions) {
    if (ok > 0 || denied === 0 || (denied < enoughDenied && !firstWindowOver)) continue
    return `AWS denies the responder role ${action ?? operation}; nothing more was tried.`
  }
  return null
}

/** When to look at a target again: as long after its calls as they lie back, so the pauses double. */
export function nextPauseMs(sinceMs: number, { first, longest }: { first: number; longest: number }): number {
  return Math.min(longest, Math.max(first, sinceMs))
}
