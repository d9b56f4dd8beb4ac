import type { Happening } from '#server/activity/record.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Database } from '#server/platform/db.ts'
import { inTransaction } from '#server/platform/db.ts'

export const somebody = {
  id: 'u1',
  name: 'Ada',
  email: 'ada@example.test',
  role: 'responder' as const,
  sessionId: 's1',
}

/** Records so many entries in one transaction. */
export async function recordSome({ pool }: Database, count: number, from = 1): Promise<void> {
  const entries = Array.from({ length: count }, (_, n): Happening => anEntry(from + n))
  await inTransaction(pool, (client) => recordMany(client, { actor: somebody, ipAddress: '10.0.0.1' }, entries))
}

export const anEntry = (n: number): Happening => ({
  action: 'certificate.deactivated',
  object: { kind: 'certificate', id: `certificate-${n}`, name: `thing-${n}` },
  reason: 'Stolen',
  before: { status: 'ACTIVE' },
  after: { status: 'INACTIVE' },
  detail: { n },
})

/** Makes the trail what it is in a new installation, whatever was done to it. */
export const emptyTrail = (db: Database): Promise<void> =>
  tamper(
    db,
    'truncate activity, activity_seals, activity_head, activity_checks, activity_targets restart identity',
    `insert into activity_head (position, hash) values (0, decode(repeat('00', 32), 'hex'))`,
    'alter table activity enable trigger activity_seal',
  )

/** What a superuser does who switches the triggers off first. */
export async function tamper({ pool }: Database, ...statements: string[]): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("set local session_replication_role = 'replica'")
    for (const statement of statements) await client.query(statement)
  })
}
