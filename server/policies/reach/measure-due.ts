import type pg from 'pg'
import { tell } from '#server/platform/events.ts'
import { countThings, measureReach } from './measure.ts'

const lock = 5_088_001
const dayMs = 86_400_000
/** A fleet that grew or shrank by more than this share is another fleet to measure. */
const materially = 0.01

/**
 * Measures what is due: in an account whose fleet changed materially, or that was last measured as a whole a day ago, all
 * policies; else those that changed, or whose attachments did. Returns how many policies were measured.
 */
export async function measureDue(pool: pg.Pool, now: Date): Promise<number> {
  const client = await pool.connect()
  try {
    // One turn at a time: another worker's is as good.
    const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [lock])
    if (!rows[0]?.free) return 0
    try {
      return await measureAccounts(pool, now)
    } finally {
      await client.query('select pg_advisory_unlock($1)', [lock])
    }
  } finally {
    client.release()
  }
}

async function measureAccounts(pool: pg.Pool, now: Date): Promise<number> {
  const { rows: accounts } = await pool.query<{ id: number; things: number | null; at: Date | null }>(
    `select a.id, p.things::int as things, p.at from aws_accounts a left join policy_reach_passes p on p.account_id = a.id
     where a.enabled and exists (select from policies where account_id = a.id) order by a.id`,
  )
  let measured = 0
  for (const { id, things, at } of accounts) {
    const current = await countThings(pool, id)
    const old = things === null || at === null || now.getTime() - at.getTime() > dayMs
    const whole = old || Math.abs(current - things) > things * materially
    const count = await measureReach(pool, id, whole ? 'all' : 'changed', now)
    if (whole) await keepPass(pool, id, current, now)
    if (count > 0) await tell(pool, { type: 'facts', account: id, collector: 'policies', changed: count })
    measured += count
  }
  return measured
}

async function keepPass(pool: pg.Pool, account: number, things: number, now: Date): Promise<void> {
  await pool.query(
    `insert into policy_reach_passes (account_id, things, at) values ($1, $2, $3)
     on conflict (account_id) do update set things = excluded.things, at = excluded.at`,
    [account, things, now],
  )
}
