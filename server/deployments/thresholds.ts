import {
  type DeploymentThresholds,
  deploymentThresholds,
  type TypeThresholds,
  typeThresholds,
} from '#contract/deployments.ts'
import type { Sql } from '#server/platform/db.ts'

/** A Greengrass core reports once a day without a reason to: two hours more, and it may be dead. */
export const defaultThresholds: DeploymentThresholds = {
  queuedMinutes: 60,
  inProgressMinutes: 120,
  offlineHours: 72,
  agentSilentHours: 24,
  coreStaleHours: 26,
  unchangedPolls: 6,
  failingPercent: 10,
  neverUpdatedDays: 180,
}

export type Thresholds = { all: DeploymentThresholds; types: ReadonlyMap<string, Partial<TypeThresholds>> }

/** What people set, over the defaults. What an earlier version stored and is no threshold any more counts for nothing. */
export async function readThresholds(connection: Sql): Promise<Thresholds> {
  const { rows } = await connection.query<{ type_name: string; values: unknown }>(
    'select type_name, "values" from deployment_thresholds order by type_name',
  )
  const own = deploymentThresholds
    .partial()
    .catch({})
    .parse(rows.find((row) => row.type_name === '')?.values ?? {})
  const types = rows.flatMap(({ type_name, values }) =>
    type_name === '' ? [] : [[type_name, typeThresholds.partial().catch({}).parse(values)] as const],
  )
  return { all: { ...defaultThresholds, ...own }, types: new Map(types) }
}

/** The thresholds for a thing of a type. */
export function thresholdsOf({ all, types }: Thresholds, type: string | null): DeploymentThresholds {
  const own = type === null ? undefined : types.get(type)
  return own ? { ...all, ...own } : all
}
