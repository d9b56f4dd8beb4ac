import type { ActionOptions, Run } from '#contract/response.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getRun } from '../queries/get-run.ts'
import { announce, requireRole, runObject } from './on-run.ts'
import { lockRun } from './run-rows.ts'

/** Plans a run again from fresh facts, for who planned it. Throws a Refusal once it was asked for. */
export async function replanRun(
  context: Context,
  { id, options }: { id: string; options?: ActionOptions | undefined },
): Promise<Run> {
  const attempted = { action: 'response.planned-again', object: runObject(id) }
  return attempt(context, attempted, async (client, actor) => {
    const { row: run, action } = await lockRun(client, id)
    requireRole(actor, action)
    if (run.by_id !== actor.id) {
      throw new Refusal('forbidden', `${run.by_name} made this plan. Make one of your own.`)
    }
    if (!['planned', 'plan-failed'].includes(run.state)) {
      throw new Refusal('conflict', run.state === 'planning' ? 'It is being planned.' : 'It was asked for already.')
    }
    await client.query(
      `update response_runs set state = 'planning', plan = null, digest = null, planned_at = null, stop_reason = null,
         options = coalesce($2, options), wake_at = now(), holder = null, lease_until = null where id = $1`,
      [id, options ? JSON.stringify(options) : null],
    )
    const object = runObject(id, run.number)
    await recordMany(client, context, [{ ...attempted, object, detail: options ? { options } : {} }])
    await announce(client, { id, account: run.account_id }, { work: true })
    return getRun(context, { id }, client)
  })
}
