import type { Sql } from '#server/platform/db.ts'
import type { Task } from './task.ts'

/**
 * By target, the number of the latest later run that lets it in again: an undo, a release, or a reactivation of
 * something this run's target touched.
 */
export async function superseded(sql: Sql, runId: string, tasks: readonly Task[]): Promise<Map<number, number>> {
  if (tasks.length === 0) return new Map()
  const { rows } = await sql.query<{ n: number; number: number }>(
    `SELECT mine.n, max(later.number) AS number
     FROM response_runs this
     JOIN LATERAL (
       SELECT t.n, t.kind, t.name FROM response_targets t WHERE t.run_id = this.id AND t.n = ANY($2::int[])
       UNION SELECT x.n, x.kind, x.name FROM response_touched x
         WHERE x.run_id = this.id AND x.n = ANY($2::int[]) AND x.kind = 'certificate'
     ) mine ON mine.kind IN ('thing', 'certificate', 'thing-group')
     JOIN response_targets t ON t.account_id = this.account_id AND t.kind = mine.kind AND t.name = mine.name
       AND t.run_id <> this.id AND t.attempted_at > this.queued_at AND t.state NOT IN ('failed', 'not-started', 'skipped')
     JOIN response_runs later ON later.id = t.run_id AND later.action IN ('restore', 'release-thing', 'reactivate-certificate')
       AND later.queued_at > this.queued_at
     WHERE this.id = $1 GROUP BY mine.n`,
    [runId, tasks.map(({ n }) => n)],
  )
  return new Map(rows.map(({ n, number }) => [n, number]))
}
