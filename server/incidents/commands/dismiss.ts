import { whyNotDismiss } from '#contract/incident-moves.ts'
import { type Incident, incidentState } from '#contract/incidents.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { tellOver } from '../notices.ts'
import { getIncident } from '../queries/get-incident.ts'
import { readIncident } from '../queries/row.ts'
import type { Dismissal } from '../stored.ts'
import { announce, incidentObject, logFor } from './attempt-on.ts'
import { beginTriage } from './begin-triage.ts'

const dayMs = 86_400_000

/**
 * Puts an incident aside for some days. Records open it again when those have gone by, or earlier when it gets worse:
 * the engine compares with its cause and severity of now. Throws a Refusal for what is over, merged or dismissed already.
 */
export async function dismissIncident(
  context: Context,
  { id, reason, days }: { id: string; reason: string; days: number },
): Promise<Incident> {
  const { now } = context
  const attempted = { action: 'incident.dismissed', object: incidentObject(id), reason, detail: { days } }
  await attempt(context, attempted, async (client, actor) => {
    const row = await readIncident(client, id, { lock: true })
    const whyNot = whyNotDismiss(incidentState.parse(row.state))
    if (whyNot) throw new Refusal('conflict', whyNot)
    await beginTriage(client, row, now)
    const until = new Date(now.getTime() + days * dayMs)
    const { cause, severity } = row
    const dismissal: Dismissal = { reason, by: actor.name, at: now.toISOString(), cause, severity }
    await client.query(`update incidents set state = 'dismissed', dismissed_until = $2, dismissal = $3 where id = $1`, [
      id,
      until,
      JSON.stringify(dismissal),
    ])
    const title = `Dismissed until ${until.toISOString().slice(0, 10)}`
    await logFor(client, id, actor, now, { kind: 'state', title, detail: reason })
    await tellOver(client, row, { state: 'dismissed', now })
    const detail = { days, until: until.toISOString(), was: row.state }
    await recordMany(client, context, [{ ...attempted, object: incidentObject(id, row.number), detail }])
    await announce(client, row)
  })
  return getIncident(context, { id })
}
