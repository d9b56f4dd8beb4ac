import type pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import type { ActionId, TargetKind } from '#contract/actions.ts'
import type { Difference, PlanSummary } from '#contract/response.ts'
import type { Guards } from '#contract/response-settings.ts'
import { connectResponder } from '#server/aws/connect.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { createLog } from '#server/platform/log.ts'
import { ResponseEngine } from '#server/response/engine/engine.ts'
import { type ResponseSettings, responseSettings } from '#server/response/engine/settings.ts'
import type { Planner, ResponseParts } from '#server/response/engine/turn.ts'
import { guardsKey } from '#server/response/guards/settings.ts'
import type { StepParams } from '#server/response/step.ts'
import { steps } from '#server/response/steps.ts'
import { attachPolicy } from '#simulator/fleet/attachments.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { startSimulator } from '#simulator/server.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { fillFleet } from '../../sync/a-fleet.ts'
import { addAccount, homeAccount, syncOnce } from '../../sync/sync-world.ts'

const responderRole = 'arn:aws:iam::123456789012:role/FleetwardenResponder'
const denyAll = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iot:*', Resource: '*' }] }

/** Unpaced and impatient. */
export const awsSettings = {
  pace: { share: 1, scale: 0 },
  retry: { baseMs: 1, longestMs: 5, patienceMs: 20_000, transientRetries: 4 },
  pages: { search: 100, list: 100 },
}

/** Quick pauses and small pieces, so that a small run has many steps. */
const testSettings: ResponseSettings = {
  ...responseSettings({ pace: awsSettings.pace, leaseMs: 20_000 }),
  sliceMs: 20,
  inFlight: 4,
  window: 8,
  piece: 3,
  watchForMs: 400,
  lookAgainForMs: 60,
  settleMs: 20,
  unreadForMs: 100,
  returnForMs: 60,
  pauseMs: { first: 10, longest: 40 },
}

/** A planner that finds nothing changed. Tests that plan hand over the real one. */
const settled: Planner = {
  make: async () => {},
  compare: async () => ({ digest: 'digest', differences: [] }),
  refresh: async () => {},
}

export type Options = {
  settings?: Partial<ResponseSettings>
  planner?: Partial<Planner>
  parts?: Partial<ResponseParts>
}

/** An engine over the real steps and the simulator's AWS. */
export function anEngine(pool: pg.Pool, { settings, planner, parts }: Options = {}): ResponseEngine {
  return new ResponseEngine({
    pool,
    log: createLog(undefined, process.env.TEST_LOG ?? 'silent'),
    settings: { ...testSettings, ...settings },
    steps,
    planner: { ...settled, ...planner },
    connect: (target) => connectResponder(pool, target, awsSettings),
    now: () => new Date(),
    ...parts,
  })
}

/** Works until no run is left that needs a worker, or `until` says so. */
export async function work(pool: pg.Pool, options: Options & { until?: () => Promise<boolean> } = {}): Promise<void> {
  const engine = anEngine(pool, options)
  const stop = new AbortController()
  try {
    await workWith(engine, pool, stop.signal, options.until)
  } finally {
    stop.abort()
    await engine.close()
  }
}

export async function workWith(
  engine: ResponseEngine,
  pool: pg.Pool,
  signal: AbortSignal,
  until: () => Promise<boolean> = () => isIdle(pool),
): Promise<void> {
  const deadline = Date.now() + 25_000
  while (!(await until())) {
    if (Date.now() > deadline) throw new Error('The engine does not come to an end')
    await engine.start(signal)
    await Promise.race([engine.nextDue(50, signal), ...(engine.busy > 0 ? [engine.oneEnds()] : [])])
  }
}

const isIdle = async (pool: pg.Pool) =>
  (await pool.query(`SELECT 1 FROM response_runs WHERE state IN ('planning', 'queued', 'running', 'watching') LIMIT 1`))
    .rows.length === 0

export type NewTarget = {
  name: string
  steps: StepParams[]
  clients?: string[]
  identity?: string
  touches?: { kind: string; name: string }[]
}

export type NewRun = {
  action: ActionId
  kind: TargetKind
  targets: NewTarget[]
  state?: string
  undoOf?: string
  digest?: string
}

/** A run as it is when it was asked for: planned, its targets open. */
async function insertRun(pool: pg.Pool, account: number, run: NewRun): Promise<string> {
  const { action, kind, targets, state = 'queued', undoOf, digest = 'digest' } = run
  const plan: PlanSummary = {
    changes: targets.length,
    skipped: [],
    calls: [],
    seconds: 1,
    losing: { things: 0, sessions: 0, sessionsUnknown: 0, sharedCertificates: 0, jobs: null, incidents: 0 },
    incidents: [],
    shared: { total: 0, first: [] },
    touches: 0,
    stranded: 0,
    final: false,
    warnings: [],
    routes: [],
    permissions: [],
    guards: { whyNot: [], approval: null, typed: null, neverTouched: 0, capLeft: 500, alone: null },
    factsAt: null,
    fromAws: true,
  }
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO response_runs (account_id, action, target_kind, selection, state, targets, by_id, by_name, plan, digest,
       planned_at, reason, category, requested_at, queued_at, undo_of)
     VALUES ($1, $2, $3, '{"scope":"named","names":[]}', $4, $5, 'p1', 'Olive Operator', $6, $7, now(), 'An exercise',
       'exercise', now(), now(), $8) RETURNING id`,
    [account, action, kind, state, targets.length, JSON.stringify(plan), digest, undoOf ?? null],
  )
  const id = rows[0]?.id ?? ''
  for (const [n, target] of targets.entries()) {
    await pool.query(
      `INSERT INTO response_targets (run_id, n, account_id, action, kind, name, identity, state, open, plan, clients)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', TRUE, '{"things":[]}', $8)`,
      [id, n, account, action, kind, target.name, target.identity ?? target.name, target.clients ?? []],
    )
    for (const [step, params] of target.steps.entries()) {
      await pool.query('INSERT INTO response_steps (run_id, n, step, params) VALUES ($1, $2, $3, $4)', [
        ...[id, n, step, JSON.stringify(params)],
      ])
    }
    for (const touched of target.touches ?? []) {
      await pool.query('INSERT INTO response_touched (run_id, n, account_id, kind, name) VALUES ($1, $2, $3, $4, $5)', [
        id,
        n,
        account,
        touched.kind,
        touched.name,
      ])
    }
  }
  return id
}

