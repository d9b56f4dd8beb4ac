import { type Deployment, executionStatus, stallCause } from '#contract/deployments.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { stallSays } from '../stall-says.ts'
import { abortWords, rolloutWords, scheduleWords, timeoutWords } from './config-words.ts'
import { retriesOf, retryableOf } from './retries.ts'
import { type SummaryRow, summaryColumns, targetWords, toSummary, versionsIn } from './row.ts'

const mostPoints = 200
const mostMessages = 50
const mostRuns = 20
const mostInterrupted = 20

type Row = SummaryRow & { document: string | null; all_targets: string[]; config: unknown }

/** One deployment with its progress, failures and stalls. Throws a Refusal when there is none. */
export async function getDeployment({ database: { pool }, now }: Context, { id }: { id: string }): Promise<Deployment> {
  const row = await readRow(pool, id)
  const [progress, messages, stalls, interrupted, runs, retries, retryable] = await Promise.all([
    progressOf(pool, id),
    messagesOf(pool, id),
    stallsOf(pool, id),
    interruptedOf(pool, id),
    runsOf(pool, row),
    retriesOf(pool, row),
    retryableOf(pool, row),
  ])
  const config = typeof row.config === 'object' && row.config !== null ? (row.config as Record<string, unknown>) : {}
  return {
    ...toSummary(row, now),
    target: targetWords(row.all_targets),
    description: row.description,
    document: row.document,
    components: versionsIn(row.components),
    packages: versionsIn(row.packages),
    targets: row.all_targets,
    rollout: rolloutWords(config),
    abort: abortWords(config),
    timeout: timeoutWords(config),
    schedule: scheduleWords(config),
    progress,
    messages,
    stalls,
    interrupted,
    retryable,
    retries,
    runs,
  }
}

/** The row behind an id of the contract. Throws a Refusal when there is none. */
export async function requireDeployment(connection: Sql, id: string): Promise<string> {
  const known =
    /^\d{1,18}$/.test(id) && (await connection.query('select from deployments where id = $1', [id])).rowCount
  if (!known) throw new Refusal('not-found', 'There is no such deployment.')
  return id
}

async function readRow(connection: Sql, id: string): Promise<Row> {
  await requireDeployment(connection, id)
  const { rows } = await connection.query<Row>(
    toQuery(
      sql`select ${summaryColumns}, d.document, d.targets as all_targets, d.config from deployments d where d.id = ${id}`,
    ),
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such deployment.')
  return row
}

async function progressOf(connection: Sql, id: string): Promise<Deployment['progress']> {
  const { rows } = await connection.query(
    `select at, queued, in_progress as "inProgress", succeeded, failed, timed_out as "timedOut", rejected, removed, canceled
     from (select p.*, row_number() over (order by at) as n, count(*) over () as all from deployment_progress p where deployment_id = $1) p
     where n = 1 or n = p.all or n % ceil(p.all / ${mostPoints - 2}::numeric) = 0 order by at`,
    [id],
  )
  return rows.map(({ at, ...counts }) => ({ at: at.toISOString(), ...counts }))
}

async function messagesOf(connection: Sql, id: string): Promise<Deployment['messages']> {
  const { rows } = await connection.query<{ message: string; status: string; count: number; example: string }>(
    `select message, status, count(*)::int as count, min(thing) as example from deployment_executions
     where deployment_id = $1 and status in ('FAILED', 'TIMED_OUT', 'REJECTED') and message is not null
     group by 1, 2 order by 3 desc, 1, 2 limit ${mostMessages}`,
    [id],
  )
  return rows.map((row) => ({ ...row, status: executionStatus.catch('UNKNOWN').parse(row.status) }))
}

async function stallsOf(connection: Sql, id: string): Promise<Deployment['stalls']> {
  const { rows } = await connection.query<{ cause: string; count: number; stalled: number }>(
    `select stall_cause as cause, count(*)::int as count, (count(*) filter (where stall_counts))::int as stalled
     from deployment_executions where deployment_id = $1 and stall_cause is not null group by 1 order by 3 desc, 2 desc, 1`,
    [id],
  )
  return rows.map(({ cause, ...counted }) => {
    const known = stallCause.catch('undecided').parse(cause)
    return { cause: known, ...counted, says: stallSays[known] }
  })
}

// One that waited in the queue when it was called off has no start.
async function interruptedOf(connection: Sql, id: string): Promise<Deployment['interrupted']> {
  const { rows } = await connection.query<Deployment['interrupted']>(
    `select count(*)::int as count, coalesce((array_agg(thing order by thing))[1:${mostInterrupted}], '{}') as things
     from deployment_executions where deployment_id = $1 and status = 'CANCELED' and started_at is not null`,
    [id],
  )
  return rows[0] ?? { count: 0, things: [] }
}

/** Runs that were aimed at it. */
async function runsOf(connection: Sql, { account_id, kind, name }: Row): Promise<Deployment['runs']> {
  const { rows } = await connection.query<Omit<Deployment['runs'][number], 'at'> & { at: Date }>(
    `select r.id, r.number, r.action, r.state, r.created_at as at from response_runs r
     where r.id in (select t.run_id from response_targets t where t.account_id = $1 and t.kind = 'deployment' and t.name = $2)
       and r.state not in ('planning', 'planned', 'plan-failed') order by r.number desc limit ${mostRuns}`,
    [account_id, `${kind}/${name}`],
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
