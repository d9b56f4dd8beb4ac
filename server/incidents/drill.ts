import type pg from 'pg'
import { z } from 'zod'
import type { LiveEvent } from '#contract/events.ts'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction, type Sql } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { isThereGround } from './drill-ground.ts'

/** How long the devices of an exercise play; long enough to find, understand and contain it. */
const lastsMs = 15 * 60_000
const answerWithinMs = 10_000

const started = z.object({ id: z.string(), clientIds: z.array(z.string()).min(1) })

type Wanted = {
  id: string
  account_id: number
  aws_account_id: string
  region: string
  scenario: string
  by_name: string
}

type Held = { scenario: string; by: string; clients: string[]; from: Date; until: Date }

/** The exercises of an account that were held, the latest first, each with the time that its records may be of. */
export async function drillsIn(connection: Sql, account: number): Promise<Held[]> {
  const { rows } = await connection.query<Held>(
    `select scenario, by_name as by, client_ids as clients, started_at - interval '10 seconds' as from,
       ends_at + interval '10 minutes' as until
     from drills where account_id = $1 and started_at is not null and ends_at is not null order by started_at desc`,
    [account],
  )
  return rows
}

/** The exercise that a client ID's records of a time belong to; null when they are real. */
export function drillOf(
  drills: readonly Held[],
  { clientId, at }: { clientId: string; at: Date },
): { scenario: string; by: string } | null {
  const held = drills.find(({ clients, from, until }) => clients.includes(clientId) && from <= at && at <= until)
  return held ? { scenario: held.scenario, by: held.by } : null
}

/**
 * Says that there is a simulator to hold exercises with, begins those that are wanted and ends those that are over.
 * `control` is the address of the simulator's controls; without one, what is wanted fails with that reason.
 */
export async function holdDrills(pool: pg.Pool, control: string | undefined, now: Date): Promise<void> {
  const reached = control !== undefined && (await ask(control, 'GET').then(Boolean, () => false))
  if (reached) {
    await pool.query(
      'insert into drill_ground (seen_at) values ($1) on conflict ("only") do update set seen_at = excluded.seen_at',
      [now],
    )
  }
  // Another worker may reach what this one does not: it is given its time.
  if (!reached && (await isThereGround(pool, now))) return
  await end(pool, reached ? control : undefined, now)
  for (let more = true; more; )
    more = await inTransaction(pool, (tx) => beginOne(tx, reached ? control : undefined, now))
}

async function beginOne(tx: pg.PoolClient, control: string | undefined, now: Date): Promise<boolean> {
  const { rows } = await tx.query<Wanted>(
    `select d.id, d.account_id, a.aws_account_id, a.region, d.scenario, d.by_name from drills d
     join aws_accounts a on a.id = d.account_id where d.state = 'wanted' order by d.created_at limit 1 for update of d skip locked`,
  )
  const [drill] = rows
  if (!drill) return false
  try {
    if (control === undefined) throw new Error('No simulator can be reached.')
    const { id, clientIds } = await play(control, drill)
    await tx.query(
      `update drills set state = 'running', conflict = $2, client_ids = $3, started_at = $4, ends_at = $5 where id = $1`,
      [drill.id, id, clientIds, now, new Date(now.getTime() + lastsMs)],
    )
    await note(tx, drill, 'drill.begun', { clientIds: clientIds.slice(0, 100) })
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 500) : 'The simulator did not begin it.'
    await tx.query(`update drills set state = 'failed', error = $2 where id = $1`, [drill.id, why])
    await note(tx, drill, 'drill.failed', { why })
  }
  return true
}

/** Has the simulator's devices play it; once, even if a worker was killed before it noted that they do. */
async function play(control: string, { id, scenario: cause, aws_account_id: account, region }: Wanted) {
  const label = `exercise ${id}`
  const { conflicts } = z.object({ conflicts: z.array(z.looseObject({})) }).parse(await ask(control, 'GET'))
  const playing = conflicts.find((one) => one.label === label)
  return started.parse(playing ?? (await ask(control, 'POST', { cause, account, region, label })))
}

/** Ends what has lasted long enough. Without a simulator its devices are gone anyhow. */
async function end(pool: pg.Pool, control: string | undefined, now: Date): Promise<void> {
  const { rows } = await pool.query<Wanted & { conflict: string }>(
    `select d.id, d.account_id, a.aws_account_id, a.region, d.scenario, d.by_name, d.conflict from drills d
     join aws_accounts a on a.id = d.account_id where d.state = 'running' and d.ends_at <= $1`,
    [now],
  )
  for (const drill of rows) {
    if (control !== undefined) await ask(control, 'DELETE', { id: drill.conflict })
    await inTransaction(pool, async (tx) => {
      const { rowCount } = await tx.query(`update drills set state = 'over' where id = $1 and state = 'running'`, [
        drill.id,
      ])
      if (rowCount) await note(tx, drill, 'drill.over', {})
    })
  }
}

async function note(tx: pg.PoolClient, drill: Wanted, action: string, detail: { clientIds?: string[]; why?: string }) {
  const object = { kind: 'drill', id: drill.id }
  await recordMany(tx, { actor: null, ipAddress: null }, [
    { action, subject: drill.scenario, object, detail: { account: drill.account_id, for: drill.by_name, ...detail } },
  ])
  const changed = { type: 'incident', account: drill.account_id, incident: drill.id } satisfies LiveEvent
  await tell(tx, changed)
}

async function ask(control: string, method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<unknown> {
  const response = await fetch(`${control}/conflicts`, {
    method,
    signal: AbortSignal.timeout(answerWithinMs),
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (response.ok) return response.json()
  const said = z.object({ message: z.string() }).safeParse(await response.json().catch(() => null))
  throw new Error(said.data?.message ?? `The simulator answered ${response.status}.`)
}
