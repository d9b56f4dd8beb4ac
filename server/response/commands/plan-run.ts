import type pg from 'pg'
import { type ActionId, actions } from '#contract/actions.ts'
import type { LiveEvent } from '#contract/events.ts'
import type { ActionOptions, Run, Selection } from '#contract/response.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { freezeTargets } from '../freeze/freeze.ts'
import { getRun } from '../queries/get-run.ts'
import { announce, requireRole, runObject } from './on-run.ts'
import { insertRun } from './run-rows.ts'

type Input = {
  account: number
  action: ActionId
  selection: Selection
  options?: ActionOptions | undefined
  incident?: string | undefined
}

/**
 * Freezes what a selection matches now and has an action on it planned, perhaps in answer to an incident. Changes nothing
 * in AWS.
 */
export async function planRun(context: Context, input: Input): Promise<Run> {
  const { account, action, selection, options = {}, incident } = input
  const about = incident === undefined ? {} : { incident }
  const attempted = {
    action: 'response.planned',
    subject: action,
    detail: { account, ...about, ...describe(selection) },
  }
  return attempt(context, attempted, async (client, actor) => {
    requireRole(actor, action)
    await requireWatched(client, account)
    await requireFewPlans(client, actor.id)
    if (incident !== undefined) await requireIncident(client, account, incident)
    const kind = actions[action].target
    const run = await insertRun(client, { account, action, kind, selection, options, actor, targets: 0, ...about })
    const targets = await freezeTargets(client, { run: run.id, account, action, kind, now: context.now }, selection)
    await client.query('update response_runs set targets = $2 where id = $1', [run.id, targets])
    const detail = { ...attempted.detail, action, targets }
    await recordMany(client, context, [{ ...attempted, object: runObject(run.id, run.number), detail }])
    await announce(client, { id: run.id, account }, { work: true })
    if (incident !== undefined) await tellOf(client, account, incident)
    return getRun(context, run, client)
  })
}

/** Throws a Refusal when an incident is not one of the account. */
async function requireIncident(client: pg.PoolClient, account: number, incident: string): Promise<void> {
  const { rows } = await client.query<{ account_id: number }>('select account_id from incidents where id = $1', [
    incident,
  ])
  if (!rows[0]) throw new Refusal('not-found', 'There is no such incident.')
  if (rows[0].account_id !== account) throw new Refusal('conflict', 'The incident is of another account.')
}

/** Its page shows the run from now on. */
async function tellOf(client: pg.PoolClient, account: number, incident: string): Promise<void> {
  const changed = { type: 'incident', account, incident } satisfies LiveEvent
  await tell(client, changed)
}

/** What the trail says of a selection: the whole of a short list, else how it was made. */
function describe(selection: Selection): { names?: string[]; named?: number; filters?: Record<string, string> } {
  if (selection.scope === 'named') {
    return selection.names.length <= 50 ? { names: selection.names } : { named: selection.names.length }
  }
  const given = Object.entries(selection.filters).filter(([, value]) => value !== undefined)
  return { filters: Object.fromEntries(given.map(([name, value]) => [name, String(value)])) }
}

// A plan asks AWS about each of its targets: nobody should have more of them made at a time than people can read.
const plansAtATime = 20

async function requireFewPlans(client: pg.PoolClient, person: string): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*) as count from response_runs where by_id = $1 and state = 'planning'`,
    [person],
  )
  if ((rows[0]?.count ?? 0) < plansAtATime) return
  throw new Refusal('too-many', `${plansAtATime} plans of yours are being made. Wait for one, or cancel it.`)
}

async function requireWatched(client: pg.PoolClient, account: number): Promise<void> {
  const { rows } = await client.query<{ enabled: boolean }>('select enabled from aws_accounts where id = $1', [account])
  if (!rows[0]) throw new Refusal('not-found', 'There is no such account.')
  if (!rows[0].enabled) throw new Refusal('conflict', 'This account is not watched any more.')
}
