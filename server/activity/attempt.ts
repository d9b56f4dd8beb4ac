import type pg from 'pg'
import { type Actor, actorOf, type Context } from '#server/platform/context.ts'
import { inTransaction } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Happening, recordMany } from './record.ts'

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
