import type { Finding } from '#contract/findings.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import { readIncident } from '#server/incidents/queries/row.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getFinding } from '../queries/get-finding.ts'
import { announce, findingObject, logFor } from './on-findings.ts'

type Input = { id: string; incident: string | null }

/** Links a finding to an incident of its account, or takes the link away. Throws a Refusal when there is none of either id. */
export async function linkIncident(context: Context, { id, incident }: Input): Promise<Finding> {
  const attempted = { action: 'finding.incident-linked', object: findingObject(id), detail: { incident } }
  return attempt(context, attempted, async (client, actor) => {
    const { subject, account } = await getFinding(context, { id }, client)
    const linked = incident === null ? null : await readIncident(client, incident)
    if (linked && linked.account_id !== account) throw new Refusal('invalid', 'That incident is of another account.')
    await client.query('update findings set incident_id = $2, changed_at = $3 where id = $1', [
      id,
      incident,
      context.now,
    ])
    const text = linked ? `Incident ${linked.number}` : 'Taken away'
    await logFor(client, [id], actor, context.now, { kind: 'incident', text })
    await recordMany(client, context, [{ ...attempted, object: findingObject(id, subject) }])
    await announce(client, [account])
    return getFinding(context, { id }, client)
  })
}
