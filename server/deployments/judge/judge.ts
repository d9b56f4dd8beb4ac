import type pg from 'pg'
import { deploymentHealth } from '#contract/deployments.ts'
import type { LiveEvent } from '#contract/events.ts'
import { inTransaction, type Sql } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { etaOf, healthOf } from '../health.ts'
import { rolloutPerMinute } from '../queries/config-words.ts'
import { readThresholds, type Thresholds } from '../thresholds.ts'
import { unreached } from '../unreached.ts'
import { windowsAt } from '../windows.ts'
import { judgeStalls } from './stalls.ts'
import { rolloutChecks, tellDeployments } from './tell.ts'

type Row = {
  id: string
  account_id: number
  aws_status: string
  config: unknown
  superseded: boolean
  security: boolean
  created_at: Date | null
  queued: number
  in_progress: number
  succeeded: number
  failed: number
  timed_out: number
  rejected: number
  removed: number
  canceled: number
  counts_at: Date | null
  unchanged_polls: number
  gone_at: Date | null
}

// A turn has this long; what is left over is due for the next.
const turnMs = 40_000
// Whoever takes one up has this long; after that it is taken for dead, and the next one judges it.
const leaseMs = 10 * 60_000
const openAgainMs = 2 * 60_000
const unreachedAgainMs = 15 * 60_000
// Judging takes this share of a worker's time at most.
const share = 20

/**
 * Judges deployments that are due: how it goes, who does not get on and why, and when
 * it will be over. Then tells of them as findings and notices. Several workers share the work. Returns how many it judged.
 */
export async function judgeDeployments(pool: pg.Pool, now: Date): Promise<number> {
  const begun = performance.now()
  const until = begun + turnMs
  const thresholds = await readThresholds(pool)
  let judged = 0
  for (; performance.now() < until; judged++) if (!(await judgeNext(pool, thresholds, { now, begun }))) break
  await tellJudged(pool, thresholds, now)
  return judged
}

/** Tells of accounts of which a deployment was judged, or what people set of its checks changed, since they were told of last. */
async function tellJudged(pool: pg.Pool, thresholds: Thresholds, now: Date) {
  const { rows } = await pool.query<{ account: number }>(
    `SELECT a.id AS account FROM aws_accounts a LEFT JOIN deployment_figures f ON f.account_id = a.id
     WHERE (EXISTS (SELECT FROM deployments d WHERE d.account_id = a.id AND d.judged_at > coalesce(f.judged_at, timestamptz 'epoch'))
         OR EXISTS (SELECT FROM deployments d WHERE d.account_id = a.id AND d.judged_at IS NOT NULL AND d.gone_at IS NULL
           AND d.health IS DISTINCT FROM d.told_health)
         OR (a.enabled AND EXISTS (SELECT FROM check_settings s
           WHERE s.check_id = ANY ($2::text[]) AND s.changed_at > coalesce(f.judged_at, timestamptz 'epoch'))))
       AND coalesce(f.judged_at, timestamptz 'epoch') <= $1::timestamptz - make_interval(secs => coalesce(f.told_ms, 0) * ${share} / 1000.0)`,
    [now, rolloutChecks],
  )
  for (const { account } of rows) {
    const begun = performance.now()
    await inTransaction(pool, async (tx) => {
      await tellDeployments(tx, account, thresholds, now)
      await tell(tx, { type: 'facts', account, collector: 'deployments', changed: 1 } satisfies LiveEvent)
      await tx.query('UPDATE deployment_figures SET told_ms = $2 WHERE account_id = $1', [
        account,
        Math.round(performance.now() - begun),
      ])
    })
  }
}

/**
 * Judges the one that is due longest. Nothing is locked meanwhile, or what is read from AWS would wait: it is put off by a
 * lease, and whatever is read of it in that time makes it due again.
 */
