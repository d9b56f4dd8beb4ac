import { afterEach, beforeEach } from 'vitest'
import { type NewNotice, notify } from '#server/notifications/notice.ts'
import { routeNotices } from '#server/notifications/route.ts'
import { type Sending, sendingFromEnvironment } from '#server/notifications/settings.ts'
import { sendNext } from '#server/notifications/watch.ts'
import { log } from '#server/platform/log.ts'
import { useTestDatabase } from '#tests/support/database.ts'

type Row = Record<string, unknown>
type Closable = { close(): Promise<unknown> }

/** Notices, rules and receivers on a database of one's own, at a clock that stands still until it is moved. */
export function useNotices() {
  const base = useTestDatabase()
  const opened: Closable[] = []
  let number = 0
  const world = {
    now: new Date('2026-11-20T12:00:00Z'),
    sending: sendingFromEnvironment({ FLEETWARDEN_URL: 'https://console.test/' }) as Sending,
    get db() {
      return base.db
    },
    get pool() {
      return base.db.pool
    },
    /** A receiver that is closed after the test. */
    async use<Opened extends Closable>(receiver: Promise<Opened>): Promise<Opened> {
      const one = await receiver
      opened.push(one)
      return one
    },
    async channel(kind: string, target: string | null, secret: string | null = null): Promise<string> {
      number += 1
      return insert('notification_channels', { kind, name: `${kind} ${number}`, target, secret })
    },
    rule: (channel: string, given: Row = {}): Promise<string> =>
      insert('notification_rules', {
        ...{ channel_id: channel, name: 'a rule', about: ['incident'], min_severity: 'high', ...given },
      }),
    notice(given: Partial<NewNotice> = {}): Promise<void> {
      number += 1
      const key = `notice ${number}`
      const words = { title: `Notice ${number}`, body: 'Something happened.', path: '/incidents/1' }
      return notify(base.db.pool, { key, about: 'incident', severity: 'high', ...words, ...given })
    },
    route: (pool = base.db.pool) => routeNotices(pool, world.now),
    /** Sends all that is due. */
    async send(pool = base.db.pool): Promise<number> {
      let sent = 0
      const clock = { now: () => world.now, random: () => 1 }
      while ((await sendNext({ pool, log, sending: world.sending }, new Set(), clock)) > 0) sent += 1
      return sent
    },
    later(minutes: number) {
      world.now = new Date(world.now.getTime() + minutes * 60_000)
    },
    deliveries: async () =>
      (
        await base.db.pool.query<{
          id: string
          key: string
          notices: string[]
          subject: string
          state: string
          attempts: number
          nextAt: Date | null
          error: string | null
        }>(
          `select id::text, key, notices::text[], subject, state, attempts, next_at as "nextAt", error from deliveries order by id`,
        )
      ).rows,
  }
  async function insert(table: string, row: Row): Promise<string> {
    const names = Object.keys(row)
    const { rows } = await base.db.pool.query<{ id: string }>(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')}) returning id::text`,
      Object.values(row),
    )
    return rows[0]?.id ?? ''
  }
  beforeEach(async () => {
    await base.db.pool.query('truncate notification_channels, notices restart identity cascade')
    world.now = new Date('2026-11-20T12:00:00Z')
    world.sending = sendingFromEnvironment({ FLEETWARDEN_URL: 'https://console.test/' })
  })
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
  })
  return world
}
