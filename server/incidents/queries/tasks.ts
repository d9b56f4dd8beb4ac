import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { incidentTask } from '#contract/incidents.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { iso } from './row.ts'

export type IncidentTask = z.infer<typeof incidentTask>

export type TaskRow = { id: string; text: string; done_at: Date | null; done_by: string | null }

/** The tasks of an incident in their order, TaskRow each. */
export const tasksIn = (incident: Fragment): Fragment =>
  sql`select id::text as id, text, done_at, done_by from incident_tasks where incident_id = ${incident} order by place`

/** An incident's tasks in their order. */
export async function tasksOf(connection: Sql, id: string): Promise<IncidentTask[]> {
  const { rows } = await connection.query<TaskRow>(toQuery(tasksIn(sql`${id}::uuid`)))
  return rows.map(toTask)
}

/** Names the texts of the tasks and their order. */
export function tasksVersion(tasks: readonly Pick<IncidentTask, 'id' | 'text'>[]): string {
  const said = JSON.stringify(tasks.map(({ id, text }) => [id, text]))
  return createHash('sha256').update(said).digest('base64url').slice(0, 16)
}

export const toTask = ({ id, text, done_at, done_by }: TaskRow): IncidentTask => ({
  id,
  text,
  doneAt: iso(done_at),
  doneBy: done_by,
})
