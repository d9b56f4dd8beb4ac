import type pg from 'pg'
import { isTaken } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { StoredRow } from '../queries/stored-run.ts'

/**
 * Claims a run's targets: until its outcome is known, no other run can do the same to one of them. Throws a Refusal
 * that names the run which does.
 */
export async function openTargets(
  client: pg.PoolClient,
  { id, action }: Pick<StoredRow, 'id' | 'action'>,
): Promise<void> {
  await client.query('savepoint opening')
  try {
    await client.query(
      `update response_targets set state = 'pending', open = true where run_id = $1 and state = 'planned'`,
      [id],
    )
  } catch (error) {
    if (!isTaken(error)) throw error
    await client.query('rollback to savepoint opening')
    throw await takenBy(client, id, action)
  }
}

async function takenBy(client: pg.PoolClient, id: string, action: string): Promise<Refusal> {
  const { rows } = await client.query<{ name: string; number: number }>(
    `select t.name, r.number from response_targets t
     join response_targets o on o.open and o.account_id = t.account_id and o.action = t.action and o.kind = t.kind
       and o.name = t.name and o.run_id <> t.run_id
     join response_runs r on r.id = o.run_id where t.run_id = $1 and t.action = $2 order by t.n limit 1`,
    [id, action],
  )
  const [other] = rows
  return new Refusal(
    'conflict',
    other
      ? `Run ${other.number} is at “${other.name}” already.`
      : 'Another run was at one of these a moment ago. Try again.',
  )
}

/** Gives a run's targets up that nothing was done to. */
export async function closeTargets(client: pg.PoolClient, id: string): Promise<void> {
  await client.query(
    `update response_targets set state = 'not-started', open = false where run_id = $1 and state = 'pending'`,
    [id],
  )
}

/** Hands a run to the workers. What it undoes is watched until a target is let in again; the watch sees to that. */
export async function queueRun(client: pg.PoolClient, { id, now }: { id: string; now: Date }): Promise<void> {
  await client.query(`update response_runs set state = 'queued', queued_at = $2, wake_at = $2 where id = $1`, [id, now])
}
