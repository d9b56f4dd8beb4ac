import type { Run } from '#contract/response.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { allowanceOf } from '../guards/allowance.ts'
import { judgePlan } from '../guards/judge-run.ts'
import { whyNotRequester } from '../guards/requester.ts'
import { getRun } from '../queries/get-run.ts'
import { whyNotApprove, whyNotDecide } from '../queries/may.ts'
import { planOf } from '../queries/stored-run.ts'
import { announce, requireRole, runObject } from './on-run.ts'
import { closeTargets, queueRun } from './open-targets.ts'
import { requireNothingProtected } from './request-run.ts'
import { lockRun } from './run-rows.ts'

type Input = { id: string; decision: 'approve' | 'reject'; digest: string; note?: string | undefined }

/**
 * Approves or rejects somebody else's request. Throws a Refusal for who asked for it, when it was decided or has
 * expired, and, for an approval, when the plan is another one by now or a guard has come in the way.
 */
export async function decideRun(context: Context, { id, decision, digest, note }: Input): Promise<Run> {
  const { now } = context
  const approves = decision === 'approve'
  const action = approves ? 'response.approved' : 'response.rejected'
  const attempted = { action, object: runObject(id), reason: note ?? null, detail: { digest } }
  return attempt(context, attempted, async (client, actor) => {
    const { row, action } = await lockRun(client, id)
    const allowance = await allowanceOf(client, { account: row.account_id, now, except: id })
    const plan = planOf(row)
    const guards = plan && judgePlan({ action, plan, target: row.target }, allowance)
    const asked = { row, action, guards, actor, now }
    if (row.by_id === actor.id && row.state === 'awaiting-approval') {
      throw new Refusal('forbidden', whyNotDecide(asked) ?? '')
    }
    if (approves && row.state === 'awaiting-approval') requireRole(actor, action)
    const whyNot = approves ? whyNotApprove(asked) : whyNotDecide(asked)
    if (whyNot) throw new Refusal('conflict', whyNot)
    if (approves) {
      if (digest !== row.digest)
        throw new Refusal('conflict', 'This is not the plan that was asked for. Review it again.')
      const gone = await whyNotRequester(client, { id, action })
      if (gone) throw new Refusal('conflict', `${gone} Reject it, and plan it yourself.`)
      await requireNothingProtected(client, row, allowance)
    }
    await client.query(
      `update response_runs set decided_by_id = $2, decided_by_name = $3, decided_at = $4, decision_note = $5,
         state = case when $6 then state else 'rejected' end, finished_at = case when $6 then null else $4::timestamptz end
       where id = $1`,
      [id, actor.id, actor.name, now, note ?? null, approves],
    )
    if (approves) await queueRun(client, { id, now })
    else await closeTargets(client, id)
    await recordMany(client, context, [{ ...attempted, object: runObject(id, row.number) }])
    await announce(client, { id, account: row.account_id }, { work: approves })
    return getRun(context, { id }, client)
  })
}
