import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { AwsTarget } from '#server/aws/connect.ts'
import type { Sql } from '#server/platform/db.ts'

/** Someone else holds this collection now: whatever was in hand is dropped. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/** A collection that this process may work on, and where its pass stands. */
export type Claim = {
  holder: string
  account: AwsTarget & { id: number; name: string }
  collector: string
  passNumber: number
  passStartedAt: Date
  /** Where an interrupted pass left off; null begins a new one. */
  cursor: unknown
  route: string | null
  seen: number
  failures: number
  lastSuccessAt: Date | null
}

/** What may be claimed: these collectors (in this order) of these accounts; null means all accounts. */
export type Claimable = { collectors: string[]; after: Record<string, readonly string[]>; accounts: number[] | null }

/** Makes sure every enabled account has a row for every collector. */
export async function ensureCollections(sql: Sql, collectors: string[]): Promise<void> {
  await sql.query(
    `INSERT INTO collections (account_id, collector)
     SELECT a.id, c FROM aws_accounts a CROSS JOIN unnest($1::text[]) c
     WHERE a.enabled AND NOT EXISTS (SELECT 1 FROM collections x WHERE x.account_id = a.id AND x.collector = c)
     ON CONFLICT DO NOTHING`,
    [collectors],
  )
}

type Row = {
  account_id: number
  aws_account_id: string
  region: string
  name: string
  role_arn: string | null
  external_id: string | null
  collector: string
  pass: number
  pass_started_at: Date
  cursor: unknown
  route: string | null
  seen: number
  failures: number
  last_success_at: Date | null
}

// An interrupted pass is worth finishing for this long; page tokens and what was seen grow stale.
const resumableFor = '6 hours'

/**
 * Takes the next collection that is due and held by nobody, or whose holder has been silent. One statement, so two
 * workers never take the same. A collector waits while another it comes after is due or running. What is taken is due
 * until it is finished, also where somebody asked for it before its time: its holder may die.
 */
export async function claimNext(pool: pg.Pool, what: Claimable, leaseMs: number): Promise<Claim | null> {
  const holder = randomUUID()
  const { rows } = await pool.query<Row>(
    `WITH next AS (
       SELECT c.account_id, c.collector, c.cursor IS NOT NULL AND c.pass_started_at > now() - $6::interval AS resumes
       FROM collections c JOIN aws_accounts a ON a.id = c.account_id
       WHERE a.enabled AND c.collector = ANY($1::text[]) AND ($3::int[] IS NULL OR c.account_id = ANY($3::int[]))
         AND (c.due_at <= now() OR c.requested_at IS NOT NULL) AND (c.lease_until IS NULL OR c.lease_until < now())
         AND NOT EXISTS (
           SELECT 1 FROM collections d
           WHERE d.account_id = c.account_id AND d.collector = ANY($1::text[])
             AND d.collector IN (SELECT jsonb_array_elements_text($2::jsonb -> c.collector))
             AND (d.due_at <= now() OR d.requested_at IS NOT NULL OR d.state = 'running'))
       ORDER BY c.requested_at IS NULL, array_position($1::text[], c.collector), c.due_at
       LIMIT 1 FOR UPDATE OF c SKIP LOCKED
     )
     UPDATE collections c SET state = 'running', holder = $4, lease_until = now() + $5::int * interval '1 millisecond',
       due_at = now(), requested_at = NULL, progress_at = now(),
       pass = CASE WHEN next.resumes THEN c.pass ELSE c.pass + 1 END,
       pass_started_at = CASE WHEN next.resumes THEN c.pass_started_at ELSE now() END,
       cursor = CASE WHEN next.resumes THEN c.cursor END, route = CASE WHEN next.resumes THEN c.route END,
       calls_expected = CASE WHEN next.resumes THEN c.calls_expected END,
       ${figures.map((name) => `${name} = CASE WHEN next.resumes THEN c.${name} ELSE 0 END`).join(', ')}
     FROM next JOIN aws_accounts a ON a.id = next.account_id
     WHERE c.account_id = next.account_id AND c.collector = next.collector
     RETURNING c.account_id, a.aws_account_id, a.region, a.name, a.role_arn, a.external_id, c.collector, c.pass,
       c.pass_started_at, c.cursor, c.route, c.seen, c.failures, c.last_success_at`,
    [what.collectors, JSON.stringify(what.after), what.accounts, holder, leaseMs, resumableFor],
  )
  const [row] = rows
  return row ? toClaim(row, holder) : null
}

/** The counters of a pass. */
export const figures = ['calls', 'throttled', 'seen', 'added', 'changed', 'gone', 'skipped', 'failed'] as const

/** Keeps a pass ours and says how it goes. Throws LeaseLost when it is no longer ours. */
export async function renewLease(
  pool: pg.Pool,
  { holder, account, collector }: Claim,
  leaseMs: number,
  progress: { calls: number; throttled: number },
): Promise<void> {
  const { rowCount } = await pool.query(
    `UPDATE collections SET lease_until = now() + $4::int * interval '1 millisecond', progress_at = now(),
       calls = calls + $5, throttled = throttled + $6
     WHERE account_id = $1 AND collector = $2 AND holder = $3`,
    [account.id, collector, holder, leaseMs, progress.calls, progress.throttled],
  )
  if (rowCount === 0) throw new LeaseLost(`${collector} of account ${account.id} is held by another worker`)
}

/** Gives a collection back unfinished, to be resumed from its cursor at once, by anyone. */
export async function releaseLease(pool: pg.Pool, { holder, account, collector }: Claim): Promise<void> {
  await pool.query(
    `UPDATE collections SET state = 'idle', holder = NULL, lease_until = NULL, due_at = now()
     WHERE account_id = $1 AND collector = $2 AND holder = $3`,
    [account.id, collector, holder],
  )
}

function toClaim(row: Row, holder: string): Claim {
  return {
    holder,
    account: {
      id: row.account_id,
      awsAccountId: row.aws_account_id,
      region: row.region,
      name: row.name,
      roleArn: row.role_arn,
      externalId: row.external_id,
    },
    collector: row.collector,
    passNumber: row.pass,
    passStartedAt: row.pass_started_at,
    cursor: row.cursor,
    route: row.route,
    seen: row.seen,
    failures: row.failures,
    lastSuccessAt: row.last_success_at,
  }
}
