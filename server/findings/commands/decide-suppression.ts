import type { Suppression } from '#contract/findings.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readSuppression, toSuppression } from '../queries/suppressions.ts'
import { show } from '../suppressions/apply.ts'
import { announce, logFor } from './on-findings.ts'
import { begin, suppressionObject } from './suppress.ts'

type Decision = { id: string; approve: boolean; note?: string | undefined }

/** Approves or rejects a suppression that waits. Throws a Refusal for who asked for it and for one that does not wait. */
export async function decideSuppression(context: Context, { id, approve, note }: Decision): Promise<Suppression> {
  const action = approve ? 'finding.suppression-approved' : 'finding.suppression-rejected'
  const attempted = { action, object: suppressionObject(id), reason: note ?? null }
  return attempt(context, attempted, async (client, actor) => {
    const row = await readSuppression(client, id, { lock: true })
    if (row.state !== 'waiting') throw new Refusal('conflict', 'It does not wait for a decision.')
    if (row.by_id === actor.id) throw new Refusal('forbidden', 'You asked for it: somebody else decides.')
    const lapsed = row.expires_at !== null && row.expires_at <= context.now
    if (approve && lapsed) throw new Refusal('conflict', 'It would have expired by now.')
    await client.query(
      'update finding_suppressions set state = $2, decided_id = $3, decided_name = $4, decided_at = $5 where id = $1',
      [id, approve ? 'active' : 'rejected', actor.id, actor.name, context.now],
    )
    if (approve) await begin(client, context, actor, [id])
    await recordMany(client, context, [{ ...attempted, before: { state: 'waiting' } }])
    return toSuppression(await readSuppression(client, id))
  })
}

/** Ends a suppression: what it hid shows again unless another hides it. Throws a Refusal for one that is over. */
export async function endSuppression(context: Context, { id }: { id: string }): Promise<Suppression> {
  const attempted = { action: 'finding.suppression-ended', object: suppressionObject(id) }
  return attempt(context, attempted, async (client, actor) => {
    const row = await readSuppression(client, id, { lock: true })
    if (row.state !== 'active' && row.state !== 'waiting') throw new Refusal('conflict', 'It is over already.')
    if (row.in_aws === 'read') throw new Refusal('conflict', 'It is one of AWS IoT’s own. Delete it there.')
    await client.query(`update finding_suppressions set state = 'ended' where id = $1`, [id])
    const shown = await show(client, id, context.now)
    const again = shown.filter(({ suppression_id }) => suppression_id === null).map((one) => one.id)
    await logFor(client, again, actor, context.now, { kind: 'unsuppressed', text: `Suppression ${id} was ended` })
    await recordMany(client, context, [{ ...attempted, before: { state: row.state }, detail: { shows: again.length } }])
    await announce(
      client,
      shown.map(({ account_id }) => account_id),
    )
    return toSuppression(await readSuppression(client, id))
  })
}
