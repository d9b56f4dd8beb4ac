import type { Severity } from '#contract/incidents.ts'
import type { Judgement } from '../judge.ts'
import type { Standing } from './load.ts'

/** How severities compare; the smaller the worse. */
export const ranks: Record<Severity, number> = { critical: 1, high: 2, medium: 3, low: 4, info: 5 }

/** What data makes of an incident's state; people's own moves are not touched otherwise. */
export type Move = { state: string; reopened: boolean; log: string } | null

/**
 * Whether new records move an incident: one that was thought over and goes on is open again. `before` is how it stands,
 * `judged` what the records say now.
 */
export function moveOf(before: Standing, judged: Judgement, now: Date): Move {
  const cameBackAfter = (moment: Date | null) => moment !== null && judged.lastAt > moment
  switch (before.state) {
    case 'contained':
      return cameBackAfter(before.containedAt) ? reopened('triaged', 'The conflict goes on after containment') : null
    case 'resolved':
      return cameBackAfter(before.resolvedAt) ? reopened('new', 'The conflict came back after it was resolved') : null
    case 'closed':
      return cameBackAfter(before.closedAt) ? reopened('new', 'The conflict came back after it was closed') : null
    case 'dismissed':
      if (judged.lastAt <= before.lastAt) return null
      if (before.dismissedUntil && before.dismissedUntil <= now) return reopened('new', 'Its dismissal has run out')
      if (ranks[judged.severity] < before.severityRank)
        return reopened('new', 'It became more severe than what was dismissed')
      return before.cause === judged.cause ? null : reopened('new', 'Its cause is not what was dismissed')
    default:
      return null
  }
}

const reopened = (state: string, log: string): Move => ({ state, reopened: true, log })
