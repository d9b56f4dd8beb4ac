import type pg from 'pg'
import { type ActionId, actions } from '#contract/actions.ts'
import type { LiveEvent } from '#contract/events.ts'
import { roleAllows } from '#contract/roles.ts'
import { type ActivityObject, type Happening, recordMany } from '#server/activity/record.ts'
import { type Actor, actorOf, type Context } from '#server/platform/context.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * Runs one command in one transaction. What a guard or a role turns down is in the trail too, as refused and why, in a
 * transaction of its own, because the command's is rolled back.
 */
export async function attempt<Result>(
  context: Context,
  attempted: Happening,
  work: (client: pg.PoolClient, actor: Actor) => Promise<Result>,
): Promise<Result> {
  const actor = actorOf(context)
  try {
    return await inTransaction(context.database.pool, (client) => work(client, actor))
  } catch (error) {
    if (error instanceof Refusal && error.kind !== 'not-found') {
      const detail = { ...attempted.detail, why: error.message }
      await recordMany(context.database.pool, context, [{ ...attempted, result: 'refused', detail }])
      error.recorded = true
    }
    throw error
  }
}

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
