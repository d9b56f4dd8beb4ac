import type pg from 'pg'
import type { DeploymentThresholds } from '#contract/deployments.ts'
import type { LiveEvent } from '#contract/events.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { feedStanding, followFeeds, jobFeeds, softwareFeeds } from '../judge/standing.ts'
import { rolloutChecks } from '../judge/tell.ts'
import { keepRegister } from '../register.ts'
import { readThresholds } from '../thresholds.ts'
import { judgeChanges } from './changes.ts'
import { countSoftware } from './count.ts'
import { softwareChecks, tellSoftware } from './tell.ts'
import { keepWanted } from './wanted.ts'

// Groups change though software does not: so often it is counted all the same.
const anywayHours = 6
// Counting takes this share of a worker's time at most.
const share = 20

/**
 * Judges what things run, of each account: what is meant for whom, what each change was, and, when any of it changed, who
 * runs something else. Workers share the accounts.
 */
export async function judgeSoftware(pool: pg.Pool, now: Date): Promise<void> {
  const { all } = await readThresholds(pool)
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM aws_accounts WHERE enabled ORDER BY id')
  for (const { id } of rows) {
    await inTransaction(pool, (tx) => judgeAccount(tx, id, now))
    await inTransaction(pool, (tx) => findUnupdatable(tx, id, all, now))
    await inTransaction(pool, (tx) => followAll(tx, id, now))
  }
}

async function followAll(tx: pg.PoolClient, account: number, now: Date) {
  const software = await followFeeds(tx, { account, now, checks: softwareChecks, feeds: softwareFeeds })
  const rollouts = await followFeeds(tx, { account, now, checks: rolloutChecks, feeds: jobFeeds })
  if (software || rollouts) await tell(tx, { type: 'findings', account } satisfies LiveEvent)
}

/** The register is made anew each hour, and at once when a type was declared. */
async function findUnupdatable(tx: pg.PoolClient, account: number, thresholds: DeploymentThresholds, now: Date) {
  const { rowCount: later } = await tx.query(
    `SELECT FROM deployment_figures WHERE account_id = $1 AND register_at > $2::timestamptz - greatest(interval '1 hour',
       make_interval(secs => register_ms * ${share} / 1000.0))`,
    [account, now],
  )
  if (later || !(await alone(tx, account))) return
  const begun = performance.now()
  await keepRegister(tx, account, thresholds, now)
  await tx.query('UPDATE deployment_figures SET register_ms = $2 WHERE account_id = $1', [
    account,
    Math.round(performance.now() - begun),
  ])
}

async function alone(tx: pg.PoolClient, account: number): Promise<boolean> {
  const { rows } = await tx.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtext('software'), $1) AS mine`,
    [account],
  )
  return rows[0]?.mine ?? false
}

async function judgeAccount(tx: pg.PoolClient, account: number, now: Date) {
  if (!(await alone(tx, account))) return
  const wanted = await keepWanted(tx, account)
  const { fresh } = await feedStanding(tx, account, jobFeeds, now)
  const judged = await judgeChanges(tx, account, fresh)
  if (wanted || judged > 0)
    await tx.query(
      `INSERT INTO deployment_figures AS f (account_id, dirty) VALUES ($1, TRUE)
       ON CONFLICT (account_id) DO UPDATE SET dirty = TRUE WHERE NOT f.dirty`,
      [account],
    )
  const { rowCount: due } = await tx.query(
    `SELECT FROM deployment_figures f FULL JOIN software_state s ON s.account_id = f.account_id
     WHERE coalesce(f.account_id, s.account_id) = $1 AND (f.counted_at IS NULL OR f.dirty OR s.changed_at > f.counted_at
         OR EXISTS (SELECT FROM check_settings k WHERE k.check_id = ANY ($3::text[]) AND k.changed_at > f.counted_at)
         OR (f.counted_at < $2::timestamptz - make_interval(hours => ${anywayHours}) AND s.account_id IS NOT NULL))
       AND (f.counted_at IS NULL OR f.counted_at <= $2::timestamptz - make_interval(secs => f.counted_ms * ${share} / 1000.0))`,
    [account, now, softwareChecks],
  )
  if (!due) return
  const begun = performance.now()
  await countSoftware(tx, account)
  await tellSoftware(tx, account, now)
  await tx.query(
    'UPDATE deployment_figures SET counted_at = $2, counted_ms = $3, dirty = FALSE WHERE account_id = $1',
    [account, now, Math.round(performance.now() - begun)],
  )
  await tx.query('UPDATE software_state SET counted_at = $2 WHERE account_id = $1', [account, now])
  await tell(tx, { type: 'facts', account, collector: 'software', changed: 1 } satisfies LiveEvent)
}
