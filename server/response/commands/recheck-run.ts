import type { Run } from '#contract/response.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getRun } from '../queries/get-run.ts'
import { announce, runObject } from './on-run.ts'
import { lockRun } from './run-rows.ts'

/** Has the plan of a waiting request computed again from fresh facts. One that is asked for already is not asked twice. */
export async function recheckRun(context: Context, { id }: { id: string }): Promise<Run> {
  const attempted = { action: 'response.rechecked', object: runObject(id) }
  return attempt(context, attempted, async (client) => {
    const { row } = await lockRun(client, id)
    if (row.state !== 'awaiting-approval') throw new Refusal('conflict', 'It waits for no approval.')
    const { rowCount } = await client.query(
      `update response_runs set recheck_wanted_at = $2, wake_at = least(wake_at, $2)
       where id = $1 and recheck_wanted_at is null`,
      [id, context.now],
    )
    if (rowCount) {
      await recordMany(client, context, [{ ...attempted, object: runObject(id, row.number) }])
      await announce(client, { id, account: row.account_id }, { work: true })
    }
    return getRun(context, { id }, client)
  })
}
