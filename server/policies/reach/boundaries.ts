import type { Sql } from '#server/platform/db.ts'

/** An attribute that parts sites or tenants, and how many things have each of its values. */
export type Boundary = { attribute: string; values: Map<string, number> }

/** Names that people give to what must not reach across. Others, such as a firmware version, part nothing. */
const partingNames =
  '^(tenant|customer|client|org|organi[sz]ation|company|site|plant|factory|location|building|hall|room|region|country|market|project|env|environment|stage)([_-]?(id|name|code))?$'
const mostValues = 1_000

/** The boundary attributes of an account: by such a name, with more than one value and not one for each thing. */
export async function readBoundaries(sql: Sql, account: number): Promise<Boundary[]> {
  const { rows } = await sql.query<{ attribute: string; value: string; things: number }>(
    `with counted as (
       select a.key as attribute, a.value, count(*)::int as things
       from things t, jsonb_each_text(t.attributes) a
       where t.account_id = $1 and t.gone_at is null and a.key ~* $2 group by 1, 2
     ), kept as (select attribute from counted group by 1 having count(*) between 2 and ${mostValues})
     select c.* from counted c join kept using (attribute) order by c.attribute, c.value`,
    [account, partingNames],
  )
  const found = new Map<string, Boundary>()
  for (const { attribute, value, things } of rows) {
    const boundary = found.get(attribute) ?? { attribute, values: new Map() }
    boundary.values.set(value, things)
    found.set(attribute, boundary)
  }
  return [...found.values()]
}
