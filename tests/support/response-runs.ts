import type pg from 'pg'
import { type PlanSummary, planSummary } from '#contract/response.ts'

/** What a planner says of a run whose every target is changed; what a test names is said instead. */
function aPlan(changes: number, plan: Partial<PlanSummary> = {}): PlanSummary {
  return planSummary.parse({
    changes,
    skipped: [],
    calls: [{ operation: 'UpdateCertificate', count: changes, perSecond: 10 }],
    seconds: changes / 10,
    losing: { things: changes, sessions: 0, sessionsUnknown: 0, sharedCertificates: 0, jobs: null },
    final: false,
    warnings: [],
    routes: [],
    permissions: [],
    guards: { whyNot: [], approval: null, typed: null, neverTouched: 0, capLeft: 500, alone: null },
    factsAt: null,
    fromAws: true,
    ...plan,
  })
}

export const aDigest = 'd'.repeat(64)

/** Does to a run what the worker's planner does: as if every target had one call to make. */
export async function planAs(
  pool: pg.Pool,
  id: string,
  { plan = {}, at = new Date(), skip = [] }: { plan?: Partial<PlanSummary>; at?: Date; skip?: string[] } = {},
): Promise<string> {
  const { rowCount } = await pool.query(
    `update response_targets t set identity = 'identity of ' || t.name, digest = $2,
       state = case when t.name = any($3) then 'skipped' else 'planned' end,
       plan = jsonb_build_object('steps', jsonb_build_array(jsonb_build_object('kind', 'set-certificate-status',
         'operation', 'UpdateCertificate', 'subject', t.name, 'from', 'ACTIVE', 'to', 'INACTIVE',
         'sentence', 'Deactivate certificate ' || t.name)),
         'skip', null, 'things', '[]'::jsonb, 'sessions', '[]'::jsonb, 'shared', '[]'::jsonb, 'jobs', null,
         'warnings', '[]'::jsonb, 'factsAt', null, 'fromAws', true)
     where t.run_id = $1`,
    [id, aDigest, skip],
  )
  await pool.query(
    `insert into response_steps (run_id, n, step, params)
     select t.run_id, t.n, 0, jsonb_build_object('kind', 'set-certificate-status', 'certificateId', t.name,
       'from', 'ACTIVE', 'to', case when t.action = 'revoke-certificate' then 'REVOKED' else 'INACTIVE' end)
     from response_targets t where t.run_id = $1 and t.state = 'planned'`,
    [id],
  )
  const summary = aPlan((rowCount ?? 0) - skip.length, plan)
  await pool.query(
    `update response_runs set state = 'planned', plan = $2, digest = $3, planned_at = $4 where id = $1`,
    [id, JSON.stringify(summary), aDigest, at],
  )
  return aDigest
}

/** Does to a queued run what the worker's engine does: each target ends as told, applied unless it failed. */
export async function executeAs(
  pool: pg.Pool,
  id: string,
  {
    outcome = 'contained',
    failing = [],
    state = 'done',
  }: { outcome?: string; failing?: string[]; state?: string } = {},
): Promise<void> {
  await pool.query(
    `update response_targets t set open = false, attempted_at = now(), applied_at = now(),
       state = case when t.name = any($3) then 'failed' else $2 end where t.run_id = $1 and t.state = 'pending'`,
    [id, outcome, failing],
  )
  await pool.query(
    `update response_steps s set state = case when t.state = 'failed' then 'failed' else 'confirmed' end,
       before = 'ACTIVE', request_id = 'request-' || s.n, applied_at = now(), confirmed_at = now()
     from response_targets t where t.run_id = s.run_id and t.n = s.n and s.run_id = $1`,
    [id],
  )
  await pool.query(
    `update response_runs set state = $2, started_at = now(), applied_at = now(),
       finished_at = case when $2 = 'done' then now() end, contained_in_s = case when $3 = 'contained' then 12.5 end
     where id = $1`,
    [id, state, outcome],
  )
}
