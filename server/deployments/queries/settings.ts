import type { DeploymentSettings } from '#contract/deployments.ts'
import type { Sql } from '#server/platform/db.ts'
import { defaultThresholds, readThresholds } from '../thresholds.ts'

/** When something counts as stalled, and which types cannot be updated. */
export async function deploymentSettings(connection: Sql): Promise<DeploymentSettings> {
  const { all, types } = await readThresholds(connection)
  const { rows } = await connection.query<{ account: number; type: string; why: string; by: string; at: Date }>(
    `select account_id as account, type_name as type, why, changed_by as by, changed_at as at
     from unsupported_types order by account_id, type_name`,
  )
  return {
    thresholds: all,
    defaults: defaultThresholds,
    types: [...types].map(([type, values]) => ({ type, values })),
    unsupported: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
  }
}
