import type { Finding } from '#contract/findings.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { getFinding } from '../queries/get-finding.ts'
import { announce, findingObject, logFor } from './on-findings.ts'

/** Adds a comment to a finding. Throws a Refusal when there is none of that id. */
export async function commentOnFinding(context: Context, { id, text }: { id: string; text: string }): Promise<Finding> {
  const attempted = { action: 'finding.commented', object: findingObject(id), detail: { text } }
  return attempt(context, attempted, async (client, actor) => {
    const { subject, account } = await getFinding(context, { id }, client)
    await logFor(client, [id], actor, context.now, { kind: 'comment', text })
    await recordMany(client, context, [{ ...attempted, object: findingObject(id, subject) }])
    await announce(client, [account])
    return getFinding(context, { id }, client)
  })
}
