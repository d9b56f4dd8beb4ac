import type { TargetKind } from '#contract/actions.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'

const longestClientId = 128

/** Throws a Refusal that says which of the names are not known in the account. AWS alone knows its clients. */
export async function requireKnown(
  connection: Sql,
  { account, kind }: { account: number; kind: TargetKind },
  names: string[],
): Promise<void> {
  const known = knownNames[kind](account)
  const { rows } = await connection.query<{ name: string }>(
    toQuery(sql`select distinct given.name from unnest(${names}::text[]) given(name)
      where length(given.name) > 256 or not exists (select 1 from (${known}) known where known.name = given.name)
      order by 1`),
  )
  if (rows.length === 0) return
  const [first, ...others] = rows.map(({ name }) => `“${name}”`)
  const more = others.length > 4 ? ` and ${others.length - 3} more` : ''
  const shown = [first, ...others.slice(0, more ? 3 : 4)].join(', ')
  throw new Refusal('conflict', `Not known in this account, or gone: ${shown}${more}.`)
}

const knownNames: Record<TargetKind, (account: number) => Fragment> = {
  thing: (account) => sql`select t.name from things t where t.account_id = ${account} and t.gone_at is null
    and t.name = given.name`,
  certificate: (account) => sql`select c.certificate_id as name from certificates c where c.account_id = ${account}
    and c.gone_at is null and c.certificate_id = given.name`,
  'thing-group': (account) => sql`select g.name from thing_groups g where g.account_id = ${account} and not g.billing
    and g.gone_at is null and g.name = given.name`,
  client: () => sql`select given.name where length(given.name) <= ${longestClientId}`,
  'audit-finding': (account) => sql`select f.finding_id as name from audit_findings f where f.account_id = ${account}
    and f.finding_id = given.name`,
  deployment: (account) => sql`select d.kind || '/' || d.name as name from deployments d where d.account_id = ${account}
    and d.gone_at is null and d.kind || '/' || d.name = given.name`,
  account: (account) => sql`select a.aws_account_id as name from aws_accounts a where a.id = ${account}`,
}
