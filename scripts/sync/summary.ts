import type pg from 'pg'
import type { Wanted } from '#server/sync/once.ts'

/** One collector of one account, as its last or running pass stands. */
export type FeedFigures = {
  account: string
  region: string
  collector: string
  outcome: string | null
  running: boolean
  finishedAt: Date | null
  route: string | null
  calls: number
  callsExpected: number | null
  throttled: number
  seen: number
  added: number
  changed: number
  gone: number
  skipped: number
  failed: number
  error: string | null
  missingPermission: string | null
}

/** What the closing JSON holds: `rows` are those written, `skipped` objects that were gone or malformed. */
export type Summary = {
  durationMs: number
  accounts: {
    account: string
    region: string
    collectors: (Omit<FeedFigures, 'account' | 'region' | 'running' | 'finishedAt' | 'callsExpected'> & {
      rows: number
    })[]
  }[]
}

/** The feeds that are wanted, by account and collector. */
export async function feedsOf(pool: pg.Pool, { accounts, collectors }: Wanted): Promise<FeedFigures[]> {
  const { rows } = await pool.query<FeedFigures>(
    `SELECT a.aws_account_id AS account, a.region, c.collector, c.last_outcome AS outcome, c.state = 'running' AS running,
       c.last_finished_at AS "finishedAt", c.route, c.calls, c.calls_expected AS "callsExpected", c.throttled, c.seen,
       c.added, c.changed, c.gone, c.skipped, c.failed, c.last_error AS error, c.missing_permission AS "missingPermission"
     FROM collections c JOIN aws_accounts a ON a.id = c.account_id
     WHERE a.enabled AND ($1::int[] IS NULL OR a.id = ANY($1)) AND ($2::text[] IS NULL OR c.collector = ANY($2))
     ORDER BY a.id, c.last_finished_at NULLS LAST, c.collector`,
    [accounts ?? null, collectors ?? null],
  )
  return rows
}

/** How everything ended since `startedAt`. */
export async function summarise(pool: pg.Pool, wanted: Wanted, startedAt: Date): Promise<Summary> {
  const accounts = new Map<string, Summary['accounts'][number]>()
  for (const { account, region, running: _, finishedAt: __, callsExpected: ___, ...figures } of await feedsOf(
    pool,
    wanted,
  )) {
    const key = `${account} ${region}`
    const entry = accounts.get(key) ?? { account, region, collectors: [] }
    entry.collectors.push({ ...figures, rows: figures.added + figures.changed + figures.gone })
    accounts.set(key, entry)
  }
  return { durationMs: Date.now() - startedAt.getTime(), accounts: [...accounts.values()] }
}

/** Whether all that is permitted and available succeeded. */
export function succeeded({ accounts }: Summary): boolean {
  const excused = ['ok', 'not-permitted', 'unavailable']
  return accounts.every(({ collectors }) =>
    collectors.every(({ outcome }) => outcome !== null && excused.includes(outcome)),
  )
}
