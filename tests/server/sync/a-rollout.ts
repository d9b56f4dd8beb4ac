import type { JobExecutionStatus } from '@aws-sdk/client-iot'
import type pg from 'pg'
import type { Fleet } from '#simulator/fleet/fleet.ts'
import type { CoreDevice } from '#simulator/fleet/greengrass.ts'
import { deploy } from '#simulator/fleet/jobs/deploy.ts'
import type { Fate } from '#simulator/fleet/jobs/fate.ts'
import type { Job, JobOrder } from '#simulator/fleet/jobs/job.ts'
import { Thing } from '#simulator/fleet/thing.ts'

/** An agent that never takes anything by itself: tests move executions by hand. */
const idle: Fate = { startsAfter: undefined, runs: undefined, ends: 'SUCCEEDED', begins: {}, says: {} }

export function addThings(fleet: Fleet, count: number, prefix = 'rollout') {
  const things = Array.from(
    { length: count },
    (_, index) =>
      new Thing(`${prefix}-${String(index + 1).padStart(4, '0')}`, {
        id: `${prefix}-${index}`,
        attributes: {},
        connectivity: undefined,
        shadow: undefined,
      }),
  )
  for (const thing of things) fleet.things.add(thing)
  return things
}

/** A job for some things, all of them queued. */
export function aJob(fleet: Fleet, id: string, things: readonly Thing[], order: Partial<JobOrder> = {}): Job {
  const job = fleet.jobs.create({
    id,
    targets: things.map(({ name }) => fleet.arn('thing', name)),
    targetSelection: 'SNAPSHOT',
    createdAt: fleet.clock.now() - 60_000,
    document: JSON.stringify({ operation: 'install', version: '1.2.0' }),
    script: () => idle,
    ...order,
  })
  fleet.jobs.advance()
  return job
}

/** What a device does with its execution. */
export function move(job: Job, thing: Thing | undefined, status: JobExecutionStatus, details?: Record<string, string>) {
  const execution = job.executions.get(thing?.name ?? '')
  if (!execution) throw new Error('No such execution')
  job.executions.change(execution, Date.now(), { status, ...(details && { details }) })
  if (status === 'IN_PROGRESS') execution.startedAt = Date.now()
}

export function addCore(fleet: Fleet, thing: Thing, components: Record<string, string>): CoreDevice {
  const core: CoreDevice = {
    thing,
    name: thing.name,
    status: 'HEALTHY',
    reportedAt: fleet.clock.now() - 3_600_000,
    deadSince: undefined,
    platform: 'linux',
    architecture: 'aarch64',
    runtime: 'aws_nucleus_classic',
    version: components['aws.greengrass.Nucleus'] ?? '2.12.0',
    components: new Map(),
  }
  for (const [name, version] of Object.entries(components)) install(core, name, version)
  fleet.greengrass.cores.add(core)
  return core
}

/** The core runs a version from now on, and says so. */
export function install(core: CoreDevice, name: string, version: string) {
  const changedAt = Math.floor(Date.now() / 1000) * 1000
  core.components.set(name, { name, version, state: 'RUNNING', isRoot: true, changedAt, source: 'test', codes: [] })
}

export const aCoreDeployment = (fleet: Fleet, id: string, targetArn: string, components: Record<string, string>) =>
  deploy(
    fleet,
    {
      id,
      name: `deployment ${id}`,
      targetArn,
      parentTargetArn: undefined,
      components: Object.fromEntries(
        Object.entries(components).map(([name, componentVersion]) => [name, { componentVersion }]),
      ),
      policies: { failureHandlingPolicy: 'ROLLBACK' },
      jobConfiguration: { timeoutConfig: { inProgressTimeoutInMinutes: 30 } },
      createdAt: fleet.clock.now() - 60_000,
    },
    () => idle,
  )

const noted =
  '{id,deployment_id,account_id,changed_at,told_at,counts_at,counts_changed_at,unchanged_polls,executions_at,judge_at,judged_at}'

// By natural keys, without the times of observing: what two databases must agree on.
const tables: Record<string, string> = {
  deployments: `SELECT to_jsonb(d) - '${noted}'::text[] AS row FROM deployments d`,
  executions: `SELECT to_jsonb(e) - '${noted}'::text[] || jsonb_build_object('of', d.name, 'told', e.told_at IS NOT NULL) AS row
    FROM deployment_executions e JOIN deployments d ON d.id = e.deployment_id`,
  cores: `SELECT to_jsonb(c) - '{id,account_id,components_at,seen_at}'::text[] AS row FROM greengrass_cores c`,
  components: 'SELECT to_jsonb(c) AS row FROM installed_components c',
  packages: 'SELECT to_jsonb(p) AS row FROM software_packages p',
  versions: 'SELECT to_jsonb(v) AS row FROM software_package_versions v',
  software: `SELECT to_jsonb(s) - 'since' AS row FROM thing_software s`,
  changes: `SELECT to_jsonb(c) - '{id,at}'::text[] AS row FROM software_changes c`,
}

/** Everything that is kept of rollouts, in an order of its own. */
export async function rolloutDump(pool: pg.Pool): Promise<Record<string, string[]>> {
  const entries: [string, string[]][] = []
  for (const [name, sql] of Object.entries(tables)) {
    const { rows } = await pool.query<{ row: string }>(`SELECT row::text AS row FROM (${sql}) d ORDER BY 1`)
    entries.push([name, rows.map(({ row }) => row)])
  }
  return Object.fromEntries(entries)
}

const kept = [
  ...['deployments', 'deployment_progress', 'deployment_executions', 'greengrass_cores', 'installed_components'],
  ...['software_packages', 'software_package_versions', 'thing_software', 'software_changes', 'software_state'],
]

/** Where every row version lies: any write changes it, even one that changes nothing. */
export async function rolloutVersions(pool: pg.Pool, without: string[] = []): Promise<Record<string, string>> {
  const entries: [string, string][] = []
  for (const name of kept.filter((one) => !without.includes(one))) {
    const { rows } = await pool.query<{ versions: string }>(
      `SELECT coalesce(md5(string_agg(xmin::text || ctid::text, ',' ORDER BY ctid)), '') AS versions FROM ${name}`,
    )
    entries.push([name, rows[0]?.versions ?? ''])
  }
  return Object.fromEntries(entries)
}

/** The feeds this is about. */
export const rolloutFeeds = [
  ...['jobs', 'job-executions', 'job-messages', 'greengrass-cores', 'greengrass-deployments', 'greengrass-components'],
  ...['indexing-configuration', 'things', 'software-packages', 'package-shadow'],
]
