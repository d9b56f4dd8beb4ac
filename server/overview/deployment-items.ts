import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'

type Held = { count: number; oldest: Date | null }

/** Deployments under way that are stalled or fail, and security updates that do not reach devices; since when they run. */
export type DeploymentConcerns = { stalled: Held; failing: Held; blocked: Held & { things: number } }

export async function deploymentConcerns(context: Context, scope: { account?: number }): Promise<DeploymentConcerns> {
  const accounts = await accountsInScope(context, scope.account)
  const { pool } = context.database
  const [healths, blocked] = await Promise.all([
    pool.query<Held & { health: string }>(
      `select health, count(*)::int as count, min(created_at) as oldest from deployments
       where account_id = any($1::int[]) and health in ('stalled', 'failing') and gone_at is null group by 1`,
      [accounts],
    ),
    pool.query<Held & { things: number }>(
      `select count(*)::int as count, min(d.created_at) as oldest,
         (select coalesce(sum(blocked), 0)::int from deployment_figures where account_id = any($1::int[])) as things
       from findings f left join deployments d on d.account_id = f.account_id and f.subject = d.kind || '/' || d.name
       where f.account_id = any($1::int[]) and f.check_id = 'security-update-blocked' and f.open and f.suppression_id is null`,
      [accounts],
    ),
  ])
  const of = (health: string): Held => healths.rows.find((row) => row.health === health) ?? { count: 0, oldest: null }
  return {
    stalled: of('stalled'),
    failing: of('failing'),
    blocked: blocked.rows[0] ?? { count: 0, oldest: null, things: 0 },
  }
}

const dayMs = 86_400_000

/** What needs a person about updates, each with how long the oldest of them is at it. */
export function deploymentItems({
  scope,
  now,
  deployments: { stalled, failing, blocked },
}: {
  scope: { account?: number }
  now: Date
  deployments: DeploymentConcerns
}): AttentionItem[] {
  const age = ({ oldest }: Held) => {
    const days = oldest ? Math.floor((now.getTime() - oldest.getTime()) / dayMs) : null
    if (days === null) return ''
    return ` The oldest began ${days < 1 ? 'within the last day' : days === 1 ? 'a day ago' : `${days} days ago`}.`
  }
  const things = blocked.things === 1 ? 'one device' : `${blocked.things} devices`
  return [
    {
      id: 'security-updates-blocked',
      severity: 'high',
      title: 'Security updates do not reach devices',
      detail: `A weakness that has its remedy stays open on ${things}.${age(blocked)}`,
      count: blocked.count,
      href: links.findings({ ...scope, check: 'security-update-blocked' }),
    },
    {
      id: 'deployments-failing',
      severity: 'medium',
      title: 'Deployments fail while they are under way',
      detail: `What goes on failing spreads a fault.${age(failing)}`,
      count: failing.count,
      href: links.deployments({ ...scope, health: 'failing' }),
    },
    {
      id: 'deployments-stalled',
      severity: 'medium',
      title: 'Deployments are stalled',
      detail: `Devices should have got on by now, and AWS never says so.${age(stalled)}`,
      count: stalled.count,
      href: links.deployments({ ...scope, health: 'stalled' }),
    },
  ]
}
