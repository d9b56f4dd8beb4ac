import { type IncidentFilters, type Severity, severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import { isOpen } from '#server/incidents/queries/list-incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { sql, toQuery } from '#server/platform/sql.ts'

/** Open incidents by severity, without exercises. */
export type IncidentConcerns = { severity: Severity; open: number; active: number }[]

export async function incidentConcerns(context: Context, scope: { account?: number }): Promise<IncidentConcerns> {
  const accounts = await accountsInScope(context, scope.account)
  const { rows } = await context.database.pool.query<{ severity: string; open: number; active: number }>(
    toQuery(sql`select i.severity, count(*)::int as open, (count(*) filter (where i.active))::int as active
      from incidents i where i.account_id = any(${accounts}::int[]) and i.drill is null and ${isOpen} group by 1`),
  )
  return rows.map((row) => ({ ...row, severity: severity.parse(row.severity) }))
}

/** What needs a person about incidents: the grave ones while they are open, the others while conflicts arrive. */
export function incidentItems({
  scope,
  incidents,
}: {
  scope: { account?: number }
  incidents: IncidentConcerns
}): AttentionItem[] {
  return severity.options.map((rated) => {
    const grave = rated === 'critical' || rated === 'high'
    const found = incidents.find((one) => one.severity === rated)
    const filters: IncidentFilters = { ...scope, severity: rated, ...(grave ? {} : { active: true }) }
    return {
      id: `incidents-${rated}`,
      severity: rated,
      title: `${rated.charAt(0).toUpperCase()}${rated.slice(1)} incidents ${grave ? 'are open' : 'go on'}`,
      detail: grave
        ? 'Client IDs are fought over, or alarms or findings opened them.'
        : 'Conflicts or alarms still arrive.',
      count: (grave ? found?.open : found?.active) ?? 0,
      href: links.incidents(filters),
    }
  })
}
