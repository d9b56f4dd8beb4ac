import type pg from 'pg'
import { insert } from './builders.ts'

type Row = Record<string, unknown>

let made = 0

/** A deployment as the collectors write it: an IoT job under way, unless told otherwise. */
const aDeployment = (row: Row = {}) => {
  const name = `job-${++made}`
  return {
    account_id: 1,
    kind: 'job',
    name,
    title: name,
    arn: `arn:aws:iot:eu-west-1:111122223333:job/${name}`,
    aws_status: 'IN_PROGRESS',
    targets: ['arn:aws:iot:eu-west-1:111122223333:thinggroup/pumps'],
    packages: [],
    components: [],
    config: {},
    continuous: false,
    superseded: false,
    security: false,
    queued: 0,
    in_progress: 0,
    succeeded: 0,
    failed: 0,
    timed_out: 0,
    rejected: 0,
    removed: 0,
    canceled: 0,
    unchanged_polls: 0,
    content_hash: 0,
    health: 'unknown',
    stalled: 0,
    created_at: '2026-11-01T08:00:00Z',
    judge_at: '2026-11-01T08:00:00Z',
    ...row,
  }
}

const anExecution = (row: Row = {}) => ({
  account_id: 1,
  thing: `thing-${++made}`,
  status: 'QUEUED',
  queued_at: '2026-11-01T08:00:00Z',
  changed_at: '2026-11-01T08:00:00Z',
  stall_counts: false,
  ...row,
})

/** Writes a deployment with its executions; returns its number. */
export async function insertDeployment(pool: pg.Pool, row: Row = {}, executions: Row[] = []): Promise<string> {
  // A generated column cannot be given, so the columns are named.
  const deployment: Row = aDeployment(row)
  const names = Object.keys(deployment)
  const json = ['packages', 'components', 'config']
  const { rows } = await pool.query<{ id: string }>(
    `insert into deployments (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id::text as id`,
    names.map((name) => (json.includes(name) ? JSON.stringify(deployment[name]) : deployment[name])),
  )
  const id = rows[0]?.id ?? ''
  await insert(
    pool,
    'deployment_executions',
    executions.map((one) => anExecution({ deployment_id: id, ...one })),
  )
  return id
}
