import type { Cause } from '#contract/incidents.ts'
import type { Playbook } from '#contract/playbooks.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { playbookOf } from '../queries/playbooks.ts'

type Seen = { cause: Cause; version: number }

/**
 * Changes the tasks that incidents of a cause begin with. Those that have begun keep theirs. Throws a Refusal when
 * somebody changed it after `version`.
 */
export const setPlaybook = (context: Context, { steps, ...seen }: Seen & { steps: string[] }): Promise<Playbook> =>
  write(context, 'playbook.changed', seen, steps)

/** Goes back to the tasks that the product comes with, and to those of later versions of it. */
export const resetPlaybook = (context: Context, seen: Seen): Promise<Playbook> =>
  write(context, 'playbook.reset', seen, null)

async function write(
  context: Context,
  action: string,
  { cause, version }: Seen,
  steps: string[] | null,
): Promise<Playbook> {
  const attempted = { action, object: { kind: 'playbook', id: cause } }
  return attempt(context, attempted, async (client, actor) => {
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`playbook ${cause}`])
    const before = await playbookOf(client, cause)
    if (before.version !== version) throw changedMeanwhile(before)
    await client.query(
      `insert into playbooks (cause, steps, version, updated_at, updated_by) values ($1, $2, 1, $3, $4)
       on conflict (cause) do update set steps = excluded.steps, version = playbooks.version + 1,
         updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [cause, steps && JSON.stringify(steps), context.now, actor.name],
    )
    const after = await playbookOf(client, cause)
    await recordMany(client, context, [{ ...attempted, before: before.steps, after: after.steps }])
    return after
  })
}

function changedMeanwhile({ changed }: Playbook): Refusal {
  const who = changed?.by ?? 'Somebody'
  return new Refusal('conflict', `${who} changed this playbook after you looked. Nothing was overwritten.`)
}
