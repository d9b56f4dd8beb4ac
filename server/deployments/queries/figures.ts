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
    pool.query<{ blocked: number; behind: number; unupdatable: number; at: Date | null }>(
      `select coalesce(sum(blocked), 0)::int as blocked, coalesce(sum(behind), 0)::int as behind,
         coalesce(sum(unupdatable), 0)::int as unupdatable, max(judged_at) as at
       from deployment_figures where account_id = any($1::int[])`,
      [accounts],
    ),
  ])
  const [row] = figures.rows
  return {
    byHealth: deploymentHealth.options.flatMap((health) => {
      const count = healths.rows.find((one) => one.health === health)?.count ?? 0
      return count > 0 ? [{ health, count }] : []
    }),
    blocked: row?.blocked ?? 0,
    behind: row?.behind ?? 0,
    unupdatable: row?.unupdatable ?? 0,
    at: row?.at?.toISOString() ?? null,
  }
}