export async function setGuards(pool: pg.Pool, guards: Partial<Guards>): Promise<void> {
  await pool.query(
    `INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [guardsKey, JSON.stringify({ targetsPerHour: 1_000_000, ...guards })],
  )
}

/** A run, its targets and their calls as they stand. */
async function standing(pool: pg.Pool, id: string) {
  const run = (await pool.query('SELECT * FROM response_runs WHERE id = $1', [id])).rows[0]
  const { rows: targets } = await pool.query(
    `SELECT t.*, (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.step) FROM response_steps s WHERE s.run_id = t.run_id AND s.n = t.n) AS steps
     FROM response_targets t WHERE run_id = $1 ORDER BY n`,
    [id],
  )
  return { run, targets, states: targets.map(({ state }) => state as string) }
}

export const certificateOf = (thing: Thing): string => {
  const [certificate] = thing.certificates
  if (!certificate) throw new Error(`${thing.name} has no certificate`)
  return certificate.id
}

/** The steps that cut a thing off, as the planner would write them. */
export const cutOff = (thing: Thing): NewTarget => ({
  name: thing.name,
  clients: [thing.name],
  steps: [
    ...[...thing.certificates].map(
      ({ id }): StepParams => ({ kind: 'set-certificate-status', certificateId: id, from: 'ACTIVE', to: 'INACTIVE' }),
    ),
    { kind: 'close-connection', clientId: thing.name, cleanSession: false },
  ],
  touches: [...thing.certificates].map(({ id }) => ({ kind: 'certificate', name: id })),
})

export const difference: Difference = { name: 'dev-001', before: 'ACTIVE', after: 'INACTIVE' }

/** One simulated AWS, and a database with an account whose responder may write. */
export function useResponseWorld(count = 40, { collected = false } = {}) {
  let closing: (() => Promise<void>)[] = []
  const made = {} as {
    simulator: Awaited<ReturnType<typeof startSimulator>>
    fleet: ReturnType<typeof fillFleet>
    database: Database
    pool: pg.Pool
    url: string
    account: number
  }
  beforeAll(async () => {
    made.simulator = await startSimulator({ scenario: 'empty', quotaScale: 0, broker: 'off' })
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: made.simulator.url,
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
    made.fleet = fillFleet(made.simulator.world.fleet(homeAccount.awsAccountId, homeAccount.region), count)
    const { build } = made.fleet
    attachPolicy(build.group('fleetwarden-quarantine', 'Kept out'), build.policy('FleetwardenQuarantine', denyAll))
    const created = await createTestDatabase()
    const database = createDatabase(created.url, { connections: 20 })
    Object.assign(made, { database, pool: database.pool, url: created.url })
    made.account = await addResponder(database.pool)
    if (collected) await syncOnce(database.pool)
    closing = [() => database.close(), created.drop, () => made.simulator.close()]
  })
  afterAll(async () => {
    for (const close of closing) await close()
  })
  return {
    get database() {
      return made.database
    },
    /** What the fleet was filled with. */
    get filled() {
      return made.fleet
    },
    get pool() {
      return made.pool
    },
    get url() {
      return made.url
    },
    get account() {
      return made.account
    },
    get world() {
      return made.simulator.world
    },
    get fleet() {
      return made.simulator.world.fleet(homeAccount.awsAccountId, homeAccount.region)
    },
    /** The things, each of which has exactly one certificate, ACTIVE and its own, and a session that is live. */
    healthy(): Thing[] {
      // The first two share one.
      return made.fleet.things
        .slice(2)
        .filter(
          (thing) =>
            thing.certificates.length === 1 &&
            thing.certificates[0]?.status === 'ACTIVE' &&
            thing.details.connectivity?.connected,
        )
    },
    insertRun: (run: NewRun) => insertRun(made.pool, made.account, run),
    standing: (id: string) => standing(made.pool, id),
    /** Calls that were carried out since the last `forget`, by operation and what they were aimed at. */
    applied: () =>
      made.simulator.world.calls
        .after(0, 50_000)
        .filter(({ applied }) => applied)
        .map(({ operation, input }) => ({ operation, input: input as Record<string, string> })),
    forget: () => made.simulator.world.calls.clear(),
    trouble: async (settings: object = {}) => {
      const answer = await fetch(`${made.simulator.control}/faults`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(settings),
      })
      if (!answer.ok) throw new Error(await answer.text())
    },
  }
}

async function addResponder(pool: pg.Pool): Promise<number> {
  const account = await addAccount(pool)
  await pool.query('INSERT INTO responders (account_id, role_arn, quarantine) VALUES ($1, $2, $3)', [
    account,
    responderRole,
    'ready',
  ])
  await setGuards(pool, {})
  return account
}
