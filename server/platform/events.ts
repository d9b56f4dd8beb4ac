import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { LiveEvent } from '#contract/events.ts'
import type { Database, Sql } from './db.ts'
import { log } from './log.ts'

/** The one channel every process of an installation talks on. Payloads are JSON with a `type`. */
export const channel = 'fleetwarden'

/** Something told on the channel; readers pick the types they know. */
export type Told = { type: string }

/** Tells open pages, or workers to look for what is due, when the transaction around it commits. At most 8000 bytes. */
export async function tell(sql: Sql, message: LiveEvent | { type: 'wake' }): Promise<void> {
  await sql.query('select pg_notify($1, $2)', [channel, JSON.stringify(message)])
}

/** What a process hears. */
export type Listener = {
  /** Calls `hear` with each message until the returned function is called. */
  subscribe(hear: (message: Told) => void): () => void
  /** Calls `end` when messages may be missed from now on: the connection was lost, or the process ends. */
  onBreak(end: () => void): () => void
  close(): Promise<void>
}

const retryMs = 1_000

/** Opens one listening connection, made on the first subscription and made again when lost. The caller closes it. */
export function createListener({ pool }: Pick<Database, 'pool'>): Listener {
  const hearers = new Set<(message: Told) => void>()
  const enders = new Set<() => void>()
  const stop = new AbortController()
  let running: Promise<void> | undefined

  async function run() {
    while (!stop.signal.aborted) {
      await listen(pool.options, stop.signal, (message) => {
        for (const hear of hearers) hear(message)
      }).catch((error) => log.warn({ err: error }, 'The event listener lost its connection'))
      // Something may be missed before it listens again. Who follows starts over then, and reads everything anew.
      for (const end of enders) end()
      await sleep(retryMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
    }
  }

  return {
    subscribe(hear) {
      hearers.add(hear)
      running ??= run()
      return () => hearers.delete(hear)
    },
    onBreak(end) {
      if (stop.signal.aborted) end()
      else enders.add(end)
      return () => enders.delete(end)
    },
    async close() {
      stop.abort()
      await running
      for (const end of enders) end()
    },
  }
}

/** Listens until the connection ends or `signal` fires. Throws when it ended by itself. */
async function listen(options: pg.ClientConfig, signal: AbortSignal, hear: (message: Told) => void) {
  const client = new pg.Client({ ...options, application_name: 'fleetwarden-events' })
  const ended = new Promise<void>((resolve, reject) => {
    client.once('error', reject)
    client.once('end', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  // Whoever awaits below sees the error; this keeps one that comes before that from ending the process.
  ended.catch(() => undefined)
  client.on('notification', ({ payload }) => {
    const message = parse(payload)
    if (message) hear(message)
  })
  try {
    await client.connect()
    await client.query(`listen ${channel}`)
    await ended
    if (!signal.aborted) throw new Error('The database closed the connection')
  } finally {
    await client.end().catch(() => undefined)
  }
}

function parse(payload: string | undefined): Told | null {
  try {
    const message: unknown = JSON.parse(payload ?? '')
    if (typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string') {
      return { ...message, type: message.type }
    }
  } catch {
    // Somebody else's message on our channel is none of ours to report.
  }
  return null
}
