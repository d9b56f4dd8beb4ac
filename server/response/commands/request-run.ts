import type pg from 'pg'
import type { ReasonCategory, Run } from '#contract/response.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { allowanceOf } from '../guards/allowance.ts'
import type { Allowance } from '../guards/judge.ts'
import { judgePlan } from '../guards/judge-run.ts'
import { protectedIn } from '../guards/protected.ts'
import { tellWaiting } from '../notices.ts'
import { getRun } from '../queries/get-run.ts'
import { whyNotRequest } from '../queries/may.ts'
import { planOf, type StoredRow } from '../queries/stored-run.ts'
import { undoingRun, whyUndone } from '../queries/undo-of.ts'
import { announce, requireRole, runObject } from './on-run.ts'
import { openTargets, queueRun } from './open-targets.ts'
import { lockRun } from './run-rows.ts'

type Input = {
  id: string
  digest: string
  reason: string
  category: ReasonCategory
  typed?: string | undefined
}

/**
 * Asks for a plan to be executed: at once, or when a second person has approved it. Every guard is judged here, by the
 * facts of this moment. Throws a Refusal that names the first guard in the way, or the run that has a target already.
 */
export async function requestRun(context: Context, { id, digest, reason, category, typed }: Input): Promise<Run> {
  const { now } = context
  const attempted = { action: 'response.requested', object: runObject(id), reason, detail: { category } }
  return attempt(context, attempted, async (client, actor) => {
    const { row, action } = await lockRun(client, id)
    requireRole(actor, action)
    await onePerAccount(client, row.account_id)
    const allowance = await allowanceOf(client, { account: row.account_id, now, except: id })
    const plan = planOf(row)
    const guards = plan && judgePlan({ action, plan, target: row.target }, allowance)
    const whyNot = whyNotRequest({ row, action, guards, actor, now })
    if (whyNot) throw new Refusal(row.by_id === actor.id ? 'conflict' : 'forbidden', whyNot)
    if (digest !== row.digest) throw new Refusal('conflict', 'This is not the plan you saw. Review it again.')
    await requireNotUndone(client, row)
    await requireNothingProtected(client, row, allowance)
    if (guards?.typed && typed?.trim() !== guards.typed) {
      throw new Refusal('invalid', `Type “${guards.typed}” to confirm.`)
    }
    const approval = guards?.approval ?? null
    const expires = new Date(now.getTime() + allowance.guards.approvalHours * 3_600_000)
    await client.query(
      `update response_runs set state = 'awaiting-approval', reason = $2, category = $3, requested_at = $4, approval = $5,
         approval_expires_at = $6, wake_at = $6 where id = $1`,
      [id, reason, category, now, approval, approval ? expires : null],
    )
    await openTargets(client, row)
    const told = { id, number: row.number, account: row.account_id }
    if (!approval) await queueRun(client, { id, now })
    else await tellWaiting(client, told, { by: actor.name, reason, approval, now })
    const detail = { category, action, changes: plan?.changes ?? 0, approval, digest }
    await recordMany(client, context, [{ ...attempted, object: runObject(id, row.number), detail }])
    await announce(client, { id, account: row.account_id }, { work: true })
    return getRun(context, { id }, client)
  })
}

/** Throws a Refusal when a run that this one would undo has been undone meanwhile. */
async function requireNotUndone(client: pg.PoolClient, { undo_of }: Pick<StoredRow, 'undo_of'>): Promise<void> {
  const other = undo_of && (await undoingRun(client, undo_of))
  if (other) throw new Refusal('conflict', whyUndone(other))
}

/** One request of an account at a time, so that two cannot both take what is left of the hourly cap, or undo one run. */
async function onePerAccount(client: pg.PoolClient, account: number): Promise<void> {
  await client.query('select 1 from aws_accounts where id = $1 for no key update', [account])
}

/** Throws a Refusal when a rule has come to cover what the plan changes since it was made. */
export async function requireNothingProtected(
  client: pg.PoolClient,
  { id, account_id: account }: Pick<StoredRow, 'id' | 'account_id'>,
  { guards: { neverTouch } }: Allowance,
): Promise<void> {
  const names = await protectedIn(client, { run: id, account, neverTouch })
  if (names.length === 0) return
  throw new Refusal('conflict', `The never-touch list covers ${names.join(', ')} now. Plan again.`)
}
