import { setMaxListeners } from 'node:events'
import { afterAll, beforeAll } from 'vitest'
import type { ActionId, TargetKind } from '#contract/actions.ts'
import type { ActionOptions, PlanSummary, TargetPlan } from '#contract/response.ts'
import type { Guards } from '#contract/response-settings.ts'
import { emptyTally } from '#server/aws/call.ts'
import { connectResponder, type ResponderConnection } from '#server/aws/connect.ts'
import type { ResponderAws } from '#server/aws/responder.ts'
import { guardsKey } from '#server/response/guards/settings.ts'
import { comparePlan } from '#server/response/plan/compare-plan.ts'
import { makePlan } from '#server/response/plan/make-plan.ts'
import type { StepParams } from '#server/response/step.ts'
import { steps } from '#server/response/steps.ts'
import type { Certificate } from '#simulator/fleet/certificate.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { fillFleet } from '../../sync/a-fleet.ts'
import { homeAccount, useSyncWorld } from '../../sync/sync-world.ts'

const denyEverything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'iot:*', Resource: '*' }],
}

export type StoredTarget = {
  n: number
  name: string
  state: string
  identity: string | null
  digest: string
  clients: string[]
  plan: TargetPlan
  steps: StepParams[]
}
export type Plan = {
  id: string
  state: string
  digest: string | null
  stopReason: string | null
  summary: PlanSummary
  targets: StoredTarget[]
}

/** A collected fleet, an account with a responder, and plans made for it by hand. */
export function usePlanWorld(count = 40) {
  const world = useSyncWorld({ broker: 'off' })
  let responder: ResponderConnection
  let filled: ReturnType<typeof fillFleet>
  let account = 0
  const { signal } = new AbortController()
  setMaxListeners(0, signal)

  beforeAll(async () => {
    filled = fillFleet(world.fleet, count)
    await world.sync()
    const [row] = await world.rows<{ id: number }>('SELECT id FROM aws_accounts')
    account = row?.id ?? 0
    const roleArn = 'arn:aws:iam::123456789012:role/FleetwardenResponder'
    await world.rows('INSERT INTO responders (account_id, role_arn) VALUES ($1, $2)', [account, roleArn])
    responder = connectResponder(
      world.pool,
      { ...homeAccount, roleArn, externalId: null },
      {
        pace: { share: 1, scale: 0 },
        retry: { baseMs: 1, longestMs: 5, patienceMs: 200, transientRetries: 3 },
        pages: { search: 100, list: 100 },
      },
    )
    await responder.verify(signal)
  })
  afterAll(() => responder.close())

  const aws = (): ResponderAws => responder.open(emptyTally(), signal)
  const parts = () => ({ pool: world.pool, aws: aws(), now: () => new Date() })

  async function insert(action: ActionId, kind: TargetKind, names: string[], options: ActionOptions, undoOf?: string) {
    const [run] = await world.rows<{ id: string }>(
      `INSERT INTO response_runs (account_id, action, target_kind, selection, options, targets, by_id, by_name, undo_of)
       VALUES ($1, $2, $3, '{"scope":"named","names":["x"]}', $4, $5, 'p1', 'Olive', $6) RETURNING id`,
      [account, action, kind, JSON.stringify(options), names.length, undoOf ?? null],
    )
    await world.rows(
      `INSERT INTO response_targets (run_id, n, account_id, action, kind, name)
       SELECT $1, n, $2, $3, $4, name FROM unnest($5::text[]) WITH ORDINALITY AS t(name, n)`,
      [run?.id, account, action, kind, names],
    )
    return run?.id ?? ''
  }

  async function read(id: string): Promise<Plan> {
    const [run] = await world.rows<{ state: string; digest: string; stop_reason: string; plan: PlanSummary }>(
      'SELECT * FROM response_runs WHERE id = $1',
      [id],
    )
    const targets = await world.rows<StoredTarget>(
      `SELECT t.*, ARRAY(SELECT s.params FROM response_steps s WHERE s.run_id = t.run_id AND s.n = t.n ORDER BY s.step) AS steps
       FROM response_targets t WHERE run_id = $1 ORDER BY n`,
      [id],
    )
    if (!run) throw new Error('No run')
    return { id, state: run.state, digest: run.digest, stopReason: run.stop_reason, summary: run.plan, targets }
  }

  return Object.assign(world, {
    account: () => account,
    filled: () => filled,
    aws,
    parts,
    thing: (name: string): Thing => found(world.fleet.things.get(name)),
    /** Makes the quarantine group and its policy. */
    async prepareQuarantine() {
      const { build } = filled
      const group = build.group('fleetwarden-quarantine', 'Kept out')
      group.policies = [build.policy('FleetwardenQuarantine', denyEverything)]
      return group
    },
    async plan(action: ActionId, kind: TargetKind, names: string[], options: ActionOptions = {}, undoOf?: string) {
      const id = await insert(action, kind, names, options, undoOf)
      await makePlan(parts(), id)
      return read(id)
    },
    compare: (id: string) => comparePlan(parts(), id),
    /** Carries a plan out as the engine would, without its care. */
    async carryOut(id: string) {
      const rows = await world.rows<{ n: number; step: number; params: StepParams }>(
        'SELECT n, step, params FROM response_steps WHERE run_id = $1 ORDER BY n, step',
        [id],
      )
      for (const { n, step, params } of rows) {
        const before = (await steps[params.kind].read?.(aws(), params)) ?? null
        await steps[params.kind].apply(aws(), params)
        await world.rows(
          `UPDATE response_steps SET state = 'confirmed', before = $4 WHERE run_id = $1 AND n = $2 AND step = $3`,
          [id, n, step, before],
        )
      }
      await world.rows(`UPDATE response_runs SET state = 'done' WHERE id = $1`, [id])
    },
    async setGuards(guards: Partial<Guards>) {
      await world.rows(
        `INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
        [guardsKey, JSON.stringify(guards)],
      )
    },
  })
}

export function certificateOf(thing: Thing): Certificate {
  return found(thing.certificates[0])
}

export function found<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('Not there')
  return value
}
