import { type DeploymentFigures, deploymentHealth } from '#contract/deployments.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'

/** Deployments in figures: how they go, whom a security update does not reach, who is behind, who cannot be updated. */
export async function deploymentFigures(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<DeploymentFigures> {
  const accounts = await accountsInScope(context, account)
  const { pool } = context.database
  const [healths, figures] = await Promise.all([
    pool.query<{ health: string; count: number }>(
      `select health, count(*)::int as count from deployments where account_id = any($1::int[]) and gone_at is null group by 1`,
      [accounts],
    ),
    // Each is worked out apart. What is not of one account yet is not known of all.
    pool.query<{ blocked: number | null; behind: number | null; unupdatable: number | null; at: Date | null }>(
      `select case when count(judged_at) > 0 and bool_and(judged_at is not null or not exists (
           select from deployments d where d.account_id = a.id and d.gone_at is null)) then sum(blocked)::int end as blocked,
         case when bool_and(counted_at is not null) then sum(behind)::int end as behind,
         case when bool_and(register_at is not null) then sum(unupdatable)::int end as unupdatable, min(judged_at) as at
       from unnest($1::int[]) a (id) left join deployment_figures f on f.account_id = a.id`,
      [accounts],
    ),
  ])
  const [row] = figures.rows
  return {
    byHealth: deploymentHealth.options.flatMap((health) => {
      const count = healths.rows.find((one) => one.health === health)?.count ?? 0
      return count > 0 ? [{ health, count }] : []
    }),
    blocked: row?.blocked ?? null,
    behind: row?.behind ?? null,
    unupdatable: row?.unupdatable ?? null,
    at: row?.at?.toISOString() ?? null,
  }
}
