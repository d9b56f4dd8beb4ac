import { planSummary, type RunState } from '#contract/response.ts'
import { callFailure } from '../failure.ts'
import { allowanceOf } from '../guards/allowance.ts'
import { judgePlan } from '../guards/judge-run.ts'
import { protectedIn } from '../guards/protected.ts'
import { whyNotRequester } from '../guards/requester.ts'
import { ofRun, recordAll } from './trail.ts'
import { Paused, type Turn } from './turn.ts'

/**
 * Begins a queued run, if nothing has come in the way since it was asked for: a cancel, a guard, or facts that changed,
 * by which another plan would have been made. False when it does not begin; then nothing was called.
 */
export async function start(turn: Turn): Promise<boolean> {
  const { held, parts, aws } = turn
  const { run } = held
  if (run.wanted.cancel) return refuse(turn, 'cancelled', run.stopReason)
  const why = await whyNot(turn)
  if (why) return refuse(turn, 'stopped', why)
  const compared = await parts.planner.compare({ pool: parts.pool, now: parts.now, aws }, run.id).catch((error) => {
    if (callFailure(error, 'denied')) return { denied: (error as Error).message }
    // Nothing was called yet, so that it can wait until AWS answers.
    if (callFailure(error)) throw new Paused((error as Error).message)
    throw error
  })
  if ('denied' in compared) return refuse(turn, 'stopped', compared.denied)
  const { digest, differences } = compared
  if (digest !== run.digest) {
    const words = 'Facts have changed since the plan was made. Nothing was called.'
    return refuse(turn, 'changed', words, differences)
  }
  const at = parts.now()
  await held.move('running', async (tx) => {
    await tx.query(
      `UPDATE response_runs SET started_at = coalesce(started_at, $2),
         stop_reason = CASE WHEN cancel_wanted_at IS NOT NULL THEN stop_reason END WHERE id = $1`,
      [run.id, at],
    )
  })
  turn.teller.moved()
  return true
}

/** The guards once more, at the last moment. */
async function whyNot({ held, parts }: Turn): Promise<string | null> {
  const { run, pool } = held
  const allowance = await allowanceOf(pool, { account: run.account.id, now: parts.now(), except: run.id })
  const names = await protectedIn(pool, {
    run: run.id,
    account: run.account.id,
    neverTouch: allowance.guards.neverTouch,
  })
  if (names.length > 0) return `The never-touch list covers ${names.join(', ')} now.`
  const { rows } = await pool.query<{ plan: unknown; target: string | null; changes: number }>(
    `SELECT r.plan, (SELECT min(t.name) FROM response_targets t WHERE t.run_id = r.id HAVING count(*) = 1) AS target,
       (SELECT count(*) FROM response_targets t WHERE t.run_id = r.id AND t.state = 'pending') AS changes
     FROM response_runs r WHERE r.id = $1`,
    [run.id],
  )
  const [row] = rows
  const plan = planSummary.safeParse(row?.plan)
  if (!row || !plan.success) return 'The plan cannot be read.'
  const guards = judgePlan(
    { action: run.action, plan: { ...plan.data, changes: row.changes }, target: row.target },
    allowance,
  )
  return guards.whyNot[0] ?? (await whyNotRequester(pool, run))
}

async function refuse(turn: Turn, state: RunState, words: string | null, differences?: object[]): Promise<false> {
  const { held, parts } = turn
  const { run } = held
  await held.move(state, async (tx) => {
    await tx.query(
      `UPDATE response_targets SET state = 'not-started', open = FALSE WHERE run_id = $1 AND state = 'pending'`,
      [run.id],
    )
    await tx.query(
      `UPDATE response_runs SET stop_reason = $2, differences = $3, finished_at = $4, wake_at = NULL WHERE id = $1`,
      [run.id, words, differences ? JSON.stringify(differences) : null, parts.now()],
    )
    // Who cancelled it is in the trail already.
    if (state !== 'cancelled') await recordAll(tx, [ofRun(run, state, { why: words })])
  })
  parts.metrics?.ended(run.action, state)
  await turn.teller.flush()
  return false
}
