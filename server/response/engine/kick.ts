import { readGuards } from '../guards/settings.ts'
import { inFlight } from './in-flight.ts'
import { lookInPlace } from './in-place.ts'
import { claimKicks, noteClients } from './kicks.ts'
import { failureOfOne } from './read.ts'
import type { Task } from './task.ts'
import { ofKick, recordAll } from './trail.ts'
import type { Turn } from './turn.ts'

/** A session that is live although its target's calls are confirmed. */
export type Stray = { task: Task; clientId: string }

/** By target, what was done about its live sessions, in words that go behind the observation. */
export type Kicked = Map<number, { words: string; closed: boolean }>

type Kick = Stray & { step: number }

/**
 * Closes sessions again that should be out, no client's more often than the guards say, and only while AWS is still as
 * the run left it: who was let in again since is none of this run's business. What it is about to close is stored first,
 * as a call of the target like any other.
 */
export async function kick(turn: Turn, strays: readonly Stray[]): Promise<Kicked> {
  const { parts, held } = turn
  const kicked: Kicked = new Map()
  if (strays.length === 0) return kicked
  const guards = await readGuards(parts.pool)
  const say = ({ task }: Stray, words: string, closed = false) => {
    const known = kicked.get(task.n)
    kicked.set(task.n, { words: known?.words ?? words, closed: closed || (known?.closed ?? false) })
  }
  if (guards.readOnly) {
    for (const stray of strays) say(stray, 'Its session is not closed again: response is read-only.')
    return kicked
  }
  const { changed: undone } = await lookInPlace(turn, [...new Set(strays.map(({ task }) => task))])
  const wanted = strays.filter((stray) => {
    const change = undone.get(stray.task.n)
    if (change) say(stray, `${change.words} It is not closed again.`)
    return !change
  })
  const at = parts.now()
  const kicks = await held.commit(async (tx) => {
    const { run } = held
    const clients = wanted.map(({ clientId }) => clientId)
    const closed = await claimKicks(tx, run.account.id, clients, { now: at, everyMinutes: guards.kickEveryMinutes })
    const chosen: Kick[] = []
    for (const stray of wanted) {
      const last = closed.get(stray.clientId)
      if (last) {
        const next = new Date(last.getTime() + guards.kickEveryMinutes * 60_000)
        say(stray, `Its session is closed again at ${next.toISOString().slice(11, 19)} UTC at the soonest.`)
        continue
      }
      closed.set(stray.clientId, at)
      const step = nextStep(stray.task)
      const params = { kind: 'close-connection' as const, clientId: stray.clientId, cleanSession: run.cleanSession }
      stray.task.steps.push({
        step,
        params,
        state: 'intended',
        before: null,
        intendedAt: at,
        requestId: null,
        error: null,
      })
      chosen.push({ ...stray, step })
    }
    await noteClients(
      tx,
      { runId: run.id, account: run.account.id },
      chosen.map(({ task, clientId }) => ({ n: task.n, clientId })),
    )
    await tx.query(
      `INSERT INTO response_steps (run_id, n, step, params, state, intended_at)
       SELECT $1, k.n, k.step, k.params::jsonb, 'intended', $5 FROM unnest($2::int[], $3::int[], $4::text[]) k (n, step, params)`,
      [
        run.id,
        chosen.map(({ task }) => task.n),
        chosen.map(({ step }) => step),
        chosen.map(({ clientId }) =>
          JSON.stringify({ kind: 'close-connection', clientId, cleanSession: run.cleanSession }),
        ),
        at,
      ],
    )
    await tx.query('UPDATE response_targets SET kicked_at = $3 WHERE run_id = $1 AND n = ANY($2::int[])', [
      run.id,
      chosen.map(({ task }) => task.n),
      at,
    ])
    return chosen
  })
  await close(turn, kicks, say)
  return kicked
}

async function close(turn: Turn, kicks: Kick[], say: (stray: Stray, words: string, closed?: boolean) => void) {
  const { held, parts, aws } = turn
  const { run } = held
  const results = await inFlight(kicks, parts.settings.inFlight, async ({ clientId }) => {
    try {
      const { requestId } = await aws.closeConnection(clientId, run.cleanSession)
      return { requestId, error: null }
    } catch (error) {
      const failure = failureOfOne(error)
      return { requestId: failure.details.requestId ?? null, error: failure.message }
    }
  })
  const at = parts.now()
  await held.commit(async (tx) => {
    await tx.query(
      `UPDATE response_steps s SET state = CASE WHEN k.error IS NULL THEN 'confirmed' ELSE 'failed' END,
         request_id = k.request_id, error = k.error, applied_at = $6, confirmed_at = CASE WHEN k.error IS NULL THEN $6::timestamptz END
       FROM unnest($2::int[], $3::int[], $4::text[], $5::text[]) k (n, step, request_id, error)
       WHERE s.run_id = $1 AND s.n = k.n AND s.step = k.step`,
      [
        run.id,
        kicks.map(({ task }) => task.n),
        kicks.map(({ step }) => step),
        results.map(({ requestId }) => requestId),
        results.map(({ error }) => error),
        at,
      ],
    )
    await recordAll(
      tx,
      kicks.map(({ task, clientId }, index) =>
        ofKick(run, task, clientId, results[index]?.requestId ?? null, results[index]?.error ?? null),
      ),
    )
  })
  kicks.forEach((one, index) => {
    const error = results[index]?.error
    if (error) say(one, `Its session could not be closed again: ${error}`)
    else say(one, `Its session was closed again at ${at.toISOString().slice(11, 19)} UTC.`, true)
  })
}

const nextStep = ({ steps }: Task) => Math.max(-1, ...steps.map(({ step }) => step)) + 1
