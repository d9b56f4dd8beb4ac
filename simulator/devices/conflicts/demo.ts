import type { Fleet } from '../../fleet/fleet.ts'
import type { ConflictRequest, Conflicts } from './conflicts.ts'

/** A take-over every half minute or so. */
const easy = 0.6

/**
 * Three at an easy pace beside the pair of clones that the demo has anyway, so that there are several kinds to see. The
 * link that flaps belongs to a modem with a client id of its own, which no thing is registered for.
 */
export function startDemoConflicts(conflicts: Conflicts, fleet: Fleet) {
  const demo: Omit<ConflictRequest, 'pace'>[] = [
    { cause: 'two-credentials-one-client-id' },
    { cause: 'second-process' },
    { cause: 'flapping-link', clientId: 'field-modem-17' },
  ]
  for (const request of demo) conflicts.start(fleet, { ...request, pace: easy, label: 'demo' })
}
