import type pg from 'pg'
import { type ActionId, actions } from '#contract/actions.ts'
import type { LiveEvent } from '#contract/events.ts'
import { roleAllows } from '#contract/roles.ts'
import type { ActivityObject } from '#server/activity/record.ts'
import type { Actor } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** A run as the trail names it. */
export const runObject = (id: string, number?: number): ActivityObject => ({
  kind: 'run',
  id,
  name: number === undefined ? null : `Run ${number}`,
})

/** Throws a Refusal when a person's role is too weak for an action. */
export function requireRole({ role }: Actor, action: ActionId): void {
  const needed = actions[action].role
  if (roleAllows(role, needed)) return
  throw new Refusal('forbidden', `“${actions[action].label}” needs the role ${needed}; yours is ${role}.`)
}

/** Tells open pages that a run changed and, when there is work, the workers to look. */
export async function announce(
  client: pg.PoolClient,
  run: { id: string; account: number },
  { work }: { work: boolean },
) {
  const changed = { type: 'run', account: run.account, run: run.id } satisfies LiveEvent
  await tell(client, changed)
  if (work) await tell(client, { type: 'wake' })
}
