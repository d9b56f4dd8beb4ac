import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listActivity } from '#server/activity/queries.ts'
import { verifyTrail } from '#server/activity/verify.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { migrate, migrationsFolder } from '#server/platform/migrations.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { recordSome, tamper } from './tamper.ts'

let clone: TestDatabase
let db: Database
let folder: string

beforeAll(async () => {
  clone = await createTestDatabase({ migrated: false })
  db = createDatabase(clone.url)
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-old-trail-'))
  for (const name of fs
    .readdirSync(migrationsFolder)
    .filter((name) => /^\d{14}_/.test(name) && name < '20261120000051')) {
    fs.cpSync(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true })
  }
  await migrate(clone.url, folder)
})
afterAll(async () => {
  await db.close()
  await clone.drop()
  fs.rmSync(folder, { recursive: true })
})

// As the version before wrote it: its columns, its clock.
const oldEntry = (n: number) =>
  db.pool.query(
    `insert into activity (at, actor_id, actor_name, action, subject, detail, ip_address)
     values (now() - interval '1 day' * $1::int, 'u1', 'Ada', 'exported', 'things', $2, '10.0.0.1')`,
    [20 - n, { search: `pump-${n}` }],
  )

test('a trail of an earlier version is sealed as it is, in the order of its numbers', async () => {
  for (let n = 0; n < 12; n += 1) await oldEntry(n)
  await db.pool.query("insert into activity (actor_name, action, detail) values ('', 'tomorrow.happened', '[1]')")
  const before = (await db.pool.query('select id, at, actor_name, detail from activity order by id')).rows
  await migrate(clone.url)
  expect((await db.pool.query('select id, at, actor_name, detail from activity order by id')).rows).toEqual(before)
  const { rows } = await db.pool.query('select position, activity_id from activity_seals order by position')
  expect(rows).toEqual(before.map(({ id }, index) => ({ position: index + 1, activity_id: id })))
  expect(await verifyTrail(db.pool)).toMatchObject({ entries: 13, problems: [] })
})

test('it is found by what it was about, and goes on with new entries', async () => {
  await recordSome(db, 2)
  const { items } = await listActivity({ database: db }, { object: 'things', limit: 50 })
  expect(items).toHaveLength(12)
  expect(items[0]).toMatchObject({ actorRole: null, object: null, result: 'ok', reason: null })
  expect(await verifyTrail(db.pool)).toMatchObject({ entries: 15, problems: [] })
})

test('while the version before still runs, what it writes is sealed too', async () => {
  await oldEntry(12)
  expect(await verifyTrail(db.pool)).toMatchObject({ entries: 16, problems: [] })
})

test('an entry from before the upgrade that is changed afterwards is found', async () => {
  await tamper(db, `update activity set detail = '{}' where id = 3`)
  expect((await verifyTrail(db.pool)).problems).toMatchObject([{ kind: 'changed', position: 3, entry: '3' }])
})
