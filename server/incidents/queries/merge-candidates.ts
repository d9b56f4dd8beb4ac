import type { MergeCandidate } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { escapeLike, every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { readIncident, type SummaryRow, summaryColumns, toSummary } from './row.ts'
import { suggestionsFor } from './surroundings.ts'

const candidatesShown = 20

/**
 * Incidents that one could be joined with: of its account, not over, real with real. Those of one actor come first, then
 * the latest; with `search`, those it finds. Throws a Refusal when there is no such incident.
 */
export async function mergeCandidates(
  { database: { pool } }: Context,
  { id, search = '' }: { id: string; search?: string | undefined },
): Promise<MergeCandidate[]> {
  const incident = await readIncident(pool, id)
  const suggested = new Map((await suggestionsFor(pool, incident)).map((one) => [one.id, one.why]))
  const fits = [
    sql`i.account_id = ${incident.account_id}`,
    sql`i.state not in ('merged', 'closed')`,
    sql`(i.drill is null) = ${incident.drill === null}`,
    sql`i.id <> ${id}::uuid`,
  ]
  const read = async (more: Fragment) => {
    const { rows } = await pool.query<SummaryRow & { joined: number }>(
      toQuery(sql`select ${summaryColumns}, (select count(*)::int from incidents j where j.merged_into = i.id) as joined
        from incidents i where ${every([...fits, more])} order by i.last_at desc, i.id limit ${candidatesShown}`),
    )
    return rows
  }
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  // A number is looked up by itself: beside a part of a name it could use no index.
  const found = [
    ...(number ? await read(sql`i.number = ${Number(number)}::int`) : []),
    ...(await read(sql`i.id = any(${[...suggested.keys()]}::uuid[]) and ${named(search)}`)),
    ...(await read(named(search))),
  ]
  const once = new Map(found.map((row) => [row.id, row]))
  return [...once.values()]
    .slice(0, candidatesShown)
    .map((row) => ({ ...toSummary(row), why: suggested.get(row.id) ?? null, joined: row.joined }))
}

const named = (search: string) => (search ? sql`i.client_id ilike ${`%${escapeLike(search)}%`}` : sql`true`)
