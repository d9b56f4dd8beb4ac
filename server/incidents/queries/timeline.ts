import type { TimelineEntry } from '#contract/incidents.ts'
import { timelineEntry } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { instantIn } from '#server/platform/page-key.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Fragment, sql, toPrepared } from '#server/platform/sql.ts'
import { undoneBy } from '#server/response/taken-back.ts'
import { actionNames, runStateNames } from '../run-words.ts'
import { readIncident } from './row.ts'

export type EntryRow = {
  id: string
  at: Date
  kind: string
  by_name: string | null
  title: string
  detail: string | null
}

/**
 * One page of what happened to an incident, newest first: what data said, what people did, and the response runs that it
 * led to with their outcome. Throws a Refusal for a cursor that is not of this list.
 */
export async function listTimeline(
  { database }: Context,
  { id, cursor, limit = 100 }: { id: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: TimelineEntry[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 2)
  const after = key ? sql`(e.at, e.id) < (${instantIn(key[0])}, ${textIn(key[1])} collate "C")` : sql`true`
  await readIncident(database.pool, id)
  const rows = await entries(database.pool, id, after, limit + 1)
  return toPage(rows, limit, toEntry, ({ at, id }) => [at.toISOString(), id])
}

function textIn(part: string | number | null | undefined): string {
  if (typeof part === 'string') return part
  throw new Refusal('invalid', 'That page does not exist. Start again from the first page.')
}

export function toEntry({ id, at, kind, by_name: by, title, detail }: EntryRow): TimelineEntry {
  return { id, at: at.toISOString(), kind: timelineEntry.shape.kind.parse(kind), by, title, detail }
}

/** The newest entries of a timeline, for a document. */
export async function timelineOf(connection: Sql, id: string, most: number): Promise<TimelineEntry[]> {
  return (await entries(connection, id, sql`true`, most)).map(toEntry)
}

async function entries(connection: Sql, id: string, after: Fragment, most: number): Promise<EntryRow[]> {
  const { rows } = await connection.query<EntryRow>(
    toPrepared(sql`select * from ${timelineEntries(id)} e where ${after} order by e.at desc, e.id desc limit ${most}`),
  )
  return rows
}

/** Every entry of a timeline, as a subquery of EntryRow. A plan that nobody asked for did nothing, and is left out. */
export function timelineEntries(id: string): Fragment {
  return sql`(
        select at, 'log ' || lpad(id::text, 19, '0') collate "C" as id, kind, by_name, title, detail from incident_log
          where incident_id = ${id}::uuid
        union all
        select r.requested_at, 'run ' || r.id, 'action', r.by_name,
          'Run ' || r.number || ' asked for: ' || ${worded(sql`r.action`, actionNames)}, r.reason
          from response_runs r where r.incident_id = ${id}::uuid and r.requested_at is not null
        union all
        select r.finished_at, 'run ' || r.id || ' end', 'action', null,
          'Run ' || r.number || ' ended: ' || ${worded(sql`r.state`, runStateNames)},
          (select string_agg(t.count || ' ' || replace(t.state, '-', ' '), ', ' order by t.state) from (
            select state, count(*) as count from response_targets where run_id = r.id group by state) t)
          || case when r.contained_in_s is null then '' else ', in ' || round(r.contained_in_s::numeric, 1) || ' s' end
        || coalesce(', undone since by run ' || ${undoneBy}, '')
          from response_runs r where r.incident_id = ${id}::uuid and r.requested_at is not null
            and r.finished_at is not null
      )`
}

const worded = (column: Fragment, words: Readonly<Record<string, string>>) =>
  sql`coalesce(${JSON.stringify(words)}::jsonb ->> ${column}, ${column})`
