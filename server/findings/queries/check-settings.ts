import { z } from 'zod'
import type { CheckSettings } from '#contract/findings.ts'
import { severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Settable, settableCheck, settableChecks } from '../describe.ts'

const stored = z.object({
  check_id: z.string(),
  version: z.number(),
  enabled: z.boolean(),
  severity: severity.nullable().catch(null),
  parameters: z.record(z.string(), z.number()).catch({}),
  per_type: z.array(z.object({ type: z.string(), parameter: z.string(), value: z.number() })).catch([]),
  per_group: z.array(z.object({ group: z.string(), parameter: z.string(), value: z.number() })).catch([]),
})
type Stored = z.infer<typeof stored>

const unset = { version: 0, enabled: true, severity: null, parameters: {}, per_type: [], per_group: [] }

/** What every check is set to, in the order of their titles. */
export async function listCheckSettings({ database }: Context): Promise<CheckSettings[]> {
  const settings = await readSettings(database.pool)
  return settableChecks
    .flatMap((id) => {
      const check = settableCheck(id)
      return check ? [toSettings(id, check, settings.get(id))] : []
    })
    .sort((a, b) => a.title.localeCompare(b.title, 'en'))
}

/** What people set, by check. */
export async function readSettings(connection: Sql): Promise<Map<string, Stored>> {
  const { rows } = await connection.query(
    'select check_id, version, enabled, severity, parameters, per_type, per_group from check_settings',
  )
  return new Map(rows.map((row) => [row.check_id, stored.parse(row)]))
}

/** One check's settings as the contract says them. */
export function toSettings(id: string, check: Settable, set: Omit<Stored, 'check_id'> = unset): CheckSettings {
  const { title, why, subjectKind, parameters, ours } = check
  return {
    ...{ check: id, title, why, subjectKind },
    // What counts as stalled or failing is said once for findings, notices and pages.
    numbersAt: ours || subjectKind !== 'deployment' ? null : links.deploymentSettings(),
    version: set.version,
    enabled: set.enabled,
    severity: set.severity,
    parameters: Object.entries(parameters).map(([name, parameter]) => ({
      name,
      ...parameter,
      value: set.parameters[name] ?? parameter.default,
    })),
    perType: set.per_type,
    perGroup: set.per_group,
  }
}
