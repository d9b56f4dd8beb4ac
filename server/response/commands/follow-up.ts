import type pg from 'pg'
import type { ActionId } from '#contract/actions.ts'
import { type ActionOptions, actionOptions, type Run, type Selection } from '#contract/response.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Actor, Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { getRun } from '../queries/get-run.ts'
import { whyNotRetry } from '../queries/may.ts'
import { detailsOf, type StoredRow } from '../queries/stored-run.ts'
import { reversible, undoOf } from '../queries/undo-of.ts'
import { announce, requireRole, runObject } from './on-run.ts'
import { insertRun, lockRun, targetKindOf } from './run-rows.ts'

/** Plans what failed in a run, and what it left out, as a run of its own. */
export async function retryRun(context: Context, { id }: { id: string }): Promise<Run> {
  const attempted = { action: 'response.retried', object: runObject(id) }
  return attempt(context, attempted, async (client, actor) => {
    const { row, action } = await lockRun(client, id)
    requireRole(actor, action)
    const whyNot = whyNotRetry({ row, action, actor })
    if (whyNot) throw new Refusal('conflict', whyNot)
    const options = detailsOf(row).options
    const run = await follow(client, { row, action, options, actor, retryOf: id }, left)
    const detail = { run: run.id, number: run.number, targets: run.targets }
    await recordMany(client, context, [{ ...attempted, object: runObject(id, row.number), detail }])
    await announce(client, { id: run.id, account: row.account_id }, { work: true })
    return getRun(context, run, client)
  })
}

/**
 * Plans to put back what a run changed. A second click of the same person leads to the same plan. Throws a Refusal
 * when there is no way back, or it is undone already.
 */
export async function undoRun(context: Context, { id }: { id: string }): Promise<Run> {
  const attempted = { action: 'response.undo-planned', object: runObject(id) }
  return attempt(context, attempted, async (client, actor) => {
    const { row, action } = await lockRun(client, id)
    const { whyNot } = await undoOf(client, row, { action, actor })
    requireRole(actor, action)
    if (whyNot) throw new Refusal('conflict', whyNot)
    const planned = await plannedAlready(client, { id, actor, now: context.now })
    if (planned) return getRun(context, { id: planned }, client)
    const run = await follow(client, { row, action: 'restore', options: {}, actor, undoOf: id }, changed)
    const detail = { run: run.id, number: run.number, targets: run.targets }
    await recordMany(client, context, [{ ...attempted, object: runObject(id, row.number), detail }])
    await announce(client, { id: run.id, account: row.account_id }, { work: true })
    return getRun(context, run, client)
  })
}

async function plannedAlready(
  client: pg.PoolClient,
  { id, actor, now }: { id: string; actor: Actor; now: Date },
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `select id from response_runs where undo_of = $1 and by_id = $2 and state in ('planning', 'planned')
       and created_at > $3::timestamptz - interval '15 minutes' order by number desc limit 1`,
    [id, actor.id, now],
  )
  return rows[0]?.id ?? null
}

// Which of a run's targets `t` go into the run that follows it.
const left = sql`t.state in ('failed', 'not-started')`
const changed = sql`exists (select 1 from response_steps s where s.run_id = t.run_id and s.n = t.n and ${reversible})`

type Following = {
  row: StoredRow
  action: ActionId
  options: ActionOptions
  actor: Actor
  undoOf?: string
  retryOf?: string
}

/** A run over some of another's targets, in the same order. */
async function follow(client: pg.PoolClient, { row, action, options, actor, ...links }: Following, which: Fragment) {
  const kind = targetKindOf(row)
  const selection = await selectionOf(client, row, which)
  const run = await insertRun(client, {
    account: row.account_id,
    action,
    kind,
    selection,
    options: actionOptions.parse(options),
    actor,
    targets: 0,
    // What follows a run answers the same incident.
    incident: row.incident_id,
    ...links,
  })
  const { rowCount } = await client.query(
    toQuery(sql`insert into response_targets (run_id, n, account_id, action, kind, name)
      select ${run.id}::uuid, row_number() over (order by t.n), t.account_id, ${action}, t.kind, t.name
      from response_targets t where t.run_id = ${row.id}::uuid and ${which}`),
  )
  const targets = rowCount ?? 0
  await client.query('update response_runs set targets = $2 where id = $1', [run.id, targets])
  return { ...run, targets }
}

const mostNamed = 1000

/** The names when they are few; else what the first run selected, of which this one has a part. */
async function selectionOf(client: pg.PoolClient, row: StoredRow, which: Fragment): Promise<Selection> {
  const { rows } = await client.query<{ name: string }>(
    toQuery(sql`select t.name from response_targets t where t.run_id = ${row.id}::uuid and ${which}
      order by t.n limit ${mostNamed + 1}`),
  )
  if (rows.length > mostNamed) return detailsOf(row).selection
  return { scope: 'named', names: rows.map(({ name }) => name) }
}
