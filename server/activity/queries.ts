import type { ActivityEntry, ActivityEntryInFull, ActivityFilters, ActivityResult } from '#contract/activity.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, rowIdIn, toPage } from '#server/platform/keyset.ts'
import { instantIn } from '#server/platform/page-key.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { every, type Fragment, joined, sql, toQuery } from '#server/platform/sql.ts'
import { activityConditions } from './conditions.ts'
import { expectedHash } from './content.ts'

/** The trail, newest first. Throws a Refusal for a cursor that is not of this list. */
export async function listActivity(
  { database }: Pick<Context, 'database'>,
  { cursor, limit = 100, ...filters }: ActivityFilters & { cursor?: string | undefined; limit?: number | undefined },
) {
  const key = decodeCursor(cursor, 2)
  const { all, ways } = activityConditions(filters)
  const within = key ? [...all, sql`(a.at, a.id) < (${instantIn(key[0])}, ${rowIdIn(key[1])})`] : all
  // Each way reads the top of an index of its own, so that none has to sort what it finds.
  const tops = (ways.length > 0 ? ways : [sql`true`]).map(
    (way) => sql`(select a.id, a.at from activity a where ${every([...within, way])}
      order by a.at desc, a.id desc limit ${limit + 1})`,
  )
  const { rows } = await database.pool.query<Row>(
    toQuery(sql`select ${columns} from (select distinct id, at from (${joined(tops, ' union all ')}) tops
        order by at desc, id desc limit ${limit + 1}) top
      join activity a on a.id = top.id order by top.at desc, top.id desc`),
  )
  return toPage(rows, limit, toEntry, ({ id, at }) => [at.toISOString(), id])
}

/** One entry with all there is of it. Throws a Refusal when there is none of that number. */
export async function getActivity({ database }: Context, { id }: { id: string }): Promise<ActivityEntryInFull> {
  const { rows } = await database.pool.query<FullRow>(
    toQuery(sql`select ${columns}, a.session_id, a.token_id, a.ip_address, a.before, a.after, s.position,
        encode(s.previous_hash, 'hex') as previous_hash, encode(s.hash, 'hex') as hash, ${expectedHash} = s.hash as holds
      from activity a left join activity_seals s on s.activity_id = a.id where a.id = ${rowIdIn(id)}`),
  )
  const row = rows[0]
  if (!row) throw new Refusal('not-found', 'The trail has no entry of that number.')
  const { position, previous_hash: previousHash, hash, holds } = row
  return {
    ...toEntry(row),
    sessionId: row.session_id,
    tokenId: row.token_id,
    ipAddress: row.ip_address,
    before: row.before,
    after: row.after,
    seal:
      position === null || previousHash === null || hash === null
        ? null
        : { position, previousHash, hash, holds: holds === true },
  }
}

const mostChoices = 500

/** The people, actions and kinds of objects that occur, for the filters. Cheap however long the trail is. */
export async function activityChoices({ database: { pool } }: Context) {
  const [actors, actions, kinds] = await Promise.all([
    pool.query<{ id: string; name: string }>(
      toQuery(sql`select found.value as id, named.actor_name as name from (${distinct(sql`actor_id`)}) found
        cross join lateral (select actor_name from activity where actor_id = found.value
          order by at desc, id desc limit 1) named order by 2, 1`),
    ),
    pool.query<{ value: string }>(toQuery(distinct(sql`action`))),
    pool.query<{ value: string }>(toQuery(distinct(sql`object_kind`))),
  ])
  return {
    actors: actors.rows,
    actions: actions.rows.map(({ value }) => value),
    kinds: kinds.rows.map(({ value }) => value),
  }
}

// One step in the column's index per value, instead of reading every row.
const distinct = (column: Fragment) => sql`with recursive steps (value) as (
    (select ${column} from activity where ${column} is not null order by ${column} limit 1)
    union all
    select (select ${column} from activity where ${column} > steps.value order by ${column} limit 1)
    from steps where steps.value is not null
  ) select value from steps where value is not null limit ${mostChoices}`

const columns = sql`a.id::text as id, a.at, a.actor_id, a.actor_name, a.actor_role, a.action, a.subject, a.object_kind,
  a.object_id, a.object_name, a.reason, a.result, a.detail`

type Row = {
  id: string
  at: Date
  actor_id: string | null
  actor_name: string
  actor_role: string | null
  action: string
  subject: string | null
  object_kind: string | null
  object_id: string | null
  object_name: string | null
  reason: string | null
  // A check constraint keeps others out of the table.
  result: ActivityResult
  detail: unknown
}
type FullRow = Row & {
  session_id: string | null
  token_id: string | null
  ip_address: string | null
  before: unknown
  after: unknown
  position: number | null
  previous_hash: string | null
  hash: string | null
  holds: boolean | null
}

function toEntry(row: Row): ActivityEntry {
  const { object_kind: kind, object_id: id, object_name: name } = row
  return {
    id: row.id,
    at: row.at.toISOString(),
    actorId: row.actor_id,
    actorName: row.actor_name,
    actorRole: row.actor_role,
    action: row.action,
    subject: row.subject,
    object: kind !== null && id !== null ? { kind, id, name } : null,
    reason: row.reason,
    result: row.result,
    detail: asRecord(row.detail),
  }
}

function asRecord(detail: unknown): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? { ...detail } : {}
}
