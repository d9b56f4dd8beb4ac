import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'

/** Open findings that nobody suppressed, by what is grave, and suppressions that wait for a second person. */
export type FindingConcerns = { critical: number; high: number; waiting: number }

export async function findingConcerns(context: Context, scope: { account?: number }): Promise<FindingConcerns> {
  const accounts = await accountsInScope(context, scope.account)
  const { rows } = await context.database.pool.query<FindingConcerns>(
    `select (select count(*)::int from findings where open and suppression_id is null and account_id = any($1::int[]) and rank = 0) as critical,
       (select count(*)::int from findings where open and suppression_id is null and account_id = any($1::int[]) and rank = 1) as high,
       (select count(*)::int from finding_suppressions where state = 'waiting') as waiting`,
    [accounts],
  )
  return rows[0] ?? { critical: 0, high: 0, waiting: 0 }
}

/** What needs a person about findings: what is critical or high, and decisions that wait. */
export function findingItems({
  scope,
  findings: { critical, high, waiting },
}: {
  scope: { account?: number }
  findings: FindingConcerns
}): AttentionItem[] {
  return [
    {
      id: 'findings-critical',
      severity: 'critical',
      title: 'Critical findings are open',
      detail: 'Checks of ours or of Device Defender found them, and nobody accepted them.',
      count: critical,
      href: links.findings({ ...scope, severity: 'critical' }),
    },
    {
      id: 'findings-high',
      severity: 'high',
      title: 'High findings are open',
      detail: 'Checks of ours or of Device Defender found them, and nobody accepted them.',
      count: high,
      href: links.findings({ ...scope, severity: 'high' }),
    },
    {
      id: 'suppressions-waiting',
      severity: 'low',
      title: 'Suppressions wait for a second person',
      detail: 'What they would hide shows until somebody else approves.',
      count: waiting,
      href: '/findings/suppressions?state=waiting',
    },
  ]
}
