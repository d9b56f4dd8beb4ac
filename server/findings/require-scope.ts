import { checks as ours } from '#generated/checks.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditChecks } from './audit-checks.ts'

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

/** Throws a Refusal for a check that neither we nor AWS know, no profile names, and that never found anything. */
export async function requireChecks(connection: Sql, ids: readonly string[]): Promise<void> {
  const strange = ids.filter((id) => !Object.hasOwn(ours, id) && !Object.hasOwn(auditChecks, id))
  if (strange.length === 0) return
  const { rows } = await connection.query<{ id: string }>(
    `select n.id from unnest($1::text[]) n(id) where not exists (select from check_results r where r.check_id = n.id)
       and not exists (select from findings f where f.account_id in (select a.id from aws_accounts a) and f.check_id = n.id)`,
    [strange],
  )
  if (rows[0]) throw new Refusal('invalid', `There is no check called ${rows[0].id}.`)
}
