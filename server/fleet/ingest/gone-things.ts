import type { Observation, RowId } from '#server/history/observation.ts'
import { recordHistory } from '#server/history/record-history.ts'

/** Marks things gone: they leave their groups and are no longer connected; the row and its history stay. */
export async function recordThingsGone(seen: Observation, ids: RowId[]): Promise<void> {
  const { rows } = await seen.tx.query<{ id: RowId; name: string }>(
    `UPDATE things SET gone_at = now() WHERE id = ANY($1::bigint[]) AND gone_at IS NULL RETURNING id, name`,
    [ids],
  )
  await recordHistory(
    seen,
    rows.map(({ id, name }) => ({ kind: 'thing', id, subject: name, change: 'gone' })),
  )
  await seen.tx.query('DELETE FROM presence WHERE thing_row_id = ANY($1::bigint[])', [ids])
  await seen.tx.query('DELETE FROM thing_group_members WHERE thing_row_id = ANY($1::bigint[])', [ids])
}
