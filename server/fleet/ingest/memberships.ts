import type { Observation, RowId } from '#server/history/observation.ts'
import { recordHistory } from '#server/history/record-history.ts'

/** Groups by name as the index gives them: names of thing groups and of billing groups come in one list. */
export type KnownGroups = Map<string, { id: RowId; gone: boolean } | { billing: true }>

/**
 * Finds the groups of these names. One that was never listed is noted with its name alone; one that is gone stays
 * gone, because the index forgets later than the list does.
 */
export async function findGroups({ tx, account }: Observation, names: string[]): Promise<KnownGroups> {
  const groups: KnownGroups = new Map()
  if (names.length === 0) return groups
  type Row = { id: RowId; name: string; billing: boolean; gone: boolean }
  const { rows } = await tx.query<Row>(
    `SELECT id, name, billing, gone_at IS NOT NULL AS gone FROM thing_groups
     WHERE account_id = $1 AND billing IN (TRUE, FALSE) AND name = ANY($2::text[]) ORDER BY billing DESC, gone_at NULLS LAST`,
    [account.id, names],
  )
  for (const { id, name, billing, gone } of rows) {
    const before = groups.get(name)
    // Of two groups of one name the thing group counts, unless it is gone.
    if (billing ? !gone : !(gone && before)) groups.set(name, billing ? { billing } : { id, gone })
  }
  const unknown = names.filter((name) => !groups.has(name))
  if (unknown.length === 0) return groups
  const { rows: noted } = await tx.query<{ id: RowId; name: string }>(
    `INSERT INTO thing_groups (account_id, name) SELECT $1, unnest($2::text[])
     ON CONFLICT (account_id, billing, name) DO NOTHING RETURNING id, name`,
    [account.id, unknown],
  )
  for (const { id, name } of noted) groups.set(name, { id, gone: false })
  return groups
}

/** A thing and the thing groups it is directly in. */
export type Membership = { thingRowId: RowId; thingName: string; groupRowIds: RowId[] }

/** Makes the memberships of these things exactly these. Returns the things whose memberships changed. */
export async function recordMemberships(
  seen: Observation,
  things: Membership[],
  firstSight: ReadonlySet<RowId>,
): Promise<RowId[]> {
  const { tx, account } = seen
  const names = new Map(things.map(({ thingRowId, thingName }) => [thingRowId, thingName]))
  const pairs = things.flatMap(({ thingRowId, groupRowIds }) => groupRowIds.map((group) => ({ thingRowId, group })))
  const { rows } = await tx.query<{ thing: RowId; group: RowId; joined: boolean }>({
    name: 'memberships-compare',
    text: `SELECT coalesce(w.thing, m.thing_row_id) AS thing, coalesce(w.grp, m.group_row_id) AS group,
         m.thing_row_id IS NULL AS joined
       FROM (SELECT thing_row_id, group_row_id FROM thing_group_members WHERE thing_row_id = ANY($1::bigint[])) m
       FULL JOIN unnest($2::bigint[], $3::bigint[]) AS w(thing, grp)
         ON w.thing = m.thing_row_id AND w.grp = m.group_row_id
       WHERE w.thing IS NULL OR m.thing_row_id IS NULL`,
    values: [
      things.map(({ thingRowId }) => thingRowId),
      pairs.map(({ thingRowId }) => thingRowId),
      pairs.map(({ group }) => group),
    ],
  })
  if (rows.length === 0) return []
  const joined = rows.filter((row) => row.joined)
  const left = rows.filter((row) => !row.joined)
  await tx.query(
    `INSERT INTO thing_group_members (account_id, group_row_id, thing_name, thing_row_id)
     SELECT $1, p.* FROM unnest($2::bigint[], $3::text[], $4::bigint[]) p`,
    [account.id, joined.map((j) => j.group), joined.map((j) => names.get(j.thing)), joined.map((j) => j.thing)],
  )
  await tx.query(
    `DELETE FROM thing_group_members m USING unnest($1::bigint[], $2::bigint[]) AS p(grp, thing)
     WHERE m.group_row_id = p.grp AND m.thing_row_id = p.thing`,
    [left.map((l) => l.group), left.map((l) => l.thing)],
  )
  const changes = rows.filter(({ thing }) => !firstSight.has(thing))
  await recordMembershipHistory(
    seen,
    changes.map((row) => ({ ...row, name: names.get(row.thing) ?? '' })),
  )
  return changes.map(({ thing }) => thing)
}

/** Notes that things joined or left groups; the groups' names are looked up. */
export async function recordMembershipHistory(
  seen: Observation,
  changes: { thing: RowId; name: string; group: RowId; joined: boolean }[],
): Promise<void> {
  if (changes.length === 0) return
  const { rows } = await seen.tx.query<{ id: RowId; name: string }>(
    'SELECT id, name FROM thing_groups WHERE id = ANY($1::bigint[])',
    [[...new Set(changes.map(({ group }) => group))]],
  )
  const groupNames = new Map(rows.map(({ id, name }) => [id, name]))
  await recordHistory(
    seen,
    changes.map(({ thing, name, group, joined }) => ({
      kind: 'thing',
      id: thing,
      subject: name,
      change: joined ? 'joined' : 'left',
      related: { kind: 'thing-group', id: group, name: groupNames.get(group) ?? '' },
    })),
  )
}
