import { z } from 'zod'
import { type ActionId, actionIds, actions } from '#contract/actions.ts'
import {
  type RunState,
  type RunSummary,
  reasonCategory,
  runState,
  type TargetState,
  targetState,
} from '#contract/response.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { countsByStanding, isUndone } from '../taken-back.ts'

/** Columns of a run `r` for lists. */
export const summaryColumns: Fragment = sql`r.id, r.number, r.account_id, r.action, r.state, r.targets, r.by_id, r.by_name,
  r.created_at, r.requested_at, r.queued_at, r.started_at, r.finished_at, r.category, r.reason, r.approval_expires_at,
  r.contained_in_s, r.proving_since, r.decide_at, r.undo_of, (select u.number from response_runs u where u.id = r.undo_of) as undo_of_number,
  ${isUndone} as undone,
  case when r.targets = 1 then (select t.name from response_targets t where t.run_id = r.id limit 1) end as target,
  ${countsByStanding} as counts`

export type SummaryRow = {
  id: string
  number: number
  account_id: number
  action: string
  state: string
  targets: number
  by_id: string
  by_name: string
  created_at: Date
  requested_at: Date | null
  queued_at: Date | null
  started_at: Date | null
  finished_at: Date | null
  category: string | null
  reason: string | null
  approval_expires_at: Date | null
  contained_in_s: number | null
  proving_since: Date | null
  decide_at: Date | null
  undo_of: string | null
  undo_of_number: number | null
  undone: boolean
  target: string | null
  counts: Record<string, number> | null
}

const actionId = z.enum(actionIds)

/** A run as lists show it. Throws for an action that this version does not have: its words would be missing. */
export function toSummary(row: SummaryRow, { now, limitS }: { now: Date; limitS: number }): RunSummary {
  const action = actionId.parse(row.action)
  const state = runState.parse(row.state)
  const counts = countsOf(row.counts ?? {})
  return {
    id: row.id,
    number: row.number,
    account: row.account_id,
    action,
    state,
    targets: row.targets,
    counts,
    target: row.target,
    by: { id: row.by_id, name: row.by_name },
    createdAt: row.created_at.toISOString(),
    requestedAt: iso(row.requested_at),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
    category: reasonCategory.safeParse(row.category).data ?? null,
    reason: row.reason,
    approvalExpiresAt: iso(row.approval_expires_at),
    proving: counts.proving ? { since: iso(row.proving_since), decideAt: iso(row.decide_at) } : null,
    containedInS: row.contained_in_s,
    overLimit: isOverLimit(
      {
        action,
        state,
        counts,
        containedInS: row.contained_in_s,
        since: row.queued_at,
        provingSince: row.proving_since,
      },
      now,
      limitS,
    ),
    undoOf: row.undo_of && row.undo_of_number ? { id: row.undo_of, number: row.undo_of_number } : null,
    undone: row.undone,
  }
}

export const iso = (time: Date | null): string | null => time?.toISOString() ?? null

function countsOf(stored: Record<string, number>): RunSummary['counts'] {
  const known = targetState.options.flatMap((state): [TargetState, number][] =>
    stored[state] ? [[state, stored[state]]] : [],
  )
  return Object.fromEntries(known)
}

type Containing = {
  action: ActionId
  state: RunState
  counts: RunSummary['counts']
  containedInS: number | null
  since: Date | null
  provingSince: Date | null
}

/** Whether keeping devices out took longer than it may, takes longer, or has come to an end without being shown. */
function isOverLimit(
  { action, state, counts, containedInS, since, provingSince }: Containing,
  now: Date,
  limitS: number,
): boolean {
  if (!actions[action].contains || !since) return false
  const late = (at: Date) => at.getTime() - since.getTime() > limitS * 1000
  if (state === 'running' || state === 'watching') {
    const open = (counts.pending ?? 0) + (counts.applying ?? 0) + (counts.applied ?? 0) + (counts.confirmed ?? 0)
    if (open + (counts['not-contained'] ?? 0) > 0) return late(now)
    // What is being proved was out, if it is, at the look that its proof began with.
    if (counts.proving) return late(provingSince ?? now)
  }
  if (state === 'done' || state === 'watching') {
    if ((counts['not-contained'] ?? 0) > 0) return true
  }
  return containedInS !== null && containedInS > limitS
}
