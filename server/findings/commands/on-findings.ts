import type pg from 'pg'
import type { LiveEvent } from '#contract/events.ts'
import type { FindingSelection } from '#contract/findings.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { ActivityObject } from '#server/activity/record.ts'
import type { Actor, Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { every, sql, toQuery } from '#server/platform/sql.ts'
import { conditionsOf } from '../queries/conditions.ts'

/** A finding as the trail names it. */
export const findingObject = (id: string, name?: string): ActivityObject => ({
  kind: 'finding',
  id,
  name: name ?? null,
})

type Selected = { id: string; account_id: number }

/**
 * Freezes a selection: locks its findings and gives them. Throws a Refusal when a filter no longer matches as many as
 * were shown, when some are gone, or when there are more than `most`.
 */
export async function freeze(
  client: pg.PoolClient,
  context: Context,
  selection: FindingSelection,
  most: number,
): Promise<Selected[]> {
  if ('ids' in selection) {
    const ids = [...new Set(selection.ids)]
    const { rows } = await client.query<Selected>(
      'select id, account_id from findings where id = any($1::uuid[]) order by id for update',
      [ids],
    )
    if (rows.length < ids.length) throw new Refusal('not-found', 'Some of these findings do not exist.')
    return rows
  }
  const { matching, seen } = selection
  if (seen > most)
    throw new Refusal('invalid', `That is more than ${most.toLocaleString('en')} findings at once. Narrow the filter.`)
  const accounts = await accountsInScope(context, matching.account)
  const { rows } = await client.query<Selected>(
    toQuery(sql`select f.id, f.account_id from findings f where f.account_id = any(${accounts}::int[])
      and ${every(conditionsOf(context, matching))} order by f.id limit ${most + 1} for update of f`),
  )
  if (rows.length !== seen) {
    const now = rows.length > most ? `more than ${most}` : rows.length
    throw new Refusal('conflict', `The filter matched ${seen} findings when you looked and ${now} now. Look again.`)
  }
  return rows
}

type Entry = { kind: 'owner' | 'comment' | 'incident' | 'suppressed' | 'unsuppressed'; text: string | null }

/** Writes what a person did into the logs of findings. Returns the entries' ids. */
export async function logFor(
  client: pg.PoolClient,
  ids: readonly string[],
  actor: Actor,
  now: Date,
  { kind, text }: Entry,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `insert into finding_log (finding_id, at, kind, by_id, by_name, text)
     select id, $2, $3, $4, $5, $6 from unnest($1::uuid[]) one(id) returning id::text`,
    [ids, now, kind, actor.id, actor.name, text],
  )
  return rows.map((row) => row.id)
}

/** Tells open pages that findings of these accounts changed. */
export async function announce(client: pg.PoolClient, accounts: readonly number[]) {
  for (const account of new Set(accounts)) await tell(client, { type: 'findings', account } satisfies LiveEvent)
}
