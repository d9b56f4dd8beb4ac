import type pg from 'pg'
import type { Incident } from '#contract/incidents.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getIncident } from '../queries/get-incident.ts'
import { readIncident } from '../queries/row.ts'
import { type IncidentTask, tasksOf, tasksVersion } from '../queries/tasks.ts'
import { announce, incidentObject, logFor } from './attempt-on.ts'

type Wanted = { id?: string | undefined; text: string }

/**
 * Makes the tasks of an incident these: reworded, ordered, added and removed at once. Ticks stay. Throws a Refusal when
 * somebody changed them after `version`, and for a task that the incident does not have.
 */
export async function setTasks(
  context: Context,
  { id, tasks: wanted, version }: { id: string; tasks: Wanted[]; version: string },
): Promise<Incident> {
  const attempted = { action: 'incident.tasks-changed', object: incidentObject(id) }
  await attempt(context, attempted, async (client, actor) => {
    const row = await readIncident(client, id, { lock: true })
    const before = await tasksOf(client, id)
    if (tasksVersion(before) !== version)
      throw new Refusal('conflict', 'Somebody changed the tasks after you looked. Nothing was overwritten.')
    const kept = wanted.flatMap((task) => task.id ?? [])
    const known = new Set(before.map((task) => task.id))
    if (new Set(kept).size < kept.length || kept.some((task) => !known.has(task)))
      throw new Refusal('invalid', 'Each task is one of this incident, once, or a new one.')
    const said = changesIn(before, wanted)
    if (said.length === 0) return
    await write(client, id, wanted)
    await logFor(client, id, actor, context.now, { kind: 'task', title: 'Tasks changed', detail: said.join('\n') })
    const texts = (tasks: readonly Wanted[]) => tasks.map(({ text }) => text)
    const object = incidentObject(id, row.number)
    await recordMany(client, context, [{ ...attempted, object, before: texts(before), after: texts(wanted) }])
    await announce(client, row)
  })
  return getIncident(context, { id })
}

// Places are unique at every moment: those that are taken move out of the way first.
async function write(client: pg.PoolClient, incident: string, wanted: readonly Wanted[]): Promise<void> {
  const kept = wanted.flatMap((task) => task.id ?? [])
  await client.query('delete from incident_tasks where incident_id = $1 and id <> all($2::bigint[])', [incident, kept])
  await client.query('update incident_tasks set place = -place where incident_id = $1', [incident])
  const placed = wanted.map((task, at) => ({ ...task, place: at + 1 }))
  for (const [sql, rows] of [
    [
      `update incident_tasks t set place = w.place, text = w.text
       from unnest($2::bigint[], $3::text[], $4::int[]) w(id, text, place) where t.incident_id = $1 and t.id = w.id`,
      placed.filter(({ id }) => id !== undefined),
    ],
    [
      `insert into incident_tasks (incident_id, text, place)
       select $1, w.text, w.place from unnest($2::bigint[], $3::text[], $4::int[]) w(id, text, place)`,
      placed.filter(({ id }) => id === undefined),
    ],
  ] as const) {
    await client.query(sql, [
      incident,
      rows.map(({ id }) => id ?? null),
      rows.map(({ text }) => text),
      rows.map(({ place }) => place),
    ])
  }
}

/** What is different, a line for each. */
function changesIn(before: readonly IncidentTask[], wanted: readonly Wanted[]): string[] {
  const was = new Map(before.map(({ id, text }) => [id, text]))
  const kept = wanted.flatMap((task) => task.id ?? [])
  const inOrder = before.flatMap(({ id }) => (kept.includes(id) ? id : []))
  return [
    ...wanted.flatMap(({ id, text }) => (id === undefined ? `Added: ${text}` : [])),
    ...wanted.flatMap(({ id, text }) => (id !== undefined && was.get(id) !== text ? `Reworded: ${text}` : [])),
    ...before.flatMap(({ id, text }) => (kept.includes(id) ? [] : `Removed: ${text}`)),
    ...(kept.join() === inOrder.join() ? [] : ['In another order']),
  ]
}
