import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type ActionId, actions } from '#contract/actions.ts'
import type { RunState } from '#contract/response.ts'
import { inTransaction, type Sql } from '#server/platform/db.ts'
import type { Lane } from './settings.ts'

/** Someone else holds this run now: whatever was in hand is dropped, and they go on from the rows. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/** A run as the worker needs it, with its account and the role that acts there. */
export type EngineRun = {
  id: string
  number: number
  action: ActionId
  state: RunState
  targetKind: string
  digest: string | null
  cleanSession: boolean
  undoOf: string | null
  by: { id: string; name: string }
  reason: string | null
  queuedAt: Date | null
  wanted: { cancel: boolean; recheck: boolean }
  stopReason: string | null
  contains: boolean
  /** It answers an incident that was made to practise. */
  drill: boolean
  account: {
    id: number
    awsAccountId: string
    region: string
    enabled: boolean
    roleArn: string | null
    externalId: string | null
  }
}

type Row = {
  id: string
  number: number
  action: ActionId
  state: RunState
  target_kind: string
  digest: string | null
  clean_session: boolean
  undo_of: string | null
  by_id: string
  by_name: string
  reason: string | null
  queued_at: Date | null
  cancel_wanted_at: Date | null
  recheck_wanted_at: Date | null
  stop_reason: string | null
  drill: boolean
  account_id: number
  aws_account_id: string
  region: string
  enabled: boolean
  role_arn: string | null
  external_id: string | null
}

const workOf: Record<Lane, string> = {
  planning: `(r.state = 'planning' OR r.state = 'awaiting-approval' AND r.recheck_wanted_at IS NOT NULL)`,
  executing: `r.state IN ('queued', 'running')`,
  watching: `r.state = 'watching'`,
}

const isFree = `(r.wake_at IS NULL OR r.wake_at <= now()) AND (r.lease_until IS NULL OR r.lease_until < now())`

/**
 * Takes the next run of a lane that is due and held by nobody, or whose holder has been silent: those never served
 * first, then the one that has waited longest. One statement, so two workers never take the same.
 */
export async function claimRun(pool: pg.Pool, lane: Lane, leaseMs: number): Promise<Held | null> {
  const holder = randomUUID()
  const { rows } = await pool.query<Row>(
    `WITH next AS (
       SELECT r.id FROM response_runs r WHERE ${workOf[lane]} AND ${isFree}
       ORDER BY r.wake_at NULLS FIRST, r.number LIMIT 1 FOR UPDATE SKIP LOCKED
     )
     UPDATE response_runs r SET holder = $1, lease_until = now() + $2::int * interval '1 millisecond'
     FROM next, aws_accounts a LEFT JOIN responders p ON p.account_id = a.id
     WHERE r.id = next.id AND a.id = r.account_id
     RETURNING r.id, r.number, r.action, r.state, r.target_kind, r.digest, r.undo_of, r.by_id, r.by_name, r.reason,
       coalesce(r.options->>'cleanSession', 'false') = 'true' AS clean_session, r.queued_at, r.cancel_wanted_at,
       r.recheck_wanted_at, r.stop_reason, r.account_id, a.aws_account_id, a.region, a.enabled, p.role_arn, p.external_id,
       EXISTS (SELECT 1 FROM incidents e WHERE e.id = r.incident_id AND e.drill IS NOT NULL) AS drill`,
    [holder, leaseMs],
  )
  const [row] = rows
  return row ? new Held(toRun(row), pool, holder, leaseMs) : null
}

/** Whether a run of this lane waits for somebody to take it. */
export async function someoneWaits(sql: Sql, lane: Lane): Promise<boolean> {
  const { rows } = await sql.query(`SELECT 1 FROM response_runs r WHERE ${workOf[lane]} AND ${isFree} LIMIT 1`)
  return rows.length > 0
}

/** Milliseconds until the next run is due by itself; null when none will be. */
export async function nextWakeMs(sql: Sql): Promise<number | null> {
  const { rows } = await sql.query<{ ms: number | null }>(
    `SELECT 1000 * extract(epoch FROM min(wake_at) - now())::float8 AS ms FROM response_runs
     WHERE state IN ('planning', 'queued', 'running', 'watching', 'awaiting-approval') AND wake_at > now()`,
  )
  return rows[0]?.ms ?? null
}

/** A run that this process holds: every write goes through `commit`, which fails once the lease is lost. */
export class Held {
  constructor(
    readonly run: EngineRun,
    readonly pool: pg.Pool,
    readonly holder: string,
    readonly leaseMs: number,
  ) {}

  #moving: Promise<void> | undefined

  /**
   * Runs `work` in one transaction, while the run is still ours, in the state we know, and nobody can take it. Throws
   * LeaseLost, also when somebody cancelled it or an undo ended its watch.
   */
  commit<Result>(work: (tx: pg.PoolClient) => Promise<Result>): Promise<Result> {
    return inTransaction(this.pool, async (tx) => {
      await this.#renew(tx)
      return work(tx)
    })
  }

  /** Moves the run on, in the transaction of a commit. `run.state` follows when that went through. */
  async move(state: RunState, work: (tx: pg.PoolClient) => Promise<void>): Promise<void> {
    const moved = this.commit(async (tx) => {
      await work(tx)
      await tx.query('UPDATE response_runs SET state = $2 WHERE id = $1', [this.run.id, state])
    })
    this.#moving = moved.then(() => {
      this.run.state = state
    })
    await this.#moving
  }

  /** Keeps the lease while calls are under way. Throws LeaseLost. */
  async renew(): Promise<void> {
    const { state } = this.run
    try {
      await this.#renew(this.pool)
    } catch (error) {
      // We may have moved it on ourselves meanwhile.
      await this.#moving
      if (this.run.state === state) throw error
      await this.#renew(this.pool)
    }
  }

  /** Gives the run back, to be taken again in `inMs`; null when it needs nothing more. */
  async release(inMs: number | null): Promise<void> {
    await this.pool.query(
      `UPDATE response_runs SET holder = NULL, lease_until = NULL,
         wake_at = now() + $3::float8 * interval '1 millisecond'
       WHERE id = $1 AND holder = $2`,
      [this.run.id, this.holder, inMs],
    )
  }

  async #renew(sql: Sql): Promise<void> {
    const { rowCount } = await sql.query(
      `UPDATE response_runs SET lease_until = now() + $3::int * interval '1 millisecond'
       WHERE id = $1 AND holder = $2 AND state = $4`,
      [this.run.id, this.holder, this.leaseMs, this.run.state],
    )
    if (rowCount === 0) throw new LeaseLost(`Run ${this.run.number} was taken over, or moved on`)
  }
}

function toRun(row: Row): EngineRun {
  return {
    id: row.id,
    number: row.number,
    action: row.action,
    state: row.state,
    targetKind: row.target_kind,
    digest: row.digest,
    cleanSession: row.clean_session,
    undoOf: row.undo_of,
    by: { id: row.by_id, name: row.by_name },
    reason: row.reason,
    queuedAt: row.queued_at,
    wanted: { cancel: row.cancel_wanted_at !== null, recheck: row.recheck_wanted_at !== null },
    stopReason: row.stop_reason,
    contains: actions[row.action].contains,
    drill: row.drill,
    account: {
      id: row.account_id,
      awsAccountId: row.aws_account_id,
      region: row.region,
      enabled: row.enabled,
      roleArn: row.role_arn,
      externalId: row.external_id,
    },
  }
}
