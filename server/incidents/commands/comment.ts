import type { CommentAnswer } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tellMentioned } from '../notices.ts'
import { mentionedIn } from '../people.ts'
import { readIncident } from '../queries/row.ts'
import { announce, incidentObject, logFor } from './attempt-on.ts'

/** Adds a comment to an incident, and says which of its mentions name nobody. Throws a Refusal when there is none of that id. */
export async function commentOn(context: Context, { id, text }: { id: string; text: string }): Promise<CommentAnswer> {
  const { now } = context
  const attempted = { action: 'incident.commented', object: incidentObject(id) }
  return attempt(context, attempted, async (client, actor) => {
    const row = await readIncident(client, id)
    const { named: mentioned, nobody } = await mentionedIn(client, text)
    const entry = await logFor(client, id, actor, now, { kind: 'comment', title: 'Comment', detail: text })
    const detail = { text, mentioned: mentioned.map(({ name }) => name) }
    await recordMany(client, context, [{ ...attempted, object: incidentObject(id, row.number), detail }])
    const on = { where: `incident ${row.number}`, path: links.incident(id), account: row.account_id }
    await tellMentioned(client, actor, mentioned, { ...on, entry: entry.id, text, drill: row.drill !== null })
    await announce(client, row)
    return { ...entry, ...(nobody.length > 0 && { notMentioned: nobody }) }
  })
}
