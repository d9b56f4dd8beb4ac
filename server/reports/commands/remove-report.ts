import { roleAllows } from '#contract/roles.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { reportObject } from './request-report.ts'

type Row = { number: number; title: string; state: string; by_id: string | null }

/**
 * Cancels a report that waits to be made, or dismisses one that failed. One that is made stays as it is. Throws a Refusal
 * unless who asked for it or an approver does so.
 */
export async function removeReport(context: Context, { id }: { id: string }): Promise<{ removed: boolean }> {
  const { rows: found } = await context.database.pool.query<Row>(
    'select number, title, state, by_id from reports where id = $1::uuid',
    [id],
  )
  const [known] = found
  if (!known) throw new Refusal('not-found', 'There is no such report.')
  const { number, title, state } = known
  const action = state === 'failed' ? 'report.dismissed' : 'report.cancelled'
  const attempted = { action, object: reportObject(id, number), subject: title }
  return attempt(context, attempted, async (client, actor) => {
    const { rows } = await client.query<Row>(
      'select number, title, state, by_id from reports where id = $1::uuid for update',
      [id],
    )
    const [row] = rows
    if (row?.state === 'making') throw new Refusal('conflict', 'It is being made already.')
    if (row?.state === 'ready') throw new Refusal('conflict', 'A report that is made stays as it is.')
    if (row?.state !== state) throw new Refusal('conflict', 'It changed meanwhile: look again.')
    if (row.by_id !== actor.id && !roleAllows(actor.role, 'approver'))
      throw new Refusal('forbidden', 'Only who asked for it or an approver may do that.')
    await client.query('delete from reports where id = $1::uuid', [id])
    await recordMany(client, context, [attempted])
    await tell(client, { type: 'report', report: id })
    return { removed: true }
  })
}
