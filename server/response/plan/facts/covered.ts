import type { NeverTouchRule } from '#contract/response-settings.ts'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { coveredBy, coveredCondition } from '../../guards/never-touch.ts'
import { groupsOfThings } from './groups.ts'

/** Which rule of the never-touch list covers things, by name. Things that were never collected only have a name. */
export async function coveredThings(
  connection: Sql,
  account: number,
  rules: readonly NeverTouchRule[],
  names: string[],
): Promise<Map<string, string>> {
  if (rules.length === 0 || names.length === 0) return new Map()
  const { rows } = await connection.query<{ id: number; name: string; attributes: Record<string, string> }>(
    toQuery(sql`select t.id, t.name, t.attributes from things t where t.account_id = ${account} and t.gone_at is null
      and t.name = any(${names}::text[]) and ${coveredCondition(rules)}`),
  )
  const groups = await groupsOfThings(
    connection,
    account,
    rows.map(({ id }) => id),
  )
  const covered = new Map<string, string>()
  for (const name of names) {
    const why = coveredBy(rules, { name, groups: [], attributes: {} })
    if (why) covered.set(name, why)
  }
  for (const { id, name, attributes } of rows) {
    const within = (groups.get(id) ?? []).flatMap(({ path }) => path)
    covered.set(name, coveredBy(rules, { name, groups: within, attributes }) ?? 'On the never-touch list')
  }
  return covered
}
