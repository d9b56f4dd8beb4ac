import { type DeploymentSummary, deploymentHealth, deploymentKind } from '#contract/deployments.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { windowsAt } from '../windows.ts'

export type SummaryRow = {
  id: string
  account_id: number
  kind: string
  name: string
  title: string
  aws_status: string
  description: string | null
  targets: string[]
  packages: unknown
  components: unknown
  continuous: boolean
  security: boolean
  created_at: Date | null
  counts_changed_at: Date | null
  counts_at: Date | null
  completed_at: Date | null
  queued: number
  in_progress: number
  succeeded: number
  failed: number
  timed_out: number
  rejected: number
  removed: number
  canceled: number
  health: string
  stalled: number
  eta_s: number | null
  listed_at: Date
  moved_at: Date
  place: number
  windows: unknown
}

// How urgent a health is: the order of the list by health.
const places = ['failing', 'stalled', 'failed', 'partly', 'running', 'scheduled', 'unknown', 'succeeded', 'canceled']

/** The place of a health in the list by health. */
export const healthPlace: Fragment = sql`coalesce(array_position(${places}::text[], d.health), ${places.length + 1})`

/** When it was made, and when a count of it last changed; what AWS gave no time for comes last. */
export const listedAt: Fragment = sql`coalesce(d.created_at, timestamptz 'epoch')`
export const movedAt: Fragment = sql`coalesce(d.counts_changed_at, timestamptz 'epoch')`

/** What a row of a list is made of, of `deployments d`. */
export const summaryColumns: Fragment = sql`d.id::text as id, d.account_id, d.kind, d.name, d.title, d.aws_status, d.description,
  d.targets[1:4] || array_fill(''::text, array[greatest(coalesce(array_length(d.targets, 1), 0) - 4, 0)]) as targets,
  d.packages, d.components, d.continuous, d.security, d.created_at, d.counts_changed_at, d.counts_at, d.completed_at,
  d.queued, d.in_progress, d.succeeded, d.failed, d.timed_out, d.rejected, d.removed, d.canceled, d.health, d.stalled, d.eta_s,
  ${listedAt} as listed_at, ${movedAt} as moved_at, ${healthPlace} as place,
  d.config #> '{schedulingConfig,maintenanceWindows}' as windows`

const iso = (at: Date | null) => at?.toISOString() ?? null

/** A row as the contract words it. */
export function toSummary(row: SummaryRow, now: Date): DeploymentSummary {
  const counts = {
    queued: row.queued,
    inProgress: row.in_progress,
    succeeded: row.succeeded,
    failed: row.failed,
    timedOut: row.timed_out,
    rejected: row.rejected,
    removed: row.removed,
    canceled: row.canceled,
  }
  return {
    id: row.id,
    account: row.account_id,
    kind: deploymentKind.catch('job').parse(row.kind),
    name: row.name,
    title: row.title,
    awsStatus: row.aws_status,
    health: deploymentHealth.catch('unknown').parse(row.health),
    target: targetWords(row.targets),
    intent: intentWords(row),
    security: row.security,
    counts,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    stalled: row.stalled,
    window: closedWindow(row, now),
    continuous: row.continuous,
    createdAt: iso(row.created_at),
    lastChangeAt: iso(row.counts_changed_at),
    completedAt: iso(row.completed_at),
    etaS: row.eta_s,
    seenAt: iso(row.counts_at),
  }
}

const goesOn = ['SCHEDULED', 'IN_PROGRESS']

function closedWindow({ windows, aws_status, queued }: SummaryRow, now: Date): DeploymentSummary['window'] {
  if (!windows || !goesOn.includes(aws_status) || (queued === 0 && aws_status !== 'SCHEDULED')) return null
  const standing = windowsAt({ schedulingConfig: { maintenanceWindows: windows } }, now)
  return standing && !standing.open ? { opensAt: iso(standing.opensAt) } : null
}

const named = 3

/** The things and groups of a deployment, in words: the first three by name. */
export function targetWords(arns: readonly string[]): string {
  if (arns.length === 0) return 'No target is known'
  const words = arns.slice(0, named).map((arn) => {
    const [, kind, name] = /:(thinggroup|thing)\/(.+)$/.exec(arn) ?? []
    return name === undefined ? arn : `${kind === 'thinggroup' ? 'group ' : ''}${name}`
  })
  const more = arns.length - words.length
  return words.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** [{name, version}] as it is stored; what is not of that shape is left out. */
export function versionsIn(stored: unknown): { name: string; version: string }[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((one) => {
    if (typeof one !== 'object' || one === null || !('name' in one)) return []
    const { name, version } = one as { name: unknown; version?: unknown }
    return [{ name: String(name), version: version == null ? '' : String(version) }]
  })
}

function intentWords({ packages, components, description }: SummaryRow): string | null {
  const brought = [...versionsIn(packages), ...versionsIn(components)]
  if (brought.length === 0) return description
  const words = brought.slice(0, named).map(({ name, version }) => `${name} ${version}`.trim())
  return words.join(', ') + (brought.length > named ? ` and ${brought.length - named} more` : '')
}
