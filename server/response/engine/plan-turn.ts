import type { ResponderAws } from '#server/aws/responder.ts'
import { callFailure } from '../failure.ts'
import type { Held } from './lease.ts'
import type { ResponseParts } from './turn.ts'

/** Plans a run, or plans it again for who approves. Whatever goes wrong is said in the run: somebody waits for it. */
export async function planTurn(
  held: Held,
  parts: ResponseParts,
  aws: ResponderAws | { whyNot: string },
): Promise<void> {
  const { run } = held
  const { pool, now, planner } = parts
  if (run.state === 'planning') {
    try {
      await planner.make({ pool, aws, now }, run.id)
    } catch (error) {
      const failure = callFailure(error)
      if (!failure) parts.log.error({ err: error, run: run.number }, 'A plan failed')
      await held.move('plan-failed', async (tx) => {
        await tx.query('UPDATE response_runs SET stop_reason = $2, wake_at = NULL WHERE id = $1', [
          run.id,
          failure?.message ?? 'An internal error; the log has it in full.',
        ])
      })
    }
    return
  }
  const recheck = await compare()
  await held.commit(async (tx) => {
    await tx.query('UPDATE response_runs SET recheck = coalesce($2, recheck), recheck_wanted_at = NULL WHERE id = $1', [
      run.id,
      recheck && JSON.stringify(recheck),
    ])
  })

  async function compare() {
    if ('whyNot' in aws) return null
    try {
      return { at: now().toISOString(), ...(await planner.compare({ pool, aws, now }, run.id)) }
    } catch (error) {
      if (!callFailure(error)) throw error
      parts.log.warn({ err: error, run: run.number }, 'A plan could not be computed again')
      return null
    }
  }
}
