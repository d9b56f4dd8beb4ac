import { z } from 'zod'
import {
  type RunTarget,
  runTarget,
  type TargetFilters,
  type TargetState,
  type TargetStep,
  targetPlan,
  targetStep,
} from '#contract/response.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { escapeLike, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { standsAt } from '../taken-back.ts'
import { iso } from './run-row.ts'
import { noSuchRun } from './stored-run.ts'

type Asked = TargetFilters & { id: string; cursor?: string | undefined; limit?: number | undefined }

type StepRow = {
  params: unknown
  state: string
  before: string | null
  requestId: string | null
  at: string | null
  error: string | null
}

type RunRow = { state: string; target_kind: string }

type Row = {
  n: number
  kind: string
  name: string
  identity: string | null
  state: string
  plan: unknown
  error: string | null
  request_id: string | null
  applied_at: Date | null
  confirmed_at: Date | null
  contained_at: Date | null
  proving_since: Date | null
  decide_at: Date | null
  proved_at: Date | null
  observation: string | null
  observed_at: Date | null
  steps: StepRow[]
  refused: { count: number; lastAt: string; reasons: string[] } | null
}

/** One page of a run's targets in their order, each with its calls. Throws a Refusal when there is no such run. */
export async function listTargets(
  { database }: Context,
  { id, state, search, cursor, limit = 100 }: Asked,
): Promise<{ items: RunTarget[]; nextCursor: string | null }> {
  const after = placeIn(decodeCursor(cursor, 1)?.[0])
  const found = await database.pool.query<RunRow>('select state, target_kind from response_runs where id = $1', [id])
  const run = found.rows[0]
  if (!run) throw noSuchRun()
  const named = search ? sql`and t.name ilike ${`%${escapeLike(search)}%`}` : sql``
  const inState = state ? inStateOf(state) : sql``
  const { rows } = await database.pool.query<Row>(
    toQuery(sql`select t.n, t.kind, t.name, t.identity, ${standsAt} as state, t.plan, t.error, t.request_id, t.applied_at, t.confirmed_at,
        t.contained_at, t.proving_since, t.decide_at, t.proved_at, t.observation, t.observed_at, ${stepsOfTarget} as steps, ${refusedSince} as refused
      from (select t.* from response_targets t join response_runs r on r.id = t.run_id
        where t.run_id = ${id}::uuid and t.n > ${after} ${inState} ${named}
        order by t.n limit ${limit + 1}) t join response_runs r on r.id = t.run_id order by t.n`),
  )
  return toPage(
    rows,
    limit,
    (row) => toTarget(row, run),
    ({ n }) => [n],
  )
}

// The index knows states as they are stored; what was taken back is stored as what it came to before.
const inStateOf = (state: TargetState): Fragment =>
  state === 'undone' ? sql`and ${standsAt} = 'undone'` : sql`and t.state = ${state} and ${standsAt} = ${state}`

const stepsOfTarget = sql`coalesce((select jsonb_agg(jsonb_build_object('params', s.params, 'state', s.state, 'before', s.before,
    'requestId', s.request_id, 'error', s.error, 'at', to_char(coalesce(s.confirmed_at, s.applied_at, s.intended_at)
      at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.step)
  from response_steps s where s.run_id = t.run_id and s.n = t.n), '[]')`

const mostRefused = 1_000

// Added proof that a block works: the device tries, and AWS says no. Refusals before TLS is through name the certificate
// only; those after it, such as a policy's, the client ID.
const refusedSince = sql`(select jsonb_build_object('count', count(*), 'lastAt', to_char(max(e.at) at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'reasons', coalesce(jsonb_agg(distinct e.reason) filter (where e.reason is not null), '[]'))
  from (
    (select c.event_key, c.at, c.reason from (
       select x.name from response_touched x where x.run_id = t.run_id and x.n = t.n and x.kind = 'certificate'
       union select t.name where t.kind = 'certificate') x
     join connection_events c on c.account_id = t.account_id and c.principal = x.name
       and c.kind in ('auth-error', 'connect-failed') and c.at >= t.applied_at limit ${mostRefused})
    union
    (select c.event_key, c.at, c.reason from connection_events c where c.account_id = t.account_id and c.client_id = any(t.clients)
       and c.kind = 'connect-failed' and c.at >= t.applied_at limit ${mostRefused})
  ) e having count(*) > 0)`

function placeIn(part: string | number | null | undefined): number {
  if (part === undefined) return -(2 ** 31)
  if (typeof part === 'number' && Number.isInteger(part) && Math.abs(part) < 2 ** 31) return part
  throw new Refusal('invalid', 'That page does not exist. Start again from the first page.')
}

function toTarget(row: Row, run: RunRow): RunTarget {
  // While a plan is made anew, the one before it is no longer true.
  const planned = run.state !== 'planning'
  const plan = planned ? (targetPlan.safeParse(row.plan).data ?? null) : null
  return {
    n: row.n,
    kind: runTarget.shape.kind.catch(runTarget.shape.kind.parse(run.target_kind)).parse(row.kind),
    name: row.name,
    identity: row.identity,
    state: runTarget.shape.state.parse(row.state),
    plan,
    steps: planned ? row.steps.map((step, place) => toStep(step, plan?.steps[place])) : [],
    error: row.error,
    requestId: row.request_id,
    appliedAt: iso(row.applied_at),
    confirmedAt: iso(row.confirmed_at),
    proving: row.state === 'proving' ? { since: iso(row.proving_since), decideAt: iso(row.decide_at) } : null,
    containedAt: iso(row.contained_at),
    provedAt: iso(row.proved_at),
    observation: row.observation,
    observedAt: iso(row.observed_at),
    refused: row.refused,
  }
}

const bare = z.object({ kind: z.string() }).catch({ kind: 'unknown' })

/** A stored call with the words its plan gave it; without them its kind has to do. */
function toStep(
  { params, state, ...step }: StepRow,
  planned: z.infer<typeof targetPlan>['steps'][number] | undefined,
): TargetStep {
  const { kind } = bare.parse(params)
  const words = planned ?? { kind, operation: kind, subject: '', from: null, to: null, sentence: kind }
  return { ...words, ...step, state: targetStep.shape.state.parse(state) }
}
