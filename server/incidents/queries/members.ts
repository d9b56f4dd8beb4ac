import type { IncidentMember } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { integerIn, uuidIn } from '#server/platform/page-key.ts'
import { escapeLike, every, sql, toQuery } from '#server/platform/sql.ts'
import { readIncident } from './row.ts'

const countedUpTo = 10_000

type Row = { id: string; number: number; client_id: string; thing_name: string | null; kicks: number; last_at: Date }

/** One page of what is joined to an incident, the most kicks first, and how many there are. Throws a Refusal when there is none. */
export async function listMembers(
  { database: { pool } }: Context,
  {
    id,
    search,
    cursor,
    limit = 100,
  }: { id: string; search?: string | undefined; cursor?: string | undefined; limit?: number | undefined },
) {
  await readIncident(pool, id)
  const key = decodeCursor(cursor, 2)
  const those = [
    sql`i.merged_into = ${id}::uuid`,
    ...(search ? [sql`i.client_id ilike ${`%${escapeLike(search)}%`}`] : []),
  ]
  const kicks = key && sql`${integerIn(key[0])}::int`
  const beyond =
    key && kicks ? [sql`(i.kicks < ${kicks} or i.kicks = ${kicks} and i.id > ${uuidIn(key[1])}::uuid)`] : []
  const { rows } = await pool.query<Row>(
    toQuery(sql`select i.id, i.number, i.client_id, i.thing_name, i.kicks, i.last_at from incidents i
      where ${every([...those, ...beyond])} order by i.kicks desc, i.id limit ${limit + 1}`),
  )
  const { rows: counted } = await pool.query<{ count: number }>(
    toQuery(
      sql`select count(*)::int as count from (select 1 from incidents i where ${every(those)} limit ${countedUpTo + 1}) n`,
    ),
  )
  const total = counted[0]?.count ?? 0
  return {
    ...toPage(rows, limit, toMember, (row) => [row.kicks, row.id]),
    total: { count: Math.min(total, countedUpTo), capped: total > countedUpTo },
  }
}

const toMember = ({ client_id: clientId, thing_name: thing, last_at, ...row }: Row): IncidentMember => ({
  ...row,
  clientId,
  thing,
  lastAt: last_at.toISOString(),
})
