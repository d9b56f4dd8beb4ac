import type { DeploymentCounts } from '#contract/deployments.ts'
import type { Observation, RowId } from '#server/history/observation.ts'
import { countColumns, countedAs } from './facts.ts'

/** How far a deployment is, as AWS counted it a moment ago. `running`: whether that can still change. */
export type CountedFacts = { id: RowId; counts: DeploymentCounts; running: boolean }

const list = (table: string) => countColumns.map((column) => `${table}.${column}`).join(', ')
const moved = `(d.counts_at IS NULL OR (${list('d')}) IS DISTINCT FROM (${list('n')}))`

/**
 * Keeps counts. What moved gets a point of its progress; of what runs and did not move, the poll is counted. What is
 * over and did not move is not written. Returns how many moved.
 */
export async function recordCounts({ tx }: Observation, items: CountedFacts[]): Promise<number> {
  if (items.length === 0) return 0
  const { rows } = await tx.query<{ moved: number }>(
    `WITH n AS (
       SELECT * FROM unnest($1::bigint[], $2::bool[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[],
         $9::int[], $10::int[]) AS n(id, running, ${countColumns.join(', ')})
     ), compared AS (
       SELECT n.*, ${moved} AS moved FROM n JOIN deployments d ON d.id = n.id
     ), point AS (
       INSERT INTO deployment_progress (deployment_id, at, ${countColumns.join(', ')})
       SELECT id, now(), ${list('c')} FROM compared c WHERE moved ON CONFLICT DO NOTHING
     ), written AS (
       UPDATE deployments d SET ${countColumns.map((column) => `${column} = c.${column}`).join(', ')}, counts_at = now(),
         -- Seen first is no change: of what is over AWS says when it ended, of what runs nobody saw one yet.
         counts_changed_at = CASE WHEN NOT c.moved THEN d.counts_changed_at WHEN d.counts_at IS NOT NULL THEN now()
           WHEN NOT c.running THEN coalesce(d.completed_at, d.aws_updated_at) END,
         unchanged_polls = CASE WHEN c.moved THEN 0 ELSE d.unchanged_polls + 1 END,
         judge_at = CASE WHEN c.moved THEN least(d.judge_at, now()) ELSE d.judge_at END
       FROM compared c WHERE d.id = c.id AND (c.moved OR c.running)
     )
     SELECT count(*)::int AS moved FROM compared WHERE moved`,
    [
      items.map(({ id }) => id),
      items.map(({ running }) => running),
      items.map(({ counts }) => counts.queued),
      items.map(({ counts }) => counts.inProgress),
      items.map(({ counts }) => counts.succeeded),
      items.map(({ counts }) => counts.failed),
      items.map(({ counts }) => counts.timedOut),
      items.map(({ counts }) => counts.rejected),
      items.map(({ counts }) => counts.removed),
      items.map(({ counts }) => counts.canceled),
    ],
  )
  return rows[0]?.moved ?? 0
}

const statuses = Object.values(countedAs)

/** Counts Greengrass deployments by their cores, where no job of theirs could be read. Returns how many moved. */
export async function recountByCores(seen: Observation, names: string[] | null): Promise<number> {
  const { rows } = await seen.tx.query<{ id: RowId; counts: number[] }>(
    `SELECT d.id, ARRAY(
         SELECT count(e.thing)::int FROM unnest($3::text[]) WITH ORDINALITY AS s(status, place)
         LEFT JOIN deployment_executions e ON e.deployment_id = d.id AND e.status = s.status
         GROUP BY s.place ORDER BY s.place) AS counts
     FROM deployments d
     WHERE d.account_id = $1 AND d.kind = 'greengrass' AND d.gone_at IS NULL AND ($2::text[] IS NULL OR d.name = ANY($2))
       AND (d.carried_by IS NULL OR d.aws_updated_at IS NULL)
       AND EXISTS (SELECT 1 FROM deployment_executions e WHERE e.deployment_id = d.id)`,
    [seen.account.id, names, statuses],
  )
  return recordCounts(
    seen,
    rows.map(({ id, counts: [queued = 0, inProgress = 0, succeeded = 0, failed = 0, ...more] }) => {
      const [timedOut = 0, rejected = 0, removed = 0, canceled = 0] = more
      const counts = { queued, inProgress, succeeded, failed, timedOut, rejected, removed, canceled }
      return { id, counts, running: queued + inProgress > 0 }
    }),
  )
}
