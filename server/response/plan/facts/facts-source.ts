import type { NeverTouchRule } from '#contract/response-settings.ts'
import type { FactAccount } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Aged } from '../../action.ts'
import type { Fresh } from '../refresh/fresh.ts'

/** What facts are loaded from: the tables, what AWS has just said beside them, and who is never touched. */
export type FactsSource = {
  run: string
  sql: Sql
  account: FactAccount
  fresh: Fresh
  /** When AWS was asked for what is fresh. */
  askedAt: Date
  neverTouch: readonly NeverTouchRule[]
  /** When each collector last got through. */
  feeds: ReadonlyMap<string, Date | null>
  /** Whether every certificate's status was listed just now. */
  statusesListed: boolean
}

/** How old the oldest of some facts is; `false` among `fresh` means that one was not asked of AWS. */
export function aged(source: FactsSource, fresh: boolean[], stored: (Date | null | undefined)[]): Aged {
  if (fresh.every(Boolean)) return { at: source.askedAt, fromAws: true }
  const times = stored.filter((at) => at instanceof Date).map((at) => at.getTime())
  return { at: times.length > 0 ? new Date(Math.min(...times)) : null, fromAws: false }
}
