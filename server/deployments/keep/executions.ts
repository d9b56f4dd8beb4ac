import { lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'

/** One device of a deployment, as a list names it. */
export type ExecutionFacts = {
  thing: string
  status: string
  queuedAt: Date | null
  startedAt: Date | null
  updatedAt: Date | null
  number: number | null
  attempt: number | null
}

const told = 'status, queued_at, started_at, updated_at, execution_number, attempt'
const list = (table: string) =>
  told
    .split(', ')
    .map((column) => `${table}.${column}`)
    .join(', ')
// A page is read before it is kept, and Greengrass tells of a core twice: what is older is no news.
const isNews = (n: string, o: string) =>
  `(${list(o)}) IS DISTINCT FROM (${list(n)}) AND (${o}.updated_at IS NULL OR ${n}.updated_at IS NULL OR ${n}.updated_at >= ${o}.updated_at)`
const sameTry =
  '(e.status, e.execution_number, e.attempt) IS NOT DISTINCT FROM (excluded.status, excluded.execution_number, excluded.attempt)'

/**
 * Keeps devices of one deployment that are new or moved, in one statement; the rest is only compared. What a device said
 * of an earlier state is forgotten, and it is asked again. Returns how many were written.
 */
export async function recordExecutions(
  { tx, account }: Observation,
  deployment: RowId,
  facts: ExecutionFacts[],
): Promise<number> {
  const items = lastOfEach(facts, ({ thing }) => thing)
  if (items.length === 0) return 0
  const { rowCount } = await tx.query({
    name: 'executions-record',
    text: `INSERT INTO deployment_executions AS e (deployment_id, account_id, thing, ${told})
       SELECT $1, $2, n.* FROM unnest($3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
         $8::bigint[], $9::int[]) AS n(thing, ${told})
       LEFT JOIN LATERAL (
         SELECT * FROM deployment_executions o WHERE o.deployment_id = $1 AND o.thing = n.thing LIMIT 1
       ) o ON TRUE
       WHERE o.thing IS NULL OR (${isNews('n', 'o')})
       ON CONFLICT (deployment_id, thing) DO UPDATE SET status = excluded.status, queued_at = excluded.queued_at,
         started_at = excluded.started_at, updated_at = excluded.updated_at,
         execution_number = excluded.execution_number, attempt = excluded.attempt, changed_at = now(), told_at = NULL,
         message = CASE WHEN ${sameTry} THEN e.message END, details = CASE WHEN ${sameTry} THEN e.details END,
         has_timer = CASE WHEN ${sameTry} THEN e.has_timer END,
         times_out_at = CASE WHEN ${sameTry} THEN e.times_out_at END`,
    values: [
      deployment,
      account.id,
      items.map(({ thing }) => thing),
      items.map(({ status }) => status),
      items.map(({ queuedAt }) => instant(queuedAt)),
      items.map(({ startedAt }) => instant(startedAt)),
      items.map(({ updatedAt }) => instant(updatedAt)),
      items.map(({ number }) => number),
      items.map(({ attempt }) => attempt),
    ],
  })
  if (rowCount) await askForJudgement(tx, [deployment])
  return rowCount ?? 0
}

/** How one deployment went on one Greengrass core, as the core says. */
export type CoreExecutionFacts = {
  deployment: string
  thing: string
  status: string
  message: string | null
  details: unknown
  queuedAt: Date | null
  updatedAt: Date | null
}

/** Keeps what cores say of deployments we know, beside what the carrying job says. Returns how many were written. */
export async function recordCoreExecutions({ tx, account }: Observation, facts: CoreExecutionFacts[]): Promise<number> {
  const items = lastOfEach(facts, ({ deployment, thing }) => `${deployment} ${thing}`)
  if (items.length === 0) return 0
  const { rows } = await tx.query<{ id: RowId }>(
    `WITH n AS (
       SELECT d.id AS deployment_id, u.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[],
         $7::timestamptz[], $8::timestamptz[])
         AS u(deployment, thing, status, message, details, queued_at, updated_at)
       JOIN deployments d ON d.account_id = $1 AND d.kind = 'greengrass' AND d.name = u.deployment
     )
     INSERT INTO deployment_executions AS e (deployment_id, account_id, thing, status, message, details, told_at,
       queued_at, updated_at)
     SELECT n.deployment_id, $1, n.thing, n.status, n.message, n.details, now(), n.queued_at, n.updated_at
     FROM n LEFT JOIN deployment_executions o ON o.deployment_id = n.deployment_id AND o.thing = n.thing
     WHERE o.thing IS NULL
       OR (o.status <> n.status AND (o.updated_at IS NULL OR n.updated_at > o.updated_at))
       OR (o.status = n.status AND n.message IS NOT NULL AND (o.message, o.details) IS DISTINCT FROM (n.message, n.details))
     ON CONFLICT (deployment_id, thing) DO UPDATE SET status = excluded.status, message = excluded.message,
       details = excluded.details, told_at = now(), changed_at = now(),
       updated_at = greatest(e.updated_at, excluded.updated_at),
       queued_at = coalesce(e.queued_at, excluded.queued_at)
     RETURNING e.deployment_id AS id`,
    [
      account.id,
      items.map(({ deployment }) => deployment),
      items.map(({ thing }) => thing),
      items.map(({ status }) => status),
      items.map(({ message }) => message),
      items.map(({ details }) => (details === null ? null : JSON.stringify(details))),
      items.map(({ queuedAt }) => instant(queuedAt)),
      items.map(({ updatedAt }) => instant(updatedAt)),
    ],
  )
  await askForJudgement(tx, [...new Set(rows.map(({ id }) => id))])
  return rows.length
}

/** Has deployments judged at the next turn. */
export async function askForJudgement(tx: Observation['tx'], deployments: RowId[]): Promise<void> {
  if (deployments.length === 0) return
  await tx.query(
    'UPDATE deployments SET judge_at = now() WHERE id = ANY($1::bigint[]) AND (judge_at IS NULL OR judge_at > now())',
    [deployments],
  )
}

// The driver writes dates of its own time zone digit by digit, which is seen at a hundred thousand of them.
const instant = (at: Date | null) => at?.toISOString() ?? null
