import { tell } from '#server/platform/events.ts'
import type { Held } from './lease.ts'
import type { Verdict } from './observation.ts'
import { patienceOf } from './patience.ts'
import { weigh } from './proof.ts'
import { loadTasks } from './task.ts'
import { runMoved } from './teller.ts'
import { ofContainment, recordAll } from './trail.ts'
import type { ResponseParts } from './turn.ts'

const most = 1_000

/**
 * Notes that targets whose time to be looked at has come could not be: AWS lets us in no more. What was proved of them
 * stands for a moment, as with single calls, and is then not known; it is looked at again once AWS answers.
 */
export async function lookInVain(held: Held, parts: ResponseParts, why: string): Promise<void> {
  const { run, pool } = held
  if (!run.contains) return
  const at = parts.now()
  const tasks = await loadTasks(pool, run.id, { states: ['proving', 'contained'], due: at, limit: most })
  if (tasks.length === 0) return
  const observation = `AWS could not be asked at ${at.toISOString().slice(0, 19).replace('T', ' ')} UTC. ${why}`
  const verdict: Verdict = { state: 'unproved', observation, live: [], unread: { words: '', denied: false } }
  const patience = await patienceOf(parts)
  const looked = tasks.map((task) => ({ task, ...weigh(task, { from: at, at, doneAt: at, verdict }, patience) }))
  const lost = looked.filter(({ state }) => state === 'unproved')
  await held.commit(async (tx) => {
    await tx.query(
      `UPDATE response_targets t SET unread_since = l.unread_since, state = l.state, observation = $5,
         observed_at = CASE WHEN l.state = 'unproved' THEN $6 ELSE t.observed_at END,
         proving_since = CASE WHEN l.state <> 'unproved' THEN t.proving_since END,
         decide_at = CASE WHEN l.state <> 'unproved' THEN t.decide_at END,
         proved_at = CASE WHEN l.state <> 'unproved' THEN t.proved_at END,
         contained_at = CASE WHEN l.state <> 'unproved' THEN t.contained_at END, open = t.open AND l.state = 'proving'
       FROM unnest($2::int[], $3::text[], $4::timestamptz[]) l (n, state, unread_since)
       WHERE t.run_id = $1 AND t.n = l.n`,
      [
        run.id,
        looked.map(({ task }) => task.n),
        looked.map(({ state }) => state),
        looked.map(({ unreadSince }) => unreadSince),
        observation,
        at,
      ],
    )
    if (lost.length === 0) return
    await tx.query(
      'UPDATE response_runs SET contained_in_s = NULL, proving_since = NULL, decide_at = NULL WHERE id = $1',
      [run.id],
    )
    await recordAll(
      tx,
      lost.map(({ task, state }) => ofContainment(run, task, { state, observation, since: null })),
    )
    await tell(tx, runMoved({ account: run.account.id, run: run.id }))
  })
}
