import type { Sql } from '#server/platform/db.ts'
import { log } from '#server/platform/log.ts'
import type { Noted, TrailProblem } from './ends.ts'
import { beginning, type Place, verifyTrail } from './verify.ts'

/** A self-check's outcome as it is kept. */
export type TrailCheck = { kind: 'recent' | 'full'; checkedAt: Date; place: Place; problems: TrailProblem[] }

/**
 * Verifies the trail and keeps the outcome: `recent` what was recorded since the last time, `full` everything. The place
 * that is kept only ever moves on over what is intact: a break is found again, and a cut-off end remains known.
 */
export async function checkTrail(sql: Sql, kind: TrailCheck['kind'], now: Date): Promise<TrailCheck> {
  const after = kind === 'recent' ? await verifiedUpTo(sql) : beginning
  const found = await verifyTrail(sql, { after, noted: await notedPlaces(sql), untilBroken: kind === 'recent' })
  const { problems } = found
  const place = problems.length === 0 ? found.place : after
  await sql.query(
    `insert into activity_checks as c (kind, day, checked_at, position, hash, problems)
     values ($1, $2::timestamptz at time zone 'UTC', $2, $3, decode($4, 'hex'), $5::text::jsonb)
     on conflict (kind, day) do update set checked_at = excluded.checked_at, problems = excluded.problems,
       position = case when $5 = '[]' then excluded.position else c.position end,
       hash = case when $5 = '[]' then excluded.hash else c.hash end`,
    [kind, now, place.position, place.hash, JSON.stringify(problems)],
  )
  if (problems.length > 0) log.error({ kind, problems: problems.slice(0, 5) }, 'The trail has been tampered with')
  // In the log the head is noted outside of the database, where whoever rewrites the chain may not reach.
  else if (kind === 'full') log.info({ position: place.position, hash: place.hash }, 'The trail is intact')
  return { kind, checkedAt: now, place, problems }
}

/** The newest check of each kind. */
export async function latestChecks(sql: Sql): Promise<TrailCheck[]> {
  const { rows } = await sql.query<CheckRow>(
    `select distinct on (kind) kind, checked_at, position, encode(hash, 'hex') as hash, problems
     from activity_checks order by kind, checked_at desc`,
  )
  return rows.map(({ kind, checked_at, position, hash, problems }) => ({
    kind,
    checkedAt: checked_at,
    place: { position, hash },
    problems,
  }))
}
type CheckRow = { kind: TrailCheck['kind']; checked_at: Date; position: number; hash: string; problems: TrailProblem[] }

/** The places that earlier checks saw and targets were sent, all of which must still be in the chain. */
export async function notedPlaces(sql: Sql): Promise<Noted[]> {
  const { rows } = await sql.query<{ position: number; hash: string | null; by: string; at: Date | null }>(
    `select position, encode(hash, 'hex') as hash, 'the self-check' as by, checked_at as at from activity_checks
     union all select position, null, 'the delivery to ' || name, delivered_at from activity_targets where position > 0`,
  )
  return rows.map(({ position, hash, by, at }) => ({
    position,
    ...(hash === null ? {} : { hash }),
    when: at ? `${by}, ${at.toISOString()}` : by,
  }))
}

/** The newest seal. */
export async function latestHead(sql: Sql): Promise<Place> {
  const { rows } = await sql.query<Place>(`select position, encode(hash, 'hex') as hash from activity_head`)
  return rows[0] ?? beginning
}

async function verifiedUpTo(sql: Sql): Promise<Place> {
  const { rows } = await sql.query<Place>(
    `select position, encode(hash, 'hex') as hash from activity_checks order by position desc limit 1`,
  )
  return rows[0] ?? beginning
}
