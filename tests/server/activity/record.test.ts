import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { record, recordMany } from '#server/activity/record.ts'
import { verifyTrail } from '#server/activity/verify.ts'
import { inTransaction } from '#server/platform/db.ts'
import { useTestDatabase } from '../../support/database.ts'
import { anEntry, recordSome, somebody } from './tamper.ts'

const test_ = useTestDatabase()
const who = { actor: somebody, ipAddress: '10.0.0.1' }
const newest = async (count: number) =>
  (
    await test_.db.pool.query(
      `select actor_id, actor_name, actor_role, session_id, token_id, ip_address, action, subject,
      object_kind, object_id, object_name, reason, result, before, after, detail from activity order by id desc limit $1`,
      [count],
    )
  ).rows.reverse()

const kept = {
  actor_id: 'u1',
  actor_name: 'Ada',
  actor_role: 'responder',
  session_id: 's1',
  token_id: null,
  ip_address: '10.0.0.1',
  action: 'certificate.deactivated',
  subject: 'thing-1',
  object_kind: 'certificate',
  object_id: 'certificate-1',
  object_name: 'thing-1',
  reason: 'Stolen',
  result: 'ok',
  before: { status: 'ACTIVE' },
  after: { status: 'INACTIVE' },
  detail: { n: 1 },
}

test('one or many, through Prisma or a connection, the same is kept', async () => {
  await record(test_.db.prisma, who, anEntry(1))
  await recordMany(test_.db.pool, who, [anEntry(1)])
  expect(await newest(2)).toEqual([kept, kept])
})

test('what is left out is absent, and nobody means the product itself', async () => {
  const bare = { action: 'x.y' }
  await record(test_.db.prisma, { actor: null, ipAddress: null }, bare)
  await recordMany(test_.db.pool, { actor: null, ipAddress: null, name: 'Worker' }, [
    bare,
    { ...bare, result: 'failed' },
  ])
  const [one, two, three] = await newest(3)
  const nothing = Object.fromEntries(Object.keys(kept).map((name) => [name, null]))
  expect(one).toEqual({ ...nothing, actor_name: 'System', action: 'x.y', result: 'ok', detail: {} })
  expect(two).toEqual({ ...one, actor_name: 'Worker' })
  expect(three).toEqual({ ...two, result: 'failed' })
})

test('many keep their order, and none is nothing', async () => {
  await recordMany(test_.db.pool, who, [])
  await recordSome(test_.db, 3_000)
  const entries = await newest(3_000)
  expect(entries.map(({ detail }) => detail.n)).toEqual(Array.from({ length: 3_000 }, (_, n) => n + 1))
})

test('writers lock each other out at their commit only: rows locked in between make no deadlock', async () => {
  const { pool } = test_.db
  await pool.query("insert into settings (key, value) values ('contested', '1')")
  const contested = "select from settings where key = 'contested' for update"
  await Promise.all([
    inTransaction(pool, async (client) => {
      await recordMany(client, who, [anEntry(1)])
      await sleep(150)
      await client.query(contested)
    }),
    inTransaction(pool, async (client) => {
      await client.query(contested)
      await sleep(100)
      await recordMany(client, who, [anEntry(2)])
      await sleep(100)
    }),
  ])
})

test('many writers at once leave one chain without gaps', async () => {
  const { pool, prisma } = test_.db
  const before = (await verifyTrail(pool)).entries
  await Promise.all(
    Array.from({ length: 24 }, async (_, n) => {
      for (let round = 0; round < 5; round += 1) {
        if (n % 4 === 0) await record(prisma, who, anEntry(n))
        else
          await inTransaction(pool, async (client) => {
            await recordMany(client, who, [anEntry(n), anEntry(n)])
            await sleep((n * 7 + round * 13) % 20)
            await client.query('savepoint half')
            await recordMany(client, who, [anEntry(n)])
            if (n % 3 === 0) await client.query('rollback to half')
            if (n % 5 === 0) await client.query('set constraints all immediate')
            await recordMany(client, who, [anEntry(n)])
          })
      }
    }),
  )
  const { problems, entries } = await verifyTrail(pool)
  expect(problems).toEqual([])
  const written = Array.from({ length: 24 }, (_, n) => (n % 4 === 0 ? 1 : n % 3 === 0 ? 3 : 4) * 5)
  expect(entries - before).toBe(written.reduce((sum, n) => sum + n))
})
