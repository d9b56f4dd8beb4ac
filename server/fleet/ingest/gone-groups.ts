import type { Observation, RowId } from '#server/history/observation.ts'
import { recordHistory } from '#server/history/record-history.ts'

/** Marks groups gone; nobody is a member of them any more. Returns the things that were in thing groups. */
export async function recordThingGroupsGone(seen: Observation, ids: RowId[]): Promise<RowId[]> {
  const { rows } = await seen.tx.query<{ id: RowId; name: string; billing: boolean }>(
    'UPDATE thing_groups SET gone_at = now() WHERE id = ANY($1::bigint[]) AND gone_at IS NULL RETURNING id, name, billing',
    [ids],
  )
  await leaveBillingGroups(
    seen,
    rows.filter(({ billing }) => billing).map(({ name }) => name),
  )
  await recordHistory(
    seen,
    rows.map(({ id, name }) => ({ kind: 'thing-group', id, subject: name, change: 'gone' })),
  )
  const { rows: members } = await seen.tx.query<{ id: RowId }>(
    'DELETE FROM thing_group_members WHERE group_row_id = ANY($1::bigint[]) RETURNING thing_row_id AS id',
    [ids],
  )
  return members.map(({ id }) => id)
}

/** Marks thing types gone. */
export async function recordThingTypesGone(seen: Observation, ids: RowId[]): Promise<void> {
  const { rows } = await seen.tx.query<{ id: RowId; name: string }>(
    'UPDATE thing_types SET gone_at = now() WHERE id = ANY($1::bigint[]) AND gone_at IS NULL RETURNING id, name',
    [ids],
  )
  await recordHistory(
    seen,
    rows.map(({ id, name }) => ({ kind: 'thing-type', id, subject: name, change: 'gone' })),
  )
}

async function leaveBillingGroups(seen: Observation, names: string[]): Promise<void> {
  if (names.length === 0) return
  const { rows } = await seen.tx.query<{ id: RowId; name: string; before: string }>(
    `UPDATE things t SET billing_group = NULL, changed_at = now()
     FROM (SELECT id, billing_group AS before FROM things
       WHERE account_id = $1 AND billing_group = ANY($2::text[]) AND gone_at IS NULL) o
     WHERE t.id = o.id RETURNING t.id, t.name, o.before`,
    [seen.account.id, names],
  )
  await recordHistory(
    seen,
    rows.map(({ id, name, before }) => ({ kind: 'thing', id, subject: name, change: 'billing-group', before })),
  )
}
