import type pg from 'pg'
import type { LiveEvent } from '#contract/events.ts'
import type { ActivityObject } from '#server/activity/record.ts'
import type { Actor } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { toEntry } from '../queries/timeline.ts'

/** An incident as the trail names it. */
export const incidentObject = (id: string, number?: number): ActivityObject => ({
  kind: 'incident',
  id,
  name: number === undefined ? null : `Incident ${number}`,
})

type Entry = { kind: 'state' | 'person' | 'comment' | 'action' | 'task'; title: string; detail?: string | null }

/** Writes what a person did into an incident's timeline. Returns the entry. */
export async function logFor(client: pg.PoolClient, incident: string, actor: Actor, now: Date, entry: Entry) {
  const { rows } = await client.query<{ id: string }>(
    `insert into incident_log (incident_id, at, kind, by_id, by_name, title, detail) values ($1, $2, $3, $4, $5, $6, $7)
     returning 'log ' || lpad(id::text, 19, '0') as id`,
    [incident, now, entry.kind, actor.id, actor.name, entry.title, entry.detail ?? null],
  )
  const row = { id: rows[0]?.id ?? '', at: now, by_name: actor.name, detail: null, ...entry }
  return toEntry(row)
}

/** Notes that an incident changed, and tells open pages. */
export async function announce(client: pg.PoolClient, { id, account_id: account }: { id: string; account_id: number }) {
  await client.query('update incidents set changed_at = now() where id = $1', [id])
  const changed = { type: 'incident', account, incident: id } satisfies LiveEvent
  await tell(client, changed)
}
