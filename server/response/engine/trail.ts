import type { ActivityObject, Happening, Who } from '#server/activity/record.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Sql } from '#server/platform/db.ts'
import type { EngineRun } from './lease.ts'
import type { Steps, Task, TaskStep } from './task.ts'

/** The product acts; who asked for it stands in each entry. */
const worker: Who = { actor: null, ipAddress: null }

const about = ({ id, number, action, by }: EngineRun) => ({ run: id, number, action, by: by.name, byId: by.id })

const objectOf = ({ kind, identity, name }: Task): ActivityObject => ({ kind, id: identity ?? name, name })

/** How a target's calls ended. `after` holds what AWS said afterwards, by step. */
export function ofTarget(
  run: EngineRun,
  steps: Steps,
  task: Task,
  { state, error, after }: { state: 'confirmed' | 'failed' | 'not-started'; error: string | null; after: Values },
): Happening {
  const sent = task.steps.filter((step) => step.intendedAt !== null)
  return {
    action: 'response.target',
    object: objectOf(task),
    reason: run.reason,
    before: values(steps, sent, (step) => step.before),
    after:
      after.size > 0
        ? values(
            steps,
            sent.filter(({ step }) => after.has(step)),
            ({ step }) => after.get(step) ?? null,
          )
        : null,
    result: state === 'failed' ? 'failed' : 'ok',
    detail: {
      ...about(run),
      state,
      ...(error && { error }),
      calls: sent.map(({ params, state, requestId, error }) => {
        const { operation, subject, to } = steps[params.kind].describe(params)
        return { operation, subject, to, state, requestId, ...(error && { error }) }
      }),
    },
  }
}

/** By step number, what AWS said. */
export type Values = ReadonlyMap<number, string | null>

function values(steps: Steps, sent: TaskStep[], said: (step: TaskStep) => string | null) {
  return sent
    .filter(({ params }) => steps[params.kind].read)
    .map((step) => ({
      call: step.params.kind,
      subject: steps[step.params.kind].describe(step.params).subject,
      value: said(step),
    }))
}

/** What was seen of a target's sessions, when that changed where it stands. */
export const ofContainment = (
  run: EngineRun,
  task: Task,
  { state, observation, since }: { state: string; observation: string; since: Date | null },
): Happening => ({
  action: 'response.containment',
  object: objectOf(task),
  reason: run.reason,
  result: state === 'not-contained' ? 'failed' : 'ok',
  detail: { ...about(run), state, observation, ...(state === 'contained' && { since: since?.toISOString() ?? null }) },
})

/** A session that was closed again after a target's calls. */
export const ofKick = (
  run: EngineRun,
  task: Task,
  clientId: string,
  requestId: string | null,
  error: string | null,
) => ({
  action: 'response.session-closed',
  object: objectOf(task),
  reason: run.reason,
  result: error ? ('failed' as const) : ('ok' as const),
  detail: { ...about(run), clientId, requestId, ...(error && { error }) },
})

/** Appends them, in the transaction of the changes they describe. */
export const recordAll = (tx: Sql, happenings: readonly Happening[]): Promise<void> =>
  recordMany(tx, worker, happenings)

/** What became of a whole run: `response.done`, say. */
export const ofRun = (run: EngineRun, state: string, detail: Record<string, string | number | null>): Happening => ({
  action: `response.${state}`,
  subject: `Run ${run.number}`,
  object: { kind: 'run', id: run.id, name: `Run ${run.number}` },
  reason: run.reason,
  result: state === 'stopped' || state === 'changed' ? 'refused' : 'ok',
  detail: { ...about(run), ...detail },
})
