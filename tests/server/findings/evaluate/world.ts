import type pg from 'pg'
import type { Check } from '#server/findings/check.ts'
import expiring from '#server/findings/checks/certificate-expiring.ts'
import { type SetCheck, setCheck } from '#server/findings/evaluate/settings.ts'
import { evaluateAccount, type Turn } from '#server/findings/evaluate/turn.ts'

/** When these fleets are looked at. */
export const now = new Date('2026-11-20T12:00:00Z')
export const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

export const account = { id: 1, awsAccountId: '123456789012', region: 'eu-west-1' }

/** Removes every account and what is theirs, and adds one whose collectors just succeeded. */
export async function freshAccount(pool: pg.Pool): Promise<void> {
  await pool.query(
    'TRUNCATE aws_accounts, finding_work, check_settings, finding_suppressions, notices RESTART IDENTITY CASCADE',
  )
  await pool.query(
    `INSERT INTO aws_accounts (aws_account_id, region, name) VALUES ('123456789012', 'eu-west-1', 'Home')`,
  )
  await succeed(pool, now)
}

/** All that checks read was last read well at `at`. */
export async function succeed(pool: pg.Pool, at: Date): Promise<void> {
  await pool.query(
    `INSERT INTO collections (account_id, collector, last_outcome, last_finished_at, last_success_at)
     SELECT 1, unnest('{certificates,certificate-details,things,thing-principals,presence,policies,policy-targets,ca-certificates}'::text[]), 'ok', $1, $1
     ON CONFLICT (account_id, collector) DO UPDATE SET last_outcome = 'ok', last_success_at = $1`,
    [at],
  )
}

/** Adds active certificates, named `c` and their place, that expire on these dates. */
export async function addCertificates(pool: pg.Pool, notAfter: (Date | null)[], from = 1): Promise<void> {
  await pool.query(
    `INSERT INTO certificates (account_id, certificate_id, status, created_at, not_before, not_after, described_at, thing_count, has_policy, policy_count)
     SELECT 1, 'c' || ($3::int + n - 1), 'ACTIVE', $2::timestamptz - interval '1 day', $2::timestamptz - interval '1 day', d, $2, 1, TRUE, 1
     FROM unnest($1::timestamptz[]) WITH ORDINALITY AS a (d, n)`,
    [notAfter, now, from],
  )
}

/** A check as it comes, under an id. */
export const asSet = (id: string, check: unknown): SetCheck => setCheck(id, check as Check)

export const onlyExpiring = [asSet('certificate-expiring', expiring)]

/** Evaluates until there is nothing left. */
export async function evaluate(pool: pg.Pool, turn: Turn = {}): Promise<number> {
  let written = 0
  for (;;) {
    const done = await evaluateAccount(pool, account, { now: () => now, checks: onlyExpiring, ...turn })
    if (!done) throw new Error('Somebody else evaluates')
    written += done.written
    if (!done.more) return written
  }
}

export type Row = Record<string, unknown>

export const rows = async (pool: pg.Pool, sql: string): Promise<Row[]> => (await pool.query<Row>(sql)).rows

/** What stands, without ids and times of writing. */
export const findings = (pool: pg.Pool) =>
  rows(
    pool,
    `SELECT check_id, subject, reason, severity, open, sources, reopened, suppression_id IS NOT NULL AS hidden
     FROM findings ORDER BY check_id, subject, reason`,
  )

export const results = (pool: pg.Pool) =>
  rows(
    pool,
    `SELECT check_id, state, evaluated::int, failing::int, unknown::int, errors::int FROM check_results
     WHERE source = 'ours' ORDER BY check_id`,
  )
