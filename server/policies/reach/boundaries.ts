import type { Sql } from '#server/platform/db.ts'

/** An attribute that parts sites or tenants, and how many things have each of its values. */
export type Boundary = { attribute: string; values: Map<string, number> }

/** Names that people give to what must not reach across. Others, such as a firmware version, part nothing. */
const partingNames =
  /^(tenant|customer|client|org|organi[sz]ation|company|site|plant|factory|location|building|hall|room|region|country|market|project|env|environment|stage)([_-]?(id|name|code))?$/i
const mostValues = 1_000
// Things that are looked at for the names of attributes: the oldest and the newest.
const looked = 10_000

/** The boundary attributes of an account: by such a name, with more than one value and not one for each thing. */
export async function readBoundaries(sql: Sql, account: number): Promise<Boundary[]> {
  const { rows: keys } = await sql.query<{ attribute: string }>(
    `select distinct jsonb_object_keys(attributes) as attribute from (
       (select attributes from things where account_id = $1 and gone_at is null order by id limit ${looked})
       union all (select attributes from things where account_id = $1 and gone_at is null order by id desc limit ${looked})) t
     where jsonb_typeof(attributes) = 'object' order by 1`,
    [account],
  )
  const boundaries: Boundary[] = []
  for (const { attribute } of keys.filter((one) => partingNames.test(one.attribute))) {
    const { rows } = await sql.query<{ value: string; things: number }>(
      `select attributes ->> $2 as value, count(*)::int as things from things
       where account_id = $1 and gone_at is null and attributes ->> $2 is not null group by 1 order by 1 limit ${mostValues + 1}`,
      [account, attribute],
    )
    if (rows.length < 2 || rows.length > mostValues) continue
    boundaries.push({ attribute, values: new Map(rows.map(({ value, things }) => [value, things])) })
  }
  return boundaries
}
