import type { PlanSummary } from '#contract/response.ts'
import type { Sql } from '#server/platform/db.ts'
import type { StepKind } from '../step.ts'
import { steps } from '../steps.ts'

/** What AWS last said of the IAM actions that these calls need. It cannot be asked beforehand. */
export async function permissionsFor(
  sql: Sql,
  accountId: number,
  kinds: Iterable<StepKind>,
): Promise<PlanSummary['permissions']> {
  const needed = new Set<string>()
  for (const kind of kinds) for (const action of steps[kind].needs.applies) needed.add(action)
  const { rows } = await sql.query<{ action: string; allowed: boolean; at: Date }>(
    'SELECT action, allowed, at FROM responder_permissions WHERE account_id = $1 AND action = ANY($2::text[])',
    [accountId, [...needed]],
  )
  const said = new Map(rows.map((row) => [row.action, row]))
  return [...needed].sort().map((action) => {
    const known = said.get(action)
    const state = known === undefined ? 'unproved' : known.allowed ? 'allowed' : 'denied'
    return { action, state, at: known?.at.toISOString() ?? null }
  })
}

/** What to say when AWS has denied one of them. */
export const deniedWarnings = (permissions: PlanSummary['permissions']): string[] =>
  permissions.flatMap(({ action, state }) =>
    state === 'denied' ? [`When last asked, AWS denied the responder ${action}: it may be denied again.`] : [],
  )
