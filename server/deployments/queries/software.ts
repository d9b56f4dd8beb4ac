import type { SoftwareInventory } from '#contract/deployments.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'

type Asked = { account?: number | undefined; by?: 'type' | 'group' | undefined; package?: string | undefined }
type Cell = {
  account: number
  package: string
  version: string
  of: string
  things: number
  intended: boolean
  behind: number
}

// More cells than a table on a page can be read with.
const mostCells = 5_000

/** Which versions run on things of which type or in which group, as counted last. Things that report nothing are told apart. */
export async function softwareInventory(
  context: Context,
  { account, by = 'type', package: named }: Asked,
): Promise<SoftwareInventory> {
  const accounts = await accountsInScope(context, account)
  const { pool } = context.database
  const [cells, silent, figures] = await Promise.all([
    pool.query<Cell>(
      `select account_id as account, package, version, "of", things::int as things, intended > 0 as intended, behind::int as behind
       from software_rollup where account_id = any($1::int[]) and kind = $2 and package <> '' and ($3::text is null or package = $3)
       order by account_id, package, "of", things desc, version limit ${mostCells}`,
      [accounts, by, named ?? null],
    ),
    pool.query<{ account: number; of: string; things: number }>(
      `select account_id as account, "of", things::int as things from software_rollup
       where account_id = any($1::int[]) and kind = $2 and package = '' order by account_id, things desc, "of" limit ${mostCells}`,
      [accounts, by],
    ),
    pool.query<{ behind: number; things: number; reporting: number; at: Date | null }>(
      `select coalesce(sum(behind), 0)::int as behind, coalesce(sum(things), 0)::int as things,
         coalesce(sum(reporting), 0)::int as reporting, min(counted_at) as at
       from deployment_figures where account_id = any($1::int[]) and counted_at is not null`,
      [accounts],
    ),
  ])
  const { behind = 0, things = 0, reporting = 0, at = null } = figures.rows[0] ?? {}
  return {
    by,
    versions: cells.rows,
    unknown: silent.rows,
    behind,
    coverage: things > 0 ? Math.min(1, reporting / things) : null,
    at: at?.toISOString() ?? null,
  }
}
