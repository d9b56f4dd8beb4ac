import type { Run } from '#contract/response.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getRun } from '../queries/get-run.ts'
import { whyNotCancel } from '../queries/may.ts'
import { announce, runObject } from './on-run.ts'
import { closeTargets } from './open-targets.ts'
import { lockRun } from './run-rows.ts'

/**
 * Cancels what has not started: at once while no worker has it, else by asking its worker, which ends what is under way.
 * Throws a Refusal when everything was called already.
 */
export async function cancelRun(context: Context, { id, reason }: { id: string; reason: string }): Promise<Run> {
  const attempted = { action: 'response.cancelled', object: runObject(id), reason }
  return attempt(context, attempted, async (client, actor) => {
    const { row } = await lockRun(client, id)
    const whyNot = whyNotCancel({ row, actor })
    if (whyNot) throw new Refusal('conflict', whyNot)
    const { rowCount } = await client.query(
      `update response_runs set state = 'cancelled', stop_reason = $2, finished_at = $3, cancel_wanted_at = $3
       where id = $1 and state <> 'running' and (state <> 'queued' or holder is null or lease_until < $3)`,
      [id, reason, context.now],
    )
    if (rowCount) await closeTargets(client, id)
    else {
      await client.query(
        'update response_runs set cancel_wanted_at = $2, wake_at = $2, stop_reason = $3 where id = $1',
        [id, context.now, reason],
      )
    }
    const detail = { was: row.state, atOnce: Boolean(rowCount) }
    await recordMany(client, context, [{ ...attempted, object: runObject(id, row.number), detail }])
    await announce(client, { id, account: row.account_id }, { work: true })
    return getRun(context, { id }, client)
  })
}
