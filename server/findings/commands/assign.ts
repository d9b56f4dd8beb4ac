import type { FindingSelection } from '#contract/findings.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import { personWith } from '#server/incidents/people.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { announce, freeze, logFor } from './on-findings.ts'

const mostAtOnce = 10_000

/** Gives findings to an owner, or takes them back. Throws a Refusal for nobody of that id and for a selection that moved. */
export async function assignFindings(
  context: Context,
  { selection, owner }: { selection: FindingSelection; owner: string | null },
): Promise<{ changed: number }> {
  const attempted = { action: 'finding.assigned', detail: { owner, selection } }
  return attempt(context, attempted, async (client, actor) => {
    const person = owner === null ? null : await personWith(client, owner)
    if (owner !== null && !person) throw new Refusal('invalid', 'Nobody has that id.')
    const selected = await freeze(client, context, selection, mostAtOnce)
    const { rows: changed } = await client.query<{ id: string; account_id: number }>(
      `update findings set owner_id = $2, owner_name = $3, changed_at = $4
       where id = any($1::uuid[]) and owner_id is distinct from $2 returning id, account_id`,
      [selected.map(({ id }) => id), person?.id ?? null, person?.name ?? null, context.now],
    )
    const ids = changed.map(({ id }) => id)
    await logFor(client, ids, actor, context.now, { kind: 'owner', text: person?.name ?? 'Nobody' })
    const detail = { owner: person?.name ?? null, findings: ids.length, first: ids.slice(0, 100) }
    await recordMany(client, context, [{ ...attempted, subject: `${ids.length} findings`, detail }])
    await announce(
      client,
      changed.map(({ account_id }) => account_id),
    )
    return { changed: ids.length }
  })
}
