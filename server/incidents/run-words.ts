import { type ActionId, actionIds, actions } from '#contract/actions.ts'
import type { RunState } from '#contract/response.ts'

const entries = actionIds.map((id) => [id, phrase(id)] as const)

/** What response actions are called where no button says it: by id. */
export const actionNames: Readonly<Record<string, string>> = Object.fromEntries(entries)

/** Where a run stands, in the words of its page: by state. */
export const runStateNames: Readonly<Record<string, string>> = {
  planning: 'planning',
  'plan-failed': 'plan failed',
  planned: 'planned',
  'awaiting-approval': 'awaiting approval',
  rejected: 'rejected',
  expired: 'expired',
  queued: 'requested',
  changed: 'facts changed',
  running: 'running',
  watching: 'watching',
  done: 'done',
  stopped: 'stopped',
  cancelled: 'cancelled',
} satisfies Record<RunState, string>

function phrase(id: ActionId) {
  const { label, target } = actions[id]
  return target === 'certificate' || target === 'client' ? `${label} ${target}` : label
}
