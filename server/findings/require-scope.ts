import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Throws a Refusal for a thing type or thing group that no account has: a rule for it would be about nothing. */
export async function requireScope(
  connection: Sql,
  { types, groups }: { types: readonly string[]; groups: readonly string[] },
): Promise<void> {
  const { rows } = await connection.query<{ what: string; name: string }>(
    `select 'thing type' as what, n.name from unnest($1::text[]) n(name)
       where not exists (select from thing_types t where t.name = n.name) and not exists (select from things t where t.type_name = n.name)
     union all
     select 'thing group', n.name from unnest($2::text[]) n(name)
       where not exists (select from thing_groups g where g.name = n.name and not g.billing)`,
    [types, groups],
  )
  const [odd] = rows
  if (odd) throw new Refusal('invalid', `No account has a ${odd.what} called ${odd.name}.`)
}
