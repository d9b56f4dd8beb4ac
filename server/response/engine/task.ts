import type { TargetState } from '#contract/response.ts'
import type { AwsFailure } from '#server/aws/failure.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Step, StepKind, StepParams } from '../step.ts'

export type Steps = Record<StepKind, Step>

/** What AWS said of one step's object, or why it did not. */
export type Reading = { value: string | null } | { failure: AwsFailure }

export type TaskStep = {
  step: number
  params: StepParams
  state: 'planned' | 'intended' | 'applied' | 'confirmed' | 'failed' | 'skipped'
  before: string | null
  /** Set once somebody may have sent it. */
  intendedAt: Date | null
  requestId: string | null
  error: string | null
  /** When it came to its state, if that was in this turn. */
  at?: Date
  /** Taken over from a worker that may have sent it. */
  inDoubt?: boolean
}

/** One target with the calls that are planned for it. */
export type Task = {
  n: number
  kind: string
  name: string
  identity: string | null
  state: TargetState
  clients: string[]
  things: string[]
  error: string | null
  requestId: string | null
  appliedAt: Date | null
  confirmedAt: Date | null
  containedAt: Date | null
  provingSince: Date | null
  provedAt: Date | null
  unreadSince: Date | null
  observedAt: Date | null
  steps: TaskStep[]
}

type Row = {
  n: number
  kind: string
  name: string
  identity: string | null
  state: TargetState
  clients: string[]
  things: string[] | null
  error: string | null
  request_id: string | null
  applied_at: Date | null
  confirmed_at: Date | null
  contained_at: Date | null
  proving_since: Date | null
  proved_at: Date | null
  unread_since: Date | null
  observed_at: Date | null
  steps: (Omit<TaskStep, 'intendedAt'> & { intendedAt: string | null })[] | null
}

/** Which targets: in these states, after this number, or due to be looked at. */
export type Wanted = { states: TargetState[]; after?: number; due?: Date; limit: number }

/** Targets of a run with their steps in order. */
export async function loadTasks(sql: Sql, runId: string, { states, after, due, limit }: Wanted): Promise<Task[]> {
  const { rows } = await sql.query<Row>(
    `SELECT t.n, t.kind, t.name, t.identity, t.state, t.clients, t.error, t.request_id, t.applied_at, t.confirmed_at,
       t.contained_at, t.proving_since, t.proved_at, t.unread_since, t.observed_at, ARRAY(SELECT jsonb_array_elements_text(t.plan->'things')) AS things, s.steps
     FROM (
       SELECT * FROM response_targets WHERE run_id = $1 AND state = ANY($2::text[]) AND n > $3::int
         AND ($4::timestamptz IS NULL OR look_at <= $4)
       ORDER BY CASE WHEN $4 IS NOT NULL THEN look_at END, n LIMIT $5
     ) t
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('step', s.step, 'params', s.params, 'state', s.state, 'before', s.before,
         'intendedAt', s.intended_at, 'requestId', s.request_id, 'error', s.error) ORDER BY s.step) AS steps
       FROM response_steps s WHERE s.run_id = t.run_id AND s.n = t.n
     ) s ORDER BY t.n`,
    [runId, states, after ?? -1, due ?? null, limit],
  )
  return rows.map((row) => ({
    n: row.n,
    kind: row.kind,
    name: row.name,
    identity: row.identity,
    state: row.state,
    clients: row.clients,
    things: row.things ?? [],
    error: row.error,
    requestId: row.request_id,
    appliedAt: row.applied_at,
    confirmedAt: row.confirmed_at,
    containedAt: row.contained_at,
    provingSince: row.proving_since,
    provedAt: row.proved_at,
    unreadSince: row.unread_since,
    observedAt: row.observed_at,
    steps: (row.steps ?? []).map((one) => ({
      ...one,
      intendedAt: one.intendedAt ? new Date(one.intendedAt) : null,
      inDoubt: one.state === 'intended',
    })),
  }))
}

/** Whether AWS is as this step wants it, as far as that can be read. */
export const isInPlace = (steps: Steps, { params }: Pick<TaskStep, 'params'>, value: string | null): boolean =>
  steps[params.kind].isDone?.(value, params) ?? false

/** Whether a step changes something that lasts and can be read back. */
export const lasts = (steps: Steps, { params }: Pick<TaskStep, 'params'>): boolean =>
  steps[params.kind].read !== undefined

/**
 * Whether a target has failed when this step has. What passes by itself, such as closing a session before AWS does,
 * only counts where it is all there is.
 */
export const isEssential = (steps: Steps, step: TaskStep, task: Task): boolean =>
  !steps[step.params.kind].optional && (lasts(steps, step) || !task.steps.some((one) => lasts(steps, one)))
