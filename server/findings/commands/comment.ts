import type { Finding } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import { tellMentioned } from '#server/incidents/notices.ts'
import { mentionedIn } from '#server/incidents/people.ts'
import type { Context } from '#server/platform/context.ts'
import { getFinding } from '../queries/get-finding.ts'
import { announce, findingObject, logFor } from './on-findings.ts'

/** Adds a comment to a finding, tells whom it mentions, and says which mentions name nobody. Throws a Refusal when there is none of that id. */
export async function commentOnFinding(context: Context, { id, text }: { id: string; text: string }): Promise<Finding> {
  const attempted = { action: 'finding.commented', object: findingObject(id), detail: { text } }
  return attempt(context, attempted, async (client, actor) => {
    const { subject, account, title } = await getFinding(context, { id }, client)
    const { named, nobody } = await mentionedIn(client, text)
    const [entry = id] = await logFor(client, [id], actor, context.now, { kind: 'comment', text })
    const detail = { text, mentioned: named.map(({ name }) => name) }
    await recordMany(client, context, [{ ...attempted, object: findingObject(id, subject), detail }])
    const on = { where: `a finding on ${subject}: ${title}`, path: links.finding(id), account }
    await tellMentioned(client, actor, named, { ...on, entry: `finding log ${entry}`, text, drill: false })
    await announce(client, [account])
    const finding = await getFinding(context, { id }, client)
    return { ...finding, ...(nobody.length > 0 && { notMentioned: nobody }) }
  })
}
