import { z } from 'zod'
import type { Sql } from '#server/platform/db.ts'

const configuration = z.object({
  auditCheckConfigurations: z.record(z.string(), z.object({ enabled: z.boolean().catch(false) })).catch({}),
})

/** Every check that the audit settings name, and whether it is on; null when they were never read. */
export async function auditSwitches(sql: Sql, account: number): Promise<Map<string, boolean> | null> {
  const { rows } = await sql.query<{ facts: unknown }>(
    `SELECT facts FROM aws_objects WHERE account_id = $1 AND kind = 'audit-configuration' AND gone_at IS NULL`,
    [account],
  )
  const parsed = configuration.safeParse(rows[0]?.facts)
  if (!parsed.success) return null
  return new Map(Object.entries(parsed.data.auditCheckConfigurations).map(([name, one]) => [name, one.enabled]))
}

/** The names of those that are on; null when the settings were never read. */
export async function enabledAuditChecks(sql: Sql, account: number): Promise<string[] | null> {
  const switches = await auditSwitches(sql, account)
  return switches && [...switches].flatMap(([name, on]) => (on ? [name] : []))
}
