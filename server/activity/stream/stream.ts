import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { jsonEntry } from '../json-entry.ts'
import type { Outgoing, Target } from './target.ts'

/** `lookEveryMs` between looks for new entries; the wait after a failure begins with `retryMs` and doubles to a minute. */
export type StreamOptions = {
  url: string
  targets: readonly Target[]
  log: Logger
  lookEveryMs?: number
  retryMs?: number
}

const mostEntries = 200
const mostCharacters = 1_000_000
const longestWaitMs = 60_000
const otherWorkerMs = 10_000
// Of all workers one streams: whoever holds this lock, with the connection it was taken on.
const lockName = 'fleetwarden trail stream'

/**
 * Streams the trail to every target until `signal` fires, each in order and from where it had got to. A target that
 * fails holds up itself alone. How far each is stands in the database only after it has taken the entries, so that a
 * crash sends some twice and none never.
 */
export async function streamTrail(options: StreamOptions, signal: AbortSignal): Promise<void> {
  const { url, log, targets, retryMs = 1_000 } = options
  let over = false
  while (!signal.aborted && !over) {
    const client = new pg.Client({ connectionString: url, application_name: 'fleetwarden-trail' })
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    let waitMs = retryMs
    try {
      await client.connect()
      if (await isOurs(client)) await streamAll(client, options, AbortSignal.any([signal, lost.signal]))
      else waitMs = otherWorkerMs
      // Those of an earlier configuration are put away, and that is all there is to do.
      over = targets.length === 0
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'Streaming the trail was interrupted')
    } finally {
      await client.end().catch(() => undefined)
    }
    if (!over) await pause(waitMs, signal)
  }
}

async function isOurs(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock(hashtext($1)) as ours', [lockName])
  return rows[0]?.ours === true
}

async function streamAll(client: pg.Client, options: StreamOptions, signal: AbortSignal): Promise<void> {
  const { targets } = options
  const names = targets.map(({ name }) => name)
  await client.query('update activity_targets set retired = true where name <> all ($1) and not retired', [names])
  await client.query(
    `insert into activity_targets (name, address) select * from unnest($1::text[], $2::text[])
     on conflict (name) do update set address = excluded.address, retired = false`,
    [names, targets.map(({ address }) => address)],
  )
  // All have to have let go before anybody, we or another worker, begins again.
  const ends = await Promise.allSettled(targets.map((target) => streamTo(target, client, options, signal)))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

async function streamTo(
  target: Target,
  client: pg.Client,
  { log, lookEveryMs = 2_000, retryMs = 1_000 }: StreamOptions,
  signal: AbortSignal,
): Promise<void> {
  const { rows } = await client.query<{ position: number }>('select position from activity_targets where name = $1', [
    target.name,
  ])
  let position = rows[0]?.position ?? 0
  let failures = 0
  while (!signal.aborted) {
    const entries = await entriesAfter(client, position)
    const last = entries.at(-1)
    if (!last) {
      await pause(lookEveryMs, signal)
      continue
    }
    try {
      await target.deliver(entries, signal)
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      const message = error instanceof Error ? error.message || error.name : String(error)
      if (failures === 1) log.warn({ target: target.name, reason: message }, 'The trail could not be delivered')
      await noteFailure(client, target.name, message)
      await pause(Math.min(longestWaitMs, retryMs * 2 ** (failures - 1)), signal)
      continue
    }
    if (failures > 0) log.info({ target: target.name }, 'The trail is delivered again')
    failures = 0
    position = last.position
    await client.query(
      `update activity_targets set position = $2, delivered_at = now(), attempted_at = now(), failing_since = null,
         error = null where name = $1`,
      [target.name, position],
    )
  }
}

/** The entries behind a position, as many as make a batch. One that was deleted is sent as the gap it leaves. */
async function entriesAfter(client: Sql, position: number): Promise<Outgoing[]> {
  const { rows } = await client.query<Outgoing>(
    toQuery(sql`select s.position, coalesce(a.at, now()) as at, coalesce(a.action, 'entry.missing') as action,
        coalesce(a.result, 'failed') as result, (select row_to_json(line) from (select ${jsonEntry}) line)::text as json
      from activity_seals s left join activity a on a.id = s.activity_id
      where s.position > ${position} order by s.position limit ${mostEntries}`),
  )
  let characters = 0
  return rows.filter(({ json }, index) => {
    characters += json.length
    return index === 0 || characters <= mostCharacters
  })
}

async function noteFailure(client: Sql, name: string, message: string): Promise<void> {
  await client.query(
    `update activity_targets set attempted_at = now(), error = $2, failing_since = coalesce(failing_since, now())
     where name = $1`,
    [name, message.slice(0, 500)],
  )
}

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { signal }).catch(() => undefined)
}
