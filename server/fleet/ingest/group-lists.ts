import type { Changes, Observation, RowId } from '#server/history/observation.ts'
import { recordHistory } from '#server/history/record-history.ts'
import type { Sql } from '#server/platform/db.ts'
import { recordMembershipHistory } from './memberships.ts'

/** A group whose members are listed. */
export type ListedGroup = { id: RowId; name: string }

/** The group with the next higher row id that is not gone. */
export async function nextGroup(
  sql: Sql,
  accountId: number,
  billing: boolean,
  after: RowId,
): Promise<ListedGroup | null> {
  const { rows } = await sql.query<ListedGroup>(
    `SELECT id, name FROM thing_groups
     WHERE account_id = $1 AND billing = $2 AND gone_at IS NULL AND id > $3 ORDER BY id LIMIT 1`,
    [accountId, billing, after],
  )
  return rows[0] ?? null
}

type Member = { id: RowId; name: string; known: boolean }

// A thing seen since the last complete pass is shown with its groups for the first time: that is no change.
async function members({ tx, account, knownSince }: Observation, names: string[]): Promise<Member[]> {
  const { rows } = await tx.query<Member>(
    `SELECT id, name, first_seen_at < $3 AS known FROM things
     WHERE account_id = $1 AND name = ANY($2::text[]) AND gone_at IS NULL`,
    [account.id, names, knownSince ?? new Date(0)],
  )
  return rows
}

/** Adds members of a group that are new. Returns the row ids of all, and of the things that joined. */
export async function recordGroupMembers(seen: Observation, group: ListedGroup, names: string[]) {
  const page = await members(seen, names)
  const { rows } = await seen.tx.query<{ id: RowId }>(
    `INSERT INTO thing_group_members (account_id, group_row_id, thing_name, thing_row_id)
     SELECT $1, $2, p.name, p.id FROM unnest($3::text[], $4::bigint[]) AS p(name, id)
     WHERE NOT EXISTS (SELECT 1 FROM thing_group_members m
       WHERE m.group_row_id = $2 AND m.thing_name = p.name AND m.thing_row_id = p.id)
     RETURNING thing_row_id AS id`,
    [seen.account.id, group.id, page.map(({ name }) => name), page.map(({ id }) => id)],
  )
  const joined = new Set(rows.map(({ id }) => id))
  const changes = page.filter(({ id, known }) => known && joined.has(id))
  await recordMembershipHistory(
    seen,
    changes.map(({ id, name }) => ({ thing: id, name, group: group.id, joined: true })),
  )
  return { ids: page.map(({ id }) => id), joined: [...joined] }
}

/** Takes out the members that a complete list did not hold. Returns the things that left. */
export async function sweepGroupMembers(
  seen: Observation,
  group: ListedGroup,
  unseen: (key: string) => string,
): Promise<RowId[]> {
  const { rows } = await seen.tx.query<{ thing: RowId; name: string }>(
    `DELETE FROM thing_group_members m WHERE m.group_row_id = $1 AND ${unseen(memberKey('m.group_row_id', 'm.thing_row_id'))}
     RETURNING m.thing_row_id AS thing, m.thing_name AS name`,
    [group.id],
  )
  await recordMembershipHistory(
    seen,
    rows.map((row) => ({ ...row, group: group.id, joined: false })),
  )
  return rows.map(({ thing }) => thing)
}

/** SQL for a key that is unique over all pairs of group and thing, but for hash collisions nobody will see. */
const memberKey = (group: string, thing: string): string => `hashint8extended(${thing}, ${group})`

/** The keys of these members of a group. */
export async function memberKeys({ tx }: Observation, group: ListedGroup, ids: RowId[]): Promise<string[]> {
  const { rows } = await tx.query<{ key: string }>(
    `SELECT ${memberKey('$1::bigint', 'id')}::text AS key FROM unnest($2::bigint[]) AS t(id)`,
    [group.id, ids],
  )
  return rows.map(({ key }) => key)
}

/** Notes the billing group of things that are not in it yet. Returns the row ids of all. */
export async function recordBillingMembers(
  seen: Observation,
  group: ListedGroup,
  names: string[],
): Promise<Changes & { ids: RowId[] }> {
  const page = await members(seen, names)
  const { rows: old } = await seen.tx.query<{ id: RowId; before: string | null }>(
    `SELECT id, billing_group AS before FROM things WHERE id = ANY($1::bigint[]) AND billing_group IS DISTINCT FROM $2`,
    [page.map(({ id }) => id), group.name],
  )
  if (old.length === 0) return { ids: page.map(({ id }) => id) }
  await seen.tx.query('UPDATE things SET billing_group = $2, changed_at = now() WHERE id = ANY($1::bigint[])', [
    old.map(({ id }) => id),
    group.name,
  ])
  const byId = new Map(page.map((member) => [member.id, member]))
  await recordHistory(
    seen,
    old.flatMap(({ id, before }) => {
      const member = byId.get(id)
      return member?.known
        ? [{ kind: 'thing' as const, id, subject: member.name, change: 'billing-group', before, after: group.name }]
        : []
    }),
  )
  return { ids: page.map(({ id }) => id), changed: old.length }
}

/** Takes things out of a billing group whose complete list did not hold them. */
export async function sweepBillingMembers(
  seen: Observation,
  group: ListedGroup,
  unseen: (key: string) => string,
): Promise<number> {
  const { rows } = await seen.tx.query<{ id: RowId; name: string }>(
    `UPDATE things t SET billing_group = NULL, changed_at = now()
     WHERE t.account_id = $1 AND t.billing_group = $2 AND t.gone_at IS NULL
       AND ${unseen(memberKey(String(Math.trunc(group.id)), 't.id'))} RETURNING t.id, t.name`,
    [seen.account.id, group.name],
  )
  await recordHistory(
    seen,
    rows.map(({ id, name }) => ({ kind: 'thing', id, subject: name, change: 'billing-group', before: group.name })),
  )
  return rows.length
}
