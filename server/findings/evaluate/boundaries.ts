import type pg from 'pg'
import { dayMs } from '../days.ts'
import { type ManyKind, many } from './kinds.ts'
import type { KindPlan } from './plan.ts'
import type { SetCheck } from './settings.ts'

/** A span of dates in which a boundary was crossed: those after `from`, up to `to`. */
type Crossed = { column: string; from: Date; to: Date }

/** The dates whose boundaries lie after `since` and not after `now`: what these checks say of them may be another answer. */
function crossed(checks: readonly SetCheck[], since: Date, now: Date): Crossed[] {
  const found = new Map<string, Crossed>()
  for (const { boundaries, everyNumbers } of checks) {
    for (const { column, days } of boundaries) {
      for (const numbers of everyNumbers) {
        const offsetMs = days(numbers) * dayMs
        if (!Number.isFinite(offsetMs)) continue
        const one = { column, from: new Date(since.getTime() - offsetMs), to: new Date(now.getTime() - offsetMs) }
        found.set(`${column} ${offsetMs}`, one)
      }
    }
  }
  return [...found.values()]
}

// Looking is cheap, but not free of cost for every second.
const everyMs = 30_000

/** Notes what time alone made worth another look since last time. */
export async function noteBoundaries(
  client: pg.PoolClient,
  { of, kind, asked, scan }: KindPlan & { kind: ManyKind },
  now: Date,
): Promise<void> {
  const since = scan.boundaryAt
  if (!since || now.getTime() - since.getTime() < everyMs) return
  const spans = crossed(asked, since, now)
  const { table, id, live } = many[kind].dates
  const looks = spans.map(
    ({ column }, place) =>
      `SELECT ${id} FROM ${table} WHERE account_id = $1 AND ${live} AND ${column} > $${2 * place + 5} AND ${column} <= $${2 * place + 6}`,
  )
  // Both or neither: what is crossed is noted once.
  await client.query(
    `WITH followed AS (UPDATE finding_scans SET boundary_at = $3 WHERE account_id = $1 AND subject_kind = $2 AND boundary_at = $4)
     INSERT INTO finding_work (account_id, subject_kind, subject_row_id)
     SELECT $1, $2, n.id FROM (${looks.length > 0 ? looks.join(' UNION ALL ') : 'SELECT NULL::bigint LIMIT 0'}) AS n (id)`,
    [of.id, kind, now, since, ...spans.flatMap(({ from, to }) => [from, to])],
  )
}
