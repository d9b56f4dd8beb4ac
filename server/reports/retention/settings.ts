import type pg from 'pg'
import type { Retention } from '#contract/reports.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { isRetentionId, type RetentionId, retentionKinds } from './kinds.ts'

type Row = { kind: string; days: number | null; last_pruned_at: Date | null }

/** How long each kind of data is kept, and how old the oldest of it is. */
export async function listRetention(connection: Sql): Promise<Retention[]> {
  const set = await readSettings(connection)
  const listed: Retention[] = []
  for (const [kind, { title, default: unset, min, max, oldest }] of Object.entries(retentionKinds)) {
    const row = set.get(kind)
    const { rows } = await connection.query<{ at: Date | null }>(oldest)
    listed.push({
      ...{ kind, title, default: unset, min, max, days: row?.days ?? unset },
      oldestAt: rows[0]?.at?.toISOString() ?? null,
      lastPrunedAt: row?.last_pruned_at?.toISOString() ?? null,
    })
  }
  return listed
}

/** For how many days a kind of data is kept. */
export async function daysKept(connection: Sql, kind: RetentionId): Promise<number> {
  const { default: unset, min, max } = retentionKinds[kind]
  const days = (await readSettings(connection)).get(kind)?.days ?? unset
  // A row that an older version wrote may be out of today's bounds.
  return Math.min(max, Math.max(min, days))
}

/** Notes when a kind of data was last pruned. */
export async function notePruned(connection: Sql, kind: RetentionId, now: Date): Promise<void> {
  await connection.query(
    `insert into retention (kind, days, last_pruned_at, changed_at) values ($1, $2, $3, $3)
     on conflict (kind) do update set last_pruned_at = excluded.last_pruned_at`,
    [kind, retentionKinds[kind].default, now],
  )
}

type Change = { kind: string; days: number; why: string }

/** Changes how long a kind of data is kept. Throws a Refusal outside its bounds; what is shorter is deleted within a day. */
export async function setRetention(context: Context, { kind, days, why }: Change): Promise<Retention> {
  if (!isRetentionId(kind)) throw new Refusal('not-found', 'There is no such kind of data.')
  const { title, min, max } = retentionKinds[kind]
  const attempted = { action: 'retention.changed', object: { kind: 'retention', id: kind, name: title }, reason: why }
  return attempt(context, { ...attempted, detail: { days } }, async (client, actor) => {
    if (days < min || days > max) throw new Refusal('invalid', `${title} are kept for ${min} to ${max} days.`)
    const before = await daysKept(client, kind)
    await client.query(
      `insert into retention (kind, days, changed_at, changed_by) values ($1, $2, $3, $4)
       on conflict (kind) do update set days = excluded.days, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
      [kind, days, context.now, actor.name],
    )
    await recordMany(client, context, [{ ...attempted, before: { days: before }, after: { days } }])
    await tell(client, { type: 'report', report: null })
    return oneOf(client, kind)
  })
}

async function oneOf(client: pg.PoolClient, kind: string): Promise<Retention> {
  const found = (await listRetention(client)).find((one) => one.kind === kind)
  if (!found) throw new Error(`No retention ${kind}`)
  return found
}

async function readSettings(connection: Sql): Promise<Map<string, Row>> {
  // Where nobody set them, days are those of the version that pruned first, and this one's count.
  const { rows } = await connection.query<Row>(
    'select kind, case when changed_by is not null then days end as days, last_pruned_at from retention',
  )
  return new Map(rows.map((row) => [row.kind, row]))
}
