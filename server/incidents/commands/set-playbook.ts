import type { Playbook } from '#contract/incidents.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { stepsFor } from '../queries/playbooks.ts'

/** Changes the tasks that incidents of a cause begin with. Those that have begun keep theirs. */
export async function setPlaybook(context: Context, { cause, steps }: Playbook): Promise<Playbook> {
  const attempted = { action: 'playbook.changed', object: { kind: 'playbook', id: cause } }
  return attempt(context, attempted, async (client, actor) => {
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`playbook ${cause}`])
    const before = await stepsFor(client, cause)
    await client.query(
      `insert into playbooks (cause, steps, updated_at, updated_by) values ($1, $2, $3, $4)
       on conflict (cause) do update set steps = excluded.steps, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [cause, JSON.stringify(steps), context.now, actor.name],
    )
    await recordMany(client, context, [{ ...attempted, before, after: steps }])
    return { cause, steps }
  })
}
