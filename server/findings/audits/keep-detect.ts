import { type Changes, lastOfEach, type Observation } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'

/** What Detect says of one behaviour of one thing, in AWS's words. */
type About = { id: string; thing: string; profile: string; behavior: string; raw: unknown }
export type DetectViolation = About & {
  metric: string | null
  startedAt: Date | null
  lastAt: Date | null
  verification: string | null
}
export type DetectEvent = About & { type: string; at: Date }

/** When the newest event happened that is kept. */
export async function latestEvent(sql: Sql, account: number): Promise<Date | null> {
  const { rows } = await sql.query<{ at: Date | null }>(
    'SELECT max(at) AS at FROM detect_events WHERE account_id = $1',
    [account],
  )
  return rows[0]?.at ?? null
}

/** Keeps the violations that are active, all of them: one that is missing has ended. Repeating it changes nothing. */
export async function recordViolations(
  { tx, account }: Observation,
  active: readonly DetectViolation[],
): Promise<Changes> {
  const items = lastOfEach([...active], ({ id }) => id)
  const { rows } = await tx.query<{ added: boolean }>(
    `INSERT INTO detect_violations AS v (account_id, violation_id, thing_name, profile, behavior, metric, started_at, last_at,
       verification, raw, seen_at)
     SELECT $1, g.*, now() FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
       $8::timestamptz[], $9::text[], $10::jsonb[]) g
     ON CONFLICT (account_id, violation_id) DO UPDATE SET last_at = excluded.last_at, verification = excluded.verification,
       raw = excluded.raw, seen_at = now(), gone_at = NULL
     WHERE v.gone_at IS NOT NULL OR v.raw <> excluded.raw
     RETURNING xmax = 0 AS added`,
    [
      ...[account.id, items.map(({ id }) => id), items.map(({ thing }) => thing), items.map(({ profile }) => profile)],
      ...[items.map(({ behavior }) => behavior), items.map(({ metric }) => metric)],
      ...[items.map(({ startedAt }) => startedAt), items.map(({ lastAt }) => lastAt)],
      ...[items.map(({ verification }) => verification), items.map(({ raw }) => JSON.stringify(raw))],
    ],
  )
  const { rowCount } = await tx.query(
    `UPDATE detect_violations SET gone_at = now() WHERE account_id = $1 AND gone_at IS NULL AND violation_id <> ALL ($2::text[])`,
    [account.id, items.map(({ id }) => id)],
  )
  const added = rows.filter((row) => row.added).length
  return { added, changed: rows.length - added, gone: rowCount ?? 0 }
}

/** Keeps what began, ended or was invalidated, each once. */
export async function recordDetectEvents(
  { tx, account }: Observation,
  events: readonly DetectEvent[],
): Promise<number> {
  const { rowCount } = await tx.query(
    `INSERT INTO detect_events (account_id, violation_id, type, at, thing_name, profile, behavior, raw)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::jsonb[])
     ON CONFLICT DO NOTHING`,
    [
      ...[account.id, events.map(({ id }) => id), events.map(({ type }) => type), events.map(({ at }) => at)],
      ...[events.map(({ thing }) => thing), events.map(({ profile }) => profile)],
      ...[events.map(({ behavior }) => behavior), events.map(({ raw }) => JSON.stringify(raw))],
    ],
  )
  return rowCount ?? 0
}
