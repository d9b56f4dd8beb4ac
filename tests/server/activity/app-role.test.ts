import { randomUUID } from 'node:crypto'
import { run } from 'graphile-worker'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyMigrations, grantRights } from '#scripts/migrate/apply.ts'
import { checkTrail } from '#server/activity/check.ts'
import { trailGuard } from '#server/activity/guard.ts'
import { record, recordMany } from '#server/activity/record.ts'
import { verifyTrail } from '#server/activity/verify.ts'
import { createLogin } from '#server/platform/app-role.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { migrate } from '#server/platform/migrations.ts'
import { useTestDatabase } from '../../support/database.ts'
import { anEntry, somebody } from './tamper.ts'

const owner = useTestDatabase()
const role = `app_${randomUUID().slice(0, 8)}`
const who = { actor: somebody, ipAddress: null }
let url: string
let app: Database

beforeAll(async () => {
  url = await createLogin(owner.url, role)
  await applyMigrations(owner.url)
  await grantRights(owner.url, role)
  app = createDatabase(url, { connections: 4 })
})
afterAll(async () => {
  await app.close()
  await owner.db.pool.query(`drop owned by ${role}; drop role ${role}`)
})

test('it adds to the trail, one or many, sealed and verifiable', async () => {
  await record(app.prisma, who, anEntry(1))
  await recordMany(app.pool, who, [anEntry(2), anEntry(3)])
  expect(await verifyTrail(app.pool)).toMatchObject({ entries: 3, problems: [] })
  expect((await checkTrail(app.pool, 'full', new Date())).problems).toEqual([])
})

describe('it is refused', () => {
  test.each([
    "update activity set reason = 'other'",
    'update activity set id = default',
    'delete from activity',
    'truncate activity',
    'truncate activity cascade',
    "insert into activity (id, actor_name, action) overriding system value values (99, 'x', 'y')",
    "insert into activity (at, actor_name, action) values (now() - interval '1 year', 'x', 'y')",
    'alter table activity disable trigger all',
    'alter table activity disable trigger activity_seal',
    'alter table activity no force row level security',
    'drop trigger activity_append_only on activity',
    'drop table activity',
    "set session_replication_role = 'replica'",
    "create or replace function seal_activity() returns trigger language plpgsql as 'begin return null; end'",
    'create function activity_content(text) returns text language sql return $1',
    'create rule quiet as on insert to activity do instead nothing',
    "insert into activity_seals values (99, 99, 'x', 'y')",
    'update activity_seals set position = position + 1',
    'delete from activity_seals',
    'truncate activity_seals',
    'update activity_head set position = 0',
    'delete from activity_head',
    "insert into activity_head (position, hash) values (0, 'x')",
    'select * from activity_head for update',
    "select setval(pg_get_serial_sequence('activity', 'id'), 1)",
    'delete from _prisma_migrations',
    "copy activity from program 'true'",
  ])('%s', async (statement) => {
    await expect(app.pool.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^42501|428C9$/) })
  })
})

test('it knows that it cannot change the trail, and the owner that it can', async () => {
  expect(await trailGuard(app.pool)).toEqual({ role, mayChange: [] })
  expect((await trailGuard(owner.db.pool)).mayChange).toEqual(['activity', 'activity_seals', 'activity_head'])
})

test('it reads and writes every ordinary table, and gathers statistics', async () => {
  const { rows } = await app.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
     and relname not in ('activity', 'activity_seals', 'activity_head', '_prisma_migrations')`,
  )
  expect(rows.length).toBeGreaterThan(20)
  for (const { name } of rows) {
    for (const right of ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MAINTAIN']) {
      const allowed = await app.pool.query('select has_table_privilege($1, $2) as yes', [name, right])
      expect(allowed.rows[0].yes, `${right} ${name}`).toBe(true)
    }
  }
  await app.pool.query('analyze things')
  await app.pool.query("insert into settings (key, value) values ('x', '1')")
  expect((await app.pool.query('delete from settings')).rowCount).toBe(1)
})

test('it runs background jobs, whose tables the owner has made', async () => {
  let ran: unknown
  const runner = await run({
    connectionString: url,
    concurrency: 1,
    noHandleSignals: true,
    pollInterval: 100,
    taskList: {
      look: async (payload) => {
        ran = payload
      },
    },
    crontab: '* * * * * look ?fill=1h {"by":"cron"}',
  })
  await runner.addJob('look', { by: 'hand' })
  await expect.poll(() => ran, { timeout: 10_000 }).toBeDefined()
  await runner.stop()
})

test('a table that comes later is usable at once, and granting again changes nothing', async () => {
  await owner.db.pool.query('create table later (id int generated always as identity, x int)')
  await app.pool.query('insert into later (x) values (1)')
  await grantRights(owner.url, role)
  await expect(app.pool.query('delete from activity')).rejects.toThrow('permission denied')
})

test('it may ask for migrations when there are none to apply', async () => {
  expect(await migrate(url)).toEqual([])
})

describe('rights are not granted in vain', () => {
  const other = `${role}_other`
  const grant = () => grantRights(owner.url, other)
  const sql = (text: string) => owner.db.pool.query(text)

  test('to nobody', async () => {
    await expect(grant()).rejects.toThrow(`There is no role ${other}`)
  })
  test.each(['superuser', 'createrole', 'bypassrls'])('to a role with %s', async (power) => {
    await sql(`create role ${other} ${power}`)
    await expect(grant()).rejects.toThrow('could change anything')
    await sql(`drop role ${other}`)
  })
  test('to the owner, or a member of it', async () => {
    const mine = new URL(owner.url).username
    await sql(`create role ${other} in role ${pg.escapeIdentifier(mine)}`)
    await expect(grant()).rejects.toThrow('a member of')
    await sql(`drop role ${other}`)
    await expect(grantRights(owner.url, mine)).rejects.toThrow()
  })
  test('to a role that gets around them through another', async () => {
    await sql(
      `create role ${other}; create role ${other}_friend; grant delete on activity to ${other}_friend; grant ${other}_friend to ${other}`,
    )
    await expect(grant()).rejects.toThrow('can still change activity')
    await sql(`drop owned by ${other}, ${other}_friend; drop role ${other}, ${other}_friend`)
  })
})
