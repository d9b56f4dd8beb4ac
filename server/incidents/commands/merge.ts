import type pg from 'pg'
import { whyNotMerge } from '#contract/incident-moves.ts'
import { type Incident, incidentState } from '#contract/incidents.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getIncident } from '../queries/get-incident.ts'
import { readIncident, type StoredIncident } from '../queries/row.ts'
import { announce, incidentObject, logFor } from './attempt-on.ts'
import { requireNoOther } from './require-no-other.ts'

/**
 * Joins `other` to an incident: from now on it stands where that one stands. What was joined to `other` comes along.
 * Throws a Refusal for itself, another account, an exercise with a real one, and what is joined to something already.
 */
export async function mergeIncident(context: Context, { id, other }: { id: string; other: string }): Promise<Incident> {
  const attempted = { action: 'incident.merged', object: incidentObject(id), detail: { other } }
  await attempt(context, attempted, async (client, actor) => {
    const [parent, child] = await lockBoth(client, id, other)
    const whyNot = whyNotMerge(joinable(parent), joinable(child))
    if (whyNot) throw new Refusal('conflict', whyNot)
    await client.query(`update incidents set merged_into = $2 where merged_into = $1`, [other, id])
    await client.query(`update incidents set state = 'merged', state_before = state, merged_into = $2 where id = $1`, [
      other,
      id,
    ])
    const { now } = context
    await logFor(client, id, actor, now, {
      kind: 'person',
      title: `Incident ${child.number} joined`,
      detail: child.client_id,
    })
    await logFor(client, other, actor, now, { kind: 'state', title: `Joined to incident ${parent.number}` })
    const detail = { other, number: child.number, clientId: child.client_id, was: child.state }
    await recordMany(client, context, [{ ...attempted, object: incidentObject(id, parent.number), detail }])
    await announce(client, parent)
    await announce(client, child)
  })
  return getIncident(context, { id })
}

/** Takes an incident out of the one it was joined to: it stands where it stood before. */
export async function unmergeIncident(context: Context, { id }: { id: string }): Promise<Incident> {
  const attempted = { action: 'incident.unmerged', object: incidentObject(id) }
  await attempt(context, attempted, async (client, actor) => {
    const row = await readIncident(client, id, { lock: true })
    if (row.state !== 'merged' || !row.merged_into)
      throw new Refusal('conflict', 'It is not joined to another incident.')
    const parent = await readIncident(client, row.merged_into)
    await requireNoOther(client, row)
    await client.query(
      `update incidents set state = coalesce(state_before, 'new'), state_before = null, merged_into = null where id = $1`,
      [id],
    )
    const { now } = context
    await logFor(client, id, actor, now, { kind: 'state', title: `Taken out of incident ${parent.number}` })
    await logFor(client, parent.id, actor, now, { kind: 'person', title: `Incident ${row.number} taken out` })
    const detail = { from: parent.id, number: parent.number }
    await recordMany(client, context, [{ ...attempted, object: incidentObject(id, row.number), detail }])
    await announce(client, row)
    await announce(client, parent)
  })
  return getIncident(context, { id })
}

/** Both rows, locked in one order whoever asks: two people who join two incidents to each other must not block. */
async function lockBoth(client: pg.PoolClient, id: string, other: string): Promise<[StoredIncident, StoredIncident]> {
  await client.query('select 1 from incidents where id = any($1::uuid[]) order by id for update', [[id, other]])
  return [await readIncident(client, id), await readIncident(client, other)]
}

const joinable = ({ id, number, account_id: account, state, drill }: StoredIncident) => ({
  ...{ id, number, account },
  state: incidentState.parse(state),
  drill: drill !== null,
})
