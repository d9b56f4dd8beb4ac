import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readIncident } from '../queries/row.ts'
import { type IncidentTask, type TaskRow, toTask } from '../queries/tasks.ts'
import { announce, incidentObject, logFor } from './attempt-on.ts'

const mostTasks = 200

/** Adds a task at the end. Throws a Refusal when there is no such incident, or it has more tasks than anybody does. */
export async function addTask(context: Context, { id, text }: { id: string; text: string }): Promise<IncidentTask> {
  const attempted = { action: 'incident.task-added', object: incidentObject(id), detail: { text } }
  return attempt(context, attempted, async (client, actor) => {
    // The row's lock hands out places one at a time.
    const row = await readIncident(client, id, { lock: true })
    const { rows } = await client.query<TaskRow>(
      `insert into incident_tasks (incident_id, place, text)
       select $1, coalesce(max(place), 0) + 1, $2 from incident_tasks where incident_id = $1 having count(*) < ${mostTasks}
       returning id::text as id, text, done_at, done_by`,
      [id, text],
    )
    if (!rows[0]) throw new Refusal('conflict', `An incident has ${mostTasks} tasks at most.`)
    await logFor(client, id, actor, context.now, { kind: 'task', title: 'Task added', detail: text })
    await recordMany(client, context, [{ ...attempted, object: incidentObject(id, row.number) }])
    await announce(client, row)
    return toTask(rows[0])
  })
}

/** Ticks a task, or takes the tick away. Throws a Refusal when the incident has no such task. */
export async function setTask(
  context: Context,
  { id, task, done }: { id: string; task: string; done: boolean },
): Promise<IncidentTask> {
  const attempted = { action: 'incident.task-set', object: incidentObject(id), detail: { task, done } }
  return attempt(context, attempted, async (client, actor) => {
    const row = await readIncident(client, id, { lock: true })
    const { rows: found } = await client.query<TaskRow>(
      'select id::text as id, text, done_at, done_by from incident_tasks where incident_id = $1 and id::text = $2',
      [id, task],
    )
    const before = found[0]
    if (!before) throw new Refusal('not-found', 'This incident has no such task.')
    // Who ticked it first did it.
    if ((before.done_at !== null) === done) return toTask(before)
    const { rows } = await client.query<TaskRow>(
      `update incident_tasks set done_at = $2, done_by = $3 where id = $1 returning id::text as id, text, done_at, done_by`,
      [before.id, done ? context.now : null, done ? actor.name : null],
    )
    const title = done ? 'Task done' : 'Task open again'
    await logFor(client, id, actor, context.now, { kind: 'task', title, detail: before.text })
    const detail = { text: before.text, done }
    await recordMany(client, context, [{ ...attempted, object: incidentObject(id, row.number), detail }])
    await announce(client, row)
    return toTask(rows[0] ?? before)
  })
}