async function judgeNext(pool: pg.Pool, thresholds: Thresholds, turn: { now: Date; begun: number }): Promise<boolean> {
  const { now } = turn
  const lease = new Date(now.getTime() + leaseMs)
  const { rows } = await pool.query<Row>(
    `UPDATE deployments SET judge_at = $2 WHERE id = (
       SELECT d.id FROM deployments d JOIN aws_accounts a ON a.id = d.account_id AND a.enabled
       WHERE d.judge_at <= $1 ORDER BY d.judge_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED) RETURNING *`,
    [now, lease],
  )
  const [row] = rows
  if (!row) return false
  const begun = performance.now()
  const counts = {
    queued: row.queued,
    inProgress: row.in_progress,
    succeeded: row.succeeded,
    failed: row.failed,
    timedOut: row.timed_out,
    rejected: row.rejected,
    removed: row.removed,
    canceled: row.canceled,
  }
  const open = counts.queued + counts.inProgress
  const live =
    row.gone_at === null &&
    !row.superseded &&
    !['CANCELED', 'DELETION_IN_PROGRESS', 'INACTIVE'].includes(row.aws_status)
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const config = typeof row.config === 'object' && row.config !== null ? (row.config as Record<string, unknown>) : {}
  const rollout = {
    createdAt: row.created_at,
    perMinute: rolloutPerMinute(config),
    total,
    unchangedPolls: row.unchanged_polls,
    windows: windowsAt(config, now, row.created_at),
  }
  const stalled = await judgeStalls(pool, { id: row.id, account: row.account_id, live, rollout }, thresholds, now)
  const health = deploymentHealth.parse(
    healthOf(
      { awsStatus: row.aws_status, counts, counted: row.counts_at !== null, superseded: row.superseded, stalled },
      thresholds.all.failingPercent,
    ),
  )
  const missed = live ? await countUnreached(pool, row.id) : 0
  // Half and more stand still: that the others get on foretells no end.
  const eta = live && stalled * 2 < open ? await etaAt(pool, row, { open, stalled, total, now }) : null
  const tookMs = performance.now() - begun
  const againMs = !live ? null : open > 0 ? openAgainMs : missed > 0 ? unreachedAgainMs : null
  await pool.query(
    `UPDATE deployments SET health = $2, stalled = $3, eta_s = $4, unreached = $5, judged_at = $6,
       judge_at = CASE WHEN judge_at = $8 THEN $7 ELSE judge_at END WHERE id = $1`,
    [
      // When it is written, not when the turn began: what others told meanwhile did not know of it.
      ...[row.id, health, stalled, eta, missed, new Date(now.getTime() + performance.now() - turn.begun)],
      againMs === null ? null : new Date(now.getTime() + Math.max(againMs, tookMs * share)),
      lease,
    ],
  )
  return true
}

async function countUnreached(connection: Sql, id: string): Promise<number> {
  const { rows } = await connection.query<{ n: number }>(
    toQuery(sql`select count(*)::int as n from deployment_executions e join deployments d on d.id = e.deployment_id
      where d.id = ${id}::bigint and ${unreached}`),
  )
  return rows[0]?.n ?? 0
}

type Open = { open: number; stalled: number; total: number; now: Date }

/** When those that get on will be through at the pace of the last hour, by the counts as they were seen. */
async function etaAt(connection: Sql, row: Row, { open, stalled, total, now }: Open) {
  const { rows } = await connection.query<{ at: Date; ended: number }>(
    `(SELECT at, succeeded + failed + timed_out + rejected + removed + canceled AS ended FROM deployment_progress
      WHERE deployment_id = $1 AND at <= $2::timestamptz - interval '1 hour' ORDER BY at DESC LIMIT 1)
     UNION ALL
     (SELECT at, succeeded + failed + timed_out + rejected + removed + canceled FROM deployment_progress
      WHERE deployment_id = $1 AND at > $2::timestamptz - interval '1 hour' ORDER BY at LIMIT 1) ORDER BY at LIMIT 1`,
    [row.id, now],
  )
  const [first] = rows
  if (!first) return null
  // Counts stood still from the last look before the hour began until then.
  const hourAgo = new Date(now.getTime() - 3_600_000)
  const from = { at: first.at < hourAgo ? hourAgo : first.at, ended: first.ended }
  return etaOf(open - stalled, from, { at: row.counts_at ?? now, ended: total - open })
}
