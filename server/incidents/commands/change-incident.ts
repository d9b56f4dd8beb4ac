import type pg from 'pg'
import { leftOpen, type Moved, whyNotMove } from '#contract/incident-moves.ts'
import { type Incident, incidentState, type Severity } from '#contract/incidents.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Actor, Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { tellOver } from '../notices.ts'
import { personWith } from '../people.ts'
import { getIncident } from '../queries/get-incident.ts'
import { readIncident, type StoredIncident } from '../queries/row.ts'
import { runsOf } from '../queries/runs.ts'
import { announce, incidentObject, logFor } from './attempt-on.ts'
import { beginTriage } from './begin-triage.ts'
import { requireNoOther } from './require-no-other.ts'

type Changes = {
  state?: Moved | undefined
  assignee?: string | null | undefined
  tags?: string[] | undefined
  severity?: { to: Severity | null; reason: string } | undefined
  aware?: boolean | undefined
}

type Told = { before: Record<string, string | null | string[]>; after: Record<string, string | null | string[]> }
type Change = {
  client: pg.PoolClient
  row: StoredIncident
  actor: Actor
  now: Date
  told: Told
}

/**
 * Moves, assigns, tags or re-rates an incident, all of it or nothing. Of two people at once the second meets what the
 * first did. Throws a Refusal for a move that its state does not allow, for a stranger, and for a second awareness.
 */
export async function changeIncident(
  context: Context,
  { id, ...changes }: Changes & { id: string },
): Promise<Incident> {
  const { now } = context
  const reason = changes.severity?.reason ?? null
  const attempted = { action: 'incident.changed', object: incidentObject(id), reason }
  await attempt(context, attempted, async (client, actor) => {
    const row = await readIncident(client, id, { lock: true })
    const change: Change = { client, row, actor, now, told: { before: {}, after: {} } }
    if (changes.state !== undefined) await move(change, changes.state)
    if (changes.assignee !== undefined) await assign(change, changes.assignee)
    if (changes.tags !== undefined) await tag(change, changes.tags)
    if (changes.severity !== undefined) await rerate(change, changes.severity)
    if (changes.aware !== undefined) await becomeAware(change, changes.aware)
    const { before, after } = change.told
    if (Object.keys(after).length > 0) {
      await recordMany(client, context, [{ ...attempted, object: incidentObject(id, row.number), before, after }])
      await announce(client, row)
    }
  })
  return getIncident(context, { id })
}

async function move({ client, row, actor, now, told }: Change, to: Moved): Promise<void> {
  const state = incidentState.parse(row.state)
  const whyNot = whyNotMove(state, to)
  if (whyNot) throw new Refusal('conflict', whyNot)
  if (state === 'closed') await requireNoOther(client, row)
  if (to !== 'new') await beginTriage(client, row, now)
  // Closing at once is resolving, too; going back takes both back, or the next end would never be measured.
  await client.query(
    `update incidents set state = $2, dismissed_until = null, dismissal = null,
       resolved_at = case when $2 in ('resolved', 'closed') then coalesce(resolved_at, $3) end,
       closed_at = case when $2 = 'closed' then $3::timestamptz end where id = $1`,
    [row.id, to, now],
  )
  const left = leftOpen({ state, active: row.active, runs: await runsOf(client, row.id) }, to)
  const detail = left.length > 0 ? `All the same: ${left.join(' ')}` : null
  await logFor(client, row.id, actor, now, { kind: 'state', title: `${capital(state)} → ${to}`, detail })
  if (to === 'resolved' || to === 'closed') await tellOver(client, row, { state: to, now })
  told.before.state = state
  told.after.state = to
}

async function assign({ client, row, actor, now, told }: Change, whom: string | null): Promise<void> {
  const person = whom === null ? null : await personWith(client, whom === 'me' ? actor.id : whom)
  if (whom !== null && !person)
    throw new Refusal('invalid', 'There is no such person, or they cannot sign in any more.')
  if ((person?.id ?? null) === row.assignee_id) return
  await client.query('update incidents set assignee_id = $2, assignee_name = $3 where id = $1', [
    row.id,
    person?.id ?? null,
    person?.name ?? null,
  ])
  if (person) await beginTriage(client, row, now)
  const title = person ? `Assigned to ${person.id === actor.id ? 'themselves' : person.name}` : 'Assigned to nobody'
  await logFor(client, row.id, actor, now, { kind: 'person', title })
  told.before.assignee = row.assignee_name
  told.after.assignee = person?.name ?? null
}

async function tag({ client, row, actor, now, told }: Change, wanted: string[]): Promise<void> {
  const tags = [...new Set(wanted)].sort()
  if (tags.join('\n') === row.tags.join('\n')) return
  await client.query('update incidents set tags = $2 where id = $1', [row.id, tags])
  await logFor(client, row.id, actor, now, { kind: 'person', title: `Tags: ${tags.join(', ') || 'none'}` })
  told.before.tags = row.tags
  told.after.tags = tags
}

async function rerate(
  { client, row, actor, now, told }: Change,
  { to, reason }: { to: Severity | null; reason: string },
): Promise<void> {
  if (to === null && row.severity_by_id === null)
    throw new Refusal('conflict', 'The rules decide on its severity already.')
  if (to === null) await giveBackToRules(client, row)
  else {
    await client.query(
      `update incidents set severity = $2, severity_by_id = $3, severity_by_name = $4, severity_note = $5,
         severity_judged = case when severity_by_id is null then severity else severity_judged end where id = $1`,
      [row.id, to, actor.id, actor.name, reason],
    )
  }
  const after = to ?? row.severity_judged ?? row.severity
  const title = to === null ? 'Severity left to the rules' : `Severity ${row.severity} → ${to}`
  await logFor(client, row.id, actor, now, { kind: 'person', title, detail: reason })
  told.before.severity = row.severity
  told.after.severity = after
}

/** What the rules said last stands until they look again, which they are asked to. */
async function giveBackToRules(client: pg.PoolClient, row: StoredIncident): Promise<void> {
  await client.query(
    `update incidents set severity = coalesce(severity_judged, severity), severity_by_id = null, severity_by_name = null,
       severity_note = null, severity_judged = null, content_hash = 0 where id = $1`,
    [row.id],
  )
  await client.query(
    `insert into incident_work (account_id, client_id, since) values ($1, $2, $3)
     on conflict (account_id, client_id) do update set since = least(incident_work.since, excluded.since), touched_at = now()`,
    [row.account_id, row.client_id, row.first_at],
  )
}

async function becomeAware({ client, row, actor, now, told }: Change, aware: boolean): Promise<void> {
  if (!aware) throw new Refusal('conflict', 'Having become aware cannot be taken back: the clocks are the law’s.')
  if (row.aware_at) throw new Refusal('conflict', `It is known since ${row.aware_at.toISOString()} already.`)
  await client.query('update incidents set aware_at = $2 where id = $1', [row.id, now])
  await logFor(client, row.id, actor, now, { kind: 'person', title: 'Became aware: the 24 h and 72 h clocks run' })
  told.before.awareAt = null
  told.after.awareAt = now.toISOString()
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
