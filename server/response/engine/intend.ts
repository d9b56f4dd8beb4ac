import type pg from 'pg'
import { readGuards } from '../guards/settings.ts'
import { heldByAnother, lastHolders } from '../whose-session.ts'
import { credentialsOf } from './credentials.ts'
import { claimKicks, noteClients } from './kicks.ts'
import { isInPlace, type Reading, type Task, type TaskStep } from './task.ts'
import type { Turn } from './turn.ts'

/** A target with what AWS said of each of its steps' objects just now. */
export type ReadTask = { task: Task; readings: (Reading | undefined)[] }

/**
 * Decides what will be sent for these targets, and stores it with what AWS said before, in one statement. Only then may
 * the calls begin: whoever takes over after a crash knows from the rows what may have been sent.
 */
export async function intend(turn: Pick<Turn, 'held' | 'parts'>, piece: readonly ReadTask[]): Promise<void> {
  const { held, parts } = turn
  const { run } = held
  const at = parts.now()
  await held.commit(async (tx) => {
    for (const { task, readings } of piece) {
      task.steps.forEach((step, index) => {
        decide(turn, step, readings[index], at)
      })
    }
    await sparingOthers(tx, turn, piece, at)
    await sparingSessions(tx, turn, piece, at)
    const steps = piece.flatMap(({ task }) => task.steps.map((step) => ({ n: task.n, step })))
    await storeIntents(tx, run.id, steps)
    await tx.query(
      `UPDATE response_targets SET state = 'applying', attempted_at = coalesce(attempted_at, $3)
       WHERE run_id = $1 AND n = ANY($2::int[])`,
      [run.id, piece.map(({ task }) => task.n), at],
    )
    for (const { task } of piece) task.state = 'applying'
  })
}

function decide({ parts }: Pick<Turn, 'parts'>, step: TaskStep, reading: Reading | undefined, at: Date): void {
  if (step.state !== 'planned' && step.state !== 'intended') return
  if (reading && 'failure' in reading) {
    // Without knowing what was before, nothing could be put back.
    if (step.state === 'planned') Object.assign(step, { state: 'failed', error: reading.failure.message, at })
    return
  }
  const value = reading?.value ?? null
  const done = reading !== undefined && isInPlace(parts.steps, step, value)
  if (step.state === 'intended') {
    // It was sent before the worker died, or somebody else did it since.
    if (done) Object.assign(step, { state: 'applied', at })
    return
  }
  step.before = value
  if (done) Object.assign(step, { state: 'skipped', at })
  else Object.assign(step, { state: 'intended', intendedAt: at, at })
}

/**
 * Sessions that the latest records say are held with somebody else's credential are neither closed nor asked to stop. It
 * is judged now and not in the plan: where two fight over a client ID, it changes by the second.
 */
async function sparingOthers(
  tx: pg.PoolClient,
  { held: { run } }: Pick<Turn, 'held'>,
  piece: readonly ReadTask[],
  now: Date,
): Promise<void> {
  const ending = piece.flatMap(({ task }) =>
    task.steps.flatMap((step) =>
      step.state === 'intended' && !step.inDoubt && 'clientId' in step.params
        ? [{ n: task.n, step, clientId: step.params.clientId }]
        : [],
    ),
  )
  if (ending.length === 0) return
  const credentials = await credentialsOf(
    tx,
    run.id,
    piece.map(({ task }) => task),
  )
  const clients = ending.filter(({ n }) => credentials.get(n)?.own.length).map(({ clientId }) => clientId)
  const holders = await lastHolders(tx, run.account.id, clients, now)
  for (const { n, step, clientId } of ending) {
    const own = credentials.get(n)?.own ?? []
    const credential = holders.get(clientId)?.principal
    if (own.length === 0 || credential === undefined || own.includes(credential)) continue
    Object.assign(step, { state: 'skipped', intendedAt: null, error: `${heldByAnother(clientId, credential)}.` })
  }
}

/** Of sessions that are about to be closed, those are left alone that were closed a short while ago. */
async function sparingSessions(
  tx: pg.PoolClient,
  { held: { run } }: Pick<Turn, 'held'>,
  piece: readonly ReadTask[],
  now: Date,
): Promise<void> {
  const closing = piece.flatMap(({ task }) =>
    task.steps.flatMap((step) =>
      step.state === 'intended' && !step.inDoubt && step.params.kind === 'close-connection'
        ? [{ n: task.n, step, clientId: step.params.clientId }]
        : [],
    ),
  )
  if (closing.length === 0) return
  const everyMinutes = (await readGuards(tx)).kickEveryMinutes
  const clients = closing.map(({ clientId }) => clientId)
  const closed = await claimKicks(tx, run.account.id, clients, { now, everyMinutes })
  for (const { step, clientId } of closing) {
    const at = closed.get(clientId)
    if (at) {
      const ago = Math.max(1, Math.round((now.getTime() - at.getTime()) / 1000))
      const error = `Its session was closed ${ago} s ago already; it is closed again no sooner than every ${everyMinutes} min.`
      Object.assign(step, { state: 'skipped', intendedAt: null, error })
    }
    // Two targets of this run may be the same client.
    else closed.set(clientId, now)
  }
  await noteClients(tx, { runId: run.id, account: run.account.id }, closing)
}

async function storeIntents(tx: pg.PoolClient, runId: string, rows: { n: number; step: TaskStep }[]): Promise<void> {
  const changed = rows.filter(({ step }) => step.at)
  if (changed.length === 0) return
  await tx.query(
    `UPDATE response_steps s SET state = i.state, error = i.error,
       before = CASE WHEN s.state = 'planned' THEN i.before ELSE s.before END,
       intended_at = coalesce(s.intended_at, i.intended_at),
       applied_at = CASE WHEN i.state = 'applied' THEN i.at ELSE s.applied_at END
     FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[])
       i (n, step, state, before, intended_at, at, error)
     WHERE s.run_id = $1 AND s.n = i.n AND s.step = i.step AND s.state IN ('planned', 'intended')`,
    [
      runId,
      changed.map(({ n }) => n),
      changed.map(({ step }) => step.step),
      changed.map(({ step }) => step.state),
      changed.map(({ step }) => step.before),
      changed.map(({ step }) => step.intendedAt),
      changed.map(({ step }) => step.at ?? null),
      changed.map(({ step }) => step.error),
    ],
  )
}
