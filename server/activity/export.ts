import type { Readable } from 'node:stream'
import type { Context } from '#server/platform/context.ts'
import { csvExport, isoCell, jsonLinesExport, plainCell } from '#server/platform/csv-export.ts'
import { every, type Fragment, joined, sql } from '#server/platform/sql.ts'
import { activityConditions, type TrailFilters } from './conditions.ts'
import { sealedContent } from './content.ts'
import { jsonEntry } from './json-entry.ts'

/** The entries of the list, in its order, as CSV, each with its seal. */
export async function exportActivityCsv({ database }: Context, filters: TrailFilters): Promise<Readable> {
  return csvExport(database.pool, [sql`select ${cells} ${inOrder(filters)}`])
}

/**
 * The same as JSON Lines. `sealed` is the exact text the seal covers, so that a reader without this database can tell
 * whether an entry is what was sealed: hash = sha256(previousHash ‖ sealed).
 */
export async function exportActivityJsonLines({ database }: Context, filters: TrailFilters): Promise<Readable> {
  return jsonLinesExport(database.pool, [
    sql`select row_to_json(line) from (select ${jsonEntry}, ${sealedContent} as sealed ${inOrder(filters)}) line`,
  ])
}

function inOrder(filters: TrailFilters): Fragment {
  const { all, ways } = activityConditions(filters)
  const where = ways.length > 0 ? [...all, sql`(${joined(ways, ' or ')})`] : all
  return sql`from activity a left join activity_seals s on s.activity_id = a.id
    where ${every(where)} order by a.at desc, a.id desc`
}

const cells = sql`a.id, ${isoCell(sql`a.at`)} as at, ${plainCell(sql`a.actor_name`)} as actor, a.actor_id, a.actor_role,
  a.session_id, a.token_id, a.ip_address, a.action, ${plainCell(sql`a.subject`)} as subject, a.object_kind,
  ${plainCell(sql`a.object_id`)} as object_id, ${plainCell(sql`a.object_name`)} as object_name,
  ${plainCell(sql`a.reason`)} as reason, a.result, a.before::text as before, a.after::text as after,
  a.detail::text as detail, s.position, encode(s.previous_hash, 'hex') as previous_hash, encode(s.hash, 'hex') as hash`
