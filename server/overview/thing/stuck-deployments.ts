import { executionStatus, stallCause } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import type { ThingAttention } from '#contract/overview.ts'
import { stallSays } from '#server/deployments/stall-says.ts'
import type { Context } from '#server/platform/context.ts'

type Item = ThingAttention['items'][number]

type Row = {
  id: string
  title: string
  security: boolean
  status: string
  stall_cause: string | null
  stall_says: string | null
  at: Date | null
}

const most = 20

/** The deployments under way that do not get on at this device, or that it failed. */
export async function stuckDeployments(
  { database: { pool } }: Context,
  { account, name }: { account: number; name: string },
): Promise<Item[]> {
  const { rows } = await pool.query<Row>(
    `select d.id::text, d.title, d.security, e.status, case when e.stall_counts then e.stall_cause end as stall_cause, e.stall_says,
       case when e.stall_counts then e.stall_since else e.updated_at end as at
     from deployment_executions e join deployments d on d.id = e.deployment_id
     where e.account_id = $1 and e.thing = $2 and d.gone_at is null and d.health in ('running', 'stalled', 'failing')
       and (e.stall_counts or e.status in ('FAILED', 'TIMED_OUT', 'REJECTED'))
     order by d.security desc, at desc nulls last limit ${most}`,
    [account, name],
  )
  return rows.map(({ id, title, security, status, at, ...stall }) => ({
    ...{ id: `deployment-${id}`, severity: security ? 'high' : 'medium', at: at?.toISOString() ?? null },
    href: links.deployment(id, { search: name }),
    title: `${security ? 'Security update' : 'Deployment'} ${stall.stall_cause ? 'is stuck' : 'failed'} here: ${title}`,
    detail: stall.stall_cause
      ? `${stall.stall_says ?? stallSays[stallCause.catch('undecided').parse(stall.stall_cause)]}.`
      : (ends[executionStatus.catch('UNKNOWN').parse(status)] ?? ''),
  }))
}

const ends: Partial<Record<string, string>> = {
  FAILED: 'The device says that it failed.',
  TIMED_OUT: 'The device did not end it in time.',
  REJECTED: 'The device refused it.',
}
