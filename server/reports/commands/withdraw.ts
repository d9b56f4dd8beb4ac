import type { Attestation } from '#contract/reports.ts'
import { roleAllows } from '#contract/roles.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { requireControl } from '../queries/controls.ts'
import { readAttestation } from './attest.ts'

type Given = { control: string; id: string; why: string }

/**
 * Takes back what somebody vouched for: the one before it counts again, or nobody's word does. The row stays. Throws a
 * Refusal unless its author or an approver asks, and when it was taken back before.
 */
export async function withdrawAttestation(context: Context, { control, id, why }: Given): Promise<Attestation> {
  const { title } = requireControl(control)
  const attempted = {
    action: 'control.attestation-withdrawn',
    object: { kind: 'control', id: control, name: title },
    reason: why,
    detail: { attestation: id },
  }
  return attempt(context, attempted, async (client, actor) => {
    const { rows } = await client.query<{ owner_id: string; withdrawn_at: Date | null }>(
      'select owner_id, withdrawn_at from attestations where id = $1::bigint and control_id = $2 for update',
      [id, control],
    )
    const [row] = rows
    if (!row) throw new Refusal('not-found', 'There is no such attestation.')
    if (row.owner_id !== actor.id && !roleAllows(actor.role, 'approver'))
      throw new Refusal('forbidden', 'Only who vouched for it or an approver may take it back.')
    if (row.withdrawn_at) throw new Refusal('conflict', 'It was taken back already.')
    await client.query(
      'update attestations set withdrawn_at = $2, withdrawn_by = $3, withdrawn_why = $4 where id = $1::bigint',
      [id, context.now, actor.name, why],
    )
    await recordMany(client, context, [attempted])
    await tell(client, { type: 'report', report: null })
    return readAttestation(client, id, context.now)
  })
}
