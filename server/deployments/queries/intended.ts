import type { IntendedVersion } from '#contract/deployments.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'

type Row = Omit<IntendedVersion, 'since' | 'stated' | 'deployment'> & {
  since: Date
  why: string | null
  by: string | null
  deployment_id: string | null
  title: string | null
}

const most = 1_000

/** Which versions are meant to run where: what people state first, then the word of the latest deployments. */
export async function listIntended(
  context: Context,
  { account, package: named }: { account?: number | undefined; package?: string | undefined },
): Promise<IntendedVersion[]> {
  const accounts = await accountsInScope(context, account)
  const { rows } = await context.database.pool.query<Row>(
    `select * from (
       select s.account_id as account, s.kind, s."of", s.package, s.version, s.at as since, s.why, s.by_name as by,
         null as deployment_id, null as title
       from software_stated s where s.account_id = any($1::int[]) and ($2::text is null or s.package = $2)
       union all
       select w.account_id, w.kind, w."of", w.package, w.version, w.since, null, null, d.id::text, d.title
       from software_wanted w join deployments d on d.id = w.deployment_id
       where w.account_id = any($1::int[]) and ($2::text is null or w.package = $2) and not exists (
         select from software_stated s where s.account_id = w.account_id and s.kind = w.kind and s."of" = w."of" and s.package = w.package)
     ) i order by package, account, why is null, kind, "of" limit ${most}`,
    [accounts, named ?? null],
  )
  return rows.map(({ why, by, deployment_id, title, ...row }) => ({
    ...row,
    since: row.since.toISOString(),
    stated: why === null ? null : { why, by: by ?? '' },
    deployment: deployment_id === null ? null : { id: deployment_id, title: title ?? '' },
  }))
}
